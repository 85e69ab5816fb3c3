"""All rows of the test database, kept to be put back: quicker than doing the acts again."""

import io
import json
import zipfile
from pathlib import Path

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction

TABLES = """
    SELECT relation.relname, string_agg(quote_ident(attname), ', ' ORDER BY attnum)
    FROM pg_class AS relation JOIN pg_attribute ON attrelid = relation.oid
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
        AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
    GROUP BY relation.relname ORDER BY relation.relname
"""
SEQUENCES = """
    SELECT sequencename, last_value FROM pg_sequences
    WHERE schemaname = 'public' AND last_value IS NOT NULL
"""
# What COPY writes of an empty table: signature, flags, length of no extension, and the end.
NO_ROWS = b"PGCOPY\n\xff\r\n\0" + bytes(8) + b"\xff\xff"


class Rows:
    """What every table holds at one moment."""

    def __init__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(TABLES)
            self.tables = {name: (columns, b"") for name, columns in cursor.fetchall()}
            for name, (columns, _nothing) in self.tables.items():
                rows = io.BytesIO()
                cursor.copy_expert(f'COPY "{name}" ({columns}) TO STDOUT (FORMAT binary)', rows)
                self.tables[name] = (columns, rows.getvalue())
            cursor.execute(SEQUENCES)
            self.sequences = dict(cursor.fetchall())

    def put_back(self) -> None:
        """Make the database hold these rows and no others; foreign keys are looked at last."""
        names = ", ".join(f'"{name}"' for name in self.tables)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {names}")
            for name, (columns, rows) in self.tables.items():
                if rows == NO_ROWS:
                    continue
                command = f'COPY "{name}" ({columns}) FROM STDIN (FORMAT binary)'
                cursor.copy_expert(command, io.BytesIO(rows))
            for name, value in self.sequences.items():
                cursor.execute("SELECT setval(%s::regclass, %s)", [f'public."{name}"', value])
        ContentType.objects.clear_cache()

    def save(self, path: Path) -> None:
        """Write the rows to `path` for the other processes of this run."""
        with zipfile.ZipFile(path, "w") as kept:
            kept.writestr("sequences", json.dumps(self.sequences))
            for name, (columns, rows) in self.tables.items():
                kept.writestr(f"columns/{name}", columns)
                kept.writestr(f"rows/{name}", rows)

    @classmethod
    def load(cls, path: Path) -> "Rows":
        """Return what `save()` wrote to `path` in this run."""
        rows = cls.__new__(cls)
        with zipfile.ZipFile(path) as kept:
            rows.sequences = json.loads(kept.read("sequences"))
            names = [name.removeprefix("rows/") for name in kept.namelist() if "rows/" in name]
            rows.tables = {
                name: (kept.read(f"columns/{name}").decode(), kept.read(f"rows/{name}"))
                for name in names
            }
        return rows
