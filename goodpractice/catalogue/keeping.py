"""Keeps the index in step with the practices. The only writer of the catalogue's tables.

Every change leaves a row in IndexChange. A lock that is held until commit puts those rows in the
order of commit, so that a process that has seen change 7 has seen all before it.
"""

from collections.abc import Iterable, Iterator

from django.contrib.postgres.search import SearchVector
from django.db import connection, transaction
from django.db.models import Value

from goodpractice.choices import ConditionKind, Stage
from goodpractice.models import IndexChange, IndexedPractice, Practice
from interact_portal.core.rich_text import as_plain_text
from interact_portal.words.asking import CONFIG, indexed
from interact_portal.words.spelling import learn
from programmes.choices import Role

from .keys import facet_values, numbers_of, theme_parents

# The class of our advisory locks in PostgreSQL, so that they meet no other program's.
LOCK_CLASS = 7414
BATCH = 500
BESIDE = ("themes", "programmes", "countries", "conditions", "building_blocks")


@transaction.atomic
def refresh(practices: Iterable[int]) -> None:
    """Bring the index up to date for the practices with these keys."""
    keys = sorted(set(practices))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, 1)", [LOCK_CLASS])
    for start in range(0, len(keys), BATCH):
        _refresh(keys[start : start + BATCH])


def refresh_all() -> int:
    """Build the index anew; return how many practices it holds."""
    refresh(Practice.objects.values_list("pk", flat=True))
    return IndexedPractice.objects.count()


def all_texts() -> Iterator[str]:
    """Yield all words of each practice in the catalogue."""
    shown = Practice.objects.published().select_related("owner").prefetch_related(*BESIDE)
    for practice in shown.iterator(chunk_size=BATCH):
        yield " ".join(_texts(practice).values())


def _refresh(keys: list[int]) -> None:
    shown = list(
        Practice.objects.published()
        .filter(pk__in=keys)
        .select_related("current", "owner")
        .prefetch_related(*BESIDE)
    )
    parents = theme_parents()
    values = {practice.pk: facet_values(practice, parents) for practice in shown}
    numbers = numbers_of(pair for pairs in values.values() for pair in pairs)
    texts = {practice.pk: _texts(practice) for practice in shown}
    IndexedPractice.objects.filter(practice__in=keys).delete()
    for practice in shown:
        IndexedPractice.objects.create(
            practice=practice,
            keys=sorted(numbers[pair] for pair in values[practice.pk]),
            published_on=practice.current.published_at.date(),
            verified_on=practice.verified_on,
            users_count=practice.users_count,
            search=_vector(texts[practice.pk]),
        )
    IndexChange.objects.bulk_create([IndexChange(practice_id=key) for key in keys])
    learn(" ".join(text) for parts in texts.values() for text in [parts.values()])


def _vector(texts: dict[str, str]) -> SearchVector:
    vector = None
    for weight, text in texts.items():
        part = SearchVector(Value(indexed(text)), weight=weight, config=CONFIG)
        vector = part if vector is None else vector + part
    return vector


def _texts(practice: Practice) -> dict[str, str]:
    """Return all words of a practice by the weight they have in search."""
    return {
        "A": practice.title,
        "B": " . ".join(_summary_words(practice)),
        "C": " . ".join(
            as_plain_text(text)
            for text in (practice.problem, practice.done, practice.results, practice.not_worked)
        ),
        "D": " . ".join(_other_words(practice)),
    }


def _summary_words(practice: Practice) -> Iterator[str]:
    yield practice.summary
    yield from (theme.name for theme in practice.themes.all())
    yield from (block.title for block in practice.building_blocks.all())


def _other_words(practice: Practice) -> Iterator[str]:
    yield as_plain_text(practice.legal_basis)
    yield practice.owner_label
    yield from (str(Role(role).label) for role in practice.roles)
    yield from (str(Stage(stage).label) for stage in practice.stages)
    yield practice.how_measured
    yield practice.evaluation
    for programme in practice.programmes.all():
        yield from (programme.title, programme.short_name, programme.cci)
    yield from (country.english_name for country in practice.countries.all())
    for theme in practice.themes.all():
        yield from theme.synonyms
    yield from (
        condition.text
        for condition in practice.conditions.all()
        if condition.kind in ConditionKind.values
    )
    yield from (as_plain_text(block.text) for block in practice.building_blocks.all())
