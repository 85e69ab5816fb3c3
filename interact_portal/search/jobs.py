"""Keeps the vocabulary from which misspelt words are mended: all words of all rooms."""

import datetime
from collections.abc import Iterator

from advice.models import PublishedVersion, TermName
from goodpractice.catalogue.keeping import all_texts
from interact_portal.core.jobs import periodic
from interact_portal.words.models import Word
from interact_portal.words.spelling import learn_anew
from programmes.models import Body, Programme, Theme
from seminars.models import Seminar


@periodic("learn the words of the portal", every=datetime.timedelta(days=1))
def learn_the_words() -> str:
    """Build the vocabulary anew; return how many words it holds."""
    learn_anew(_texts())
    return f"{Word.objects.count()} words"


def _texts() -> Iterator[str]:
    for table in (Programme, Body, Theme):
        names = [
            field.name
            for field in table._meta.fields
            if field.name in {"title", "short_name", "name", "aim", "area", "description"}
        ]
        for row in table.objects.values_list(*names):
            yield " ".join(row)
    for row in Seminar.objects.public().values_list("title", "summary", "city", "hosts"):
        yield " ".join(row)
    for row in PublishedVersion.objects.public().values_list("title", "question", "text"):
        yield " ".join(row)
    for row in TermName.objects.values_list("name", "short", "term__definition"):
        yield " ".join(row)
    yield from all_texts()
