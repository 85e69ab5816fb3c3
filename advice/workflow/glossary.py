"""The names of the glossary, lent to the searches of the whole portal."""

from django.db import transaction

from advice.models import TermName
from interact_portal.words.lending import lend

SOURCE = "glossary"


@transaction.atomic
def share_names() -> int:
    """Let every name and abbreviation of a term find what the others find; return how many terms.

    Whoever searches for the JTS of 2007 finds the joint secretariat of 2014.
    """
    groups: dict[int, list[str]] = {}
    for term, name, short in TermName.objects.values_list("term", "name", "short"):
        groups.setdefault(term, []).extend(filter(None, (name, short)))
    return lend(SOURCE, groups.values())
