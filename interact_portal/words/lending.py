"""Names that a room keeps in a list of its own, and lends to the searches of the whole portal."""

from collections.abc import Iterable

from django.db import transaction

from .models import Synonyms

LONGEST = Synonyms._meta.get_field("terms").base_field.max_length


@transaction.atomic
def lend(source: str, groups: Iterable[Iterable[str]]) -> int:
    """Let the names of each group mean the same; return how many groups have more than one name.

    `source` names the list. What it lent before is replaced, what the secretariat added stays.
    """
    rows = [
        Synonyms(terms=names, source=source)
        for group in groups
        if len(names := [name for name in dict.fromkeys(group) if len(name) <= LONGEST]) > 1
    ]
    Synonyms.objects.filter(source=source).delete()
    Synonyms.objects.bulk_create(rows)
    return len(rows)
