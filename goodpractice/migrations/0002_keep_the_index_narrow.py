"""Keep the words of a practice out of the index table's own pages.

Counting and sorting then read a tenth of the pages; a word is found by the GIN index, and the
words of a practice are fetched only where a rank is wanted.
"""

from django.db import migrations

TABLE = "goodpractice_indexedpractice"


class Migration(migrations.Migration):
    dependencies = [("goodpractice", "0001_the_first_tables")]

    operations = [
        migrations.RunSQL(
            [
                f"ALTER TABLE {TABLE} SET (toast_tuple_target = 128)",
                f"ALTER TABLE {TABLE} ALTER search SET STORAGE EXTERNAL",
            ],
            [
                f"ALTER TABLE {TABLE} RESET (toast_tuple_target)",
                f"ALTER TABLE {TABLE} ALTER search SET STORAGE EXTENDED",
            ],
        )
    ]
