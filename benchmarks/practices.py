"""Makes practices by the thousand, like those people write, straight into the tables.

    practices = make_practices(100_000)

Themes, programmes, countries and bodies are the portal's reference data. Words follow the law of
natural texts: a few stand everywhere, most are rare. The index is written as `catalogue.keeping`
would write it, which `is_as_the_portal_writes_it` proves on a sample.
"""

import io
import itertools
import json
import random
from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connection, models, transaction
from django.utils import timezone

from goodpractice.catalogue import keeping
from goodpractice.catalogue.keys import facet_values, numbers_of, theme_parents
from goodpractice.choices import Evidence, InUse, Language, Outcome, Stage, Status
from goodpractice.models import (
    BuildingBlock,
    Condition,
    IndexChange,
    IndexedPractice,
    Practice,
    PracticeVersion,
)
from interact_portal.words.asking import indexed
from interact_portal.words.spelling import learn
from programmes.choices import Role
from programmes.models import Body, Programme, Theme

SEED = 2007
WORDS_IN_A_PART = 45
COMMON_WORDS = """
programme project control partner audit cost budget report management authority secretariat
certification payment claim verification irregularity risk sample checklist invoice staff travel
equipment procurement aid rate lump sum flat unit eligible expenditure period closure cooperation
region border maritime transnational interregional communication capitalisation result indicator
output evaluation committee call selection assessment application form system data exchange
electronic signature archive training seminar guidance manual template rule regulation national
designated body lead controller first level second year quarter deadline delay correction recovery
simplification harmonised shared joint common simple quick paper online tool database table
"""
SYLLABLES = "al be cor da en fi gra ho in ju kel lo mar no or pe qua ri sen to ul ver wi xa yor zen"
RARE = ["".join(parts) for parts in itertools.product(SYLLABLES.split(), repeat=3)][::4]
WORDS = [*COMMON_WORDS.split(), *RARE]
# The first four stand in most practices, the other common ones in one of seven or so.
WEIGHTS = list(
    itertools.accumulate((8 if place < 4 else 1) / (place + 420) for place in range(len(WORDS)))
)
# How often a value is met, the first most.
EVIDENCE = random.Random(1).choices(Evidence.values, (60, 25, 10, 5), k=997)
IN_USE = random.Random(2).choices(InUse.values, (4, 8, 8, 2, 78), k=991)
OUTCOMES = random.Random(3).choices(Outcome.values, (55, 35, 10), k=983)
LANGUAGES = random.Random(4).choices(Language.values[:3], (90, 6, 4), k=977)
COLUMNS = (
    "id", "slug", "title", "summary", "problem", "done", "results", "not_worked", "roles",
    "stages", "outcome", "since", "cost", "staff_days", "language", "evidence", "evidence_reason",
    "in_use", "users_count", "owner_id", "verified_on", "themes", "programmes", "countries",
    "keys", "small_print", "days",
)  # fmt: skip
TYPES = {
    "id": "bigint", "roles": "text[]", "stages": "text[]", "since": "int", "cost": "numeric",
    "staff_days": "int", "users_count": "int", "owner_id": "bigint", "verified_on": "date",
    "themes": "bigint[]", "programmes": "bigint[]", "countries": "text[]", "keys": "int[]",
    "days": "int",
}  # fmt: skip


@transaction.atomic
def make_practices(count: int) -> int:
    """Fill the empty tables of practices with `count` of them; return how many were made."""
    with connection.cursor() as cursor:
        _trust_what_is_made(cursor)
        columns = ", ".join(f"{name} {TYPES.get(name, 'text')}" for name in COLUMNS)
        cursor.execute(f"CREATE TEMP TABLE made ({columns}) ON COMMIT DROP")
        rows = _rows(count)
        # The first row asks for the reference data, which cannot be done while rows are copied.
        first = next(rows)
        cursor.copy_expert("COPY made FROM STDIN", _Lines(itertools.chain([first], rows)))
        _fill_practices(cursor)
        _fill_what_belongs_to_them(cursor)
        _fill_the_index(cursor)
    IndexChange.objects.create(practice_id=0)
    learn([" ".join(WORDS * 3)])
    return count


def _trust_what_is_made(cursor: Any) -> None:
    """Leave out the check of each reference, where the user may: it takes longer than the rest."""
    cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
    if cursor.fetchone()[0]:
        cursor.execute("SET LOCAL session_replication_role = replica")


def finish() -> None:
    """Let PostgreSQL know what it holds now, as its own housekeeping does in quiet hours."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


# --- Texts ----------------------------------------------------------------------------------------


class _Lines(io.RawIOBase):
    """Rows as PostgreSQL reads them by COPY."""

    def __init__(self, rows: Iterator[Sequence[Any]]) -> None:
        super().__init__()
        self._lines = (("\t".join(map(_written, row)) + "\n").encode() for row in rows)
        self._rest = b""

    def read(self, size: int = -1) -> bytes:
        """Return about `size` bytes more."""
        parts, length = [self._rest], len(self._rest)
        while length < size and (line := next(self._lines, b"")):
            parts.append(line)
            length += len(line)
        whole = b"".join(parts)
        self._rest = whole[size:]
        return whole[:size]


def _written(value: Any) -> str:
    if value is None:
        return r"\N"
    if isinstance(value, (list, tuple, set)):
        return "{" + ",".join(str(each) for each in value) + "}"
    return str(value)


def _rows(count: int) -> Iterator[Sequence[Any]]:
    chance = random.Random(SEED)
    themes = list(Theme.objects.order_by("pk"))
    programmes = list(Programme.objects.order_by("pk").prefetch_related("countries"))
    owners = list(Body.objects.order_by("pk"))
    above, titles = theme_parents(), {}
    places = {each.pk: [place.pk for place in each.countries.all()] for each in programmes}
    names = {place.pk: place.english_name for each in programmes for place in each.countries.all()}
    numbers = numbers_of(_all_facet_values(themes, programmes, names))
    for key in range(1, count + 1):
        own_themes = chance.sample(themes, chance.choices((1, 2, 3), (50, 35, 15))[0])
        own = chance.sample(programmes, chance.choices((1, 2, 3), (80, 15, 5))[0])
        owner = chance.choice(owners)
        countries = sorted({code for each in own for code in places[each.pk]})[:6]
        roles = sorted(chance.sample(Role.values, chance.choices((1, 2, 3), (50, 35, 15))[0]))
        stages = sorted(chance.sample(Stage.values, chance.choices((1, 2), (70, 30))[0]))
        evidence, in_use = EVIDENCE[key % 997], IN_USE[key % 991]
        outcome, language = OUTCOMES[key % 983], LANGUAGES[key % 977]
        title = _words(chance, 7).capitalize()
        titles[title] = titles.get(title, 0) + 1
        facets = {("evidence", evidence), ("used", in_use), ("outcome", outcome)}
        facets |= {("language", language)}
        facets |= {("role", role) for role in roles} | {("stage", stage) for stage in stages}
        facets |= {("country", code) for code in countries}
        facets |= {("strand", each.strand) for each in own if each.strand}
        facets |= {("period", each.period) for each in own}
        for theme in own_themes:
            while theme is not None:
                facets.add(("theme", theme.slug))
                theme = above.get(theme.pk)
        small_print = " . ".join(
            (
                owner.name,
                *(str(Role(role).label) for role in roles),
                *(str(Stage(stage).label) for stage in stages),
                *(text for each in own for text in (each.title, each.short_name, each.cci)),
                *(names[code] for code in countries),
                *(other for theme in own_themes for other in theme.synonyms),
            )
        )
        yield (
            key, f"practice-{key}", title, _words(chance, 20), _part(chance), _part(chance),
            _part(chance), _part(chance), roles, stages, outcome,
            chance.randint(2000, 2026), chance.choice((None, 500, 12000, 250000)),
            chance.choice((None, 5, 40, 300)), language, evidence,
            "" if evidence == Evidence.DESCRIBED else "Figures before and after.", in_use,
            {InUse.SEVERAL: 3, InUse.ONE: 1}.get(in_use, 0), owner.pk,
            None if chance.random() < 0.4 else f"{chance.randint(2015, 2025)}-06-15",
            [theme.pk for theme in own_themes], [each.pk for each in own], countries,
            sorted(numbers[pair] for pair in facets), indexed(small_print), chance.randint(1, 5000),
        )  # fmt: skip


def _all_facet_values(themes: list, programmes: list, names: dict) -> set[tuple[str, str]]:
    fixed = {
        "evidence": Evidence.values, "used": InUse.values, "outcome": Outcome.values,
        "language": Language.values, "role": Role.values, "stage": Stage.values,
        "country": names, "theme": [theme.slug for theme in themes],
        "strand": [each.strand for each in programmes if each.strand],
        "period": [each.period for each in programmes],
    }  # fmt: skip
    return {(facet, value) for facet, values in fixed.items() for value in values}


def _words(chance: random.Random, count: int) -> str:
    return " ".join(chance.choices(WORDS, cum_weights=WEIGHTS, k=count))


def _part(chance: random.Random) -> str:
    return f"<p>{_words(chance, WORDS_IN_A_PART).capitalize()}.</p>"


# --- Tables ---------------------------------------------------------------------------------------


def _fill(cursor: Any, table: type[models.Model], source: str, **given: str) -> None:
    """Insert a row for each of `source`; columns not given get what the model has for a new row."""
    blank, columns, values, params = table(), [], [], []
    for field in table._meta.concrete_fields:
        if field.name == "id" and "id" not in given:
            continue
        columns.append(connection.ops.quote_name(field.column))
        if field.attname in given or field.name in given:
            values.append(given.get(field.attname) or given[field.name])
        else:
            values.append(f"%s::{field.db_type(connection)}")
            params.append(field.get_db_prep_save(field.pre_save(blank, add=True), connection))
    cursor.execute(
        f"INSERT INTO {table._meta.db_table} ({', '.join(columns)}) "
        f"SELECT {', '.join(values)} FROM {source}",
        params,
    )


def _fill_practices(cursor: Any) -> None:
    plain = {
        name: name
        for name in COLUMNS
        if name not in {"themes", "programmes", "countries", "keys", "small_print", "days"}
    }
    _fill(
        cursor, Practice, "made", **plain, current_id="id", user_countries_count="users_count",
        contact_name="'Finance unit'", contact_email="'unit@example.eu'",
    )  # fmt: skip
    parts = ("title", "summary", "problem", "done", "results", "not_worked", "outcome", "language")
    whole = ", ".join(f"'{part}', {part}" for part in parts)
    moment = json.dumps(timezone.now().isoformat()).strip('"')
    _fill(
        cursor, PracticeVersion, "made", id="id", practice_id="id",
        status=f"'{Status.PUBLISHED}'", number="1", edits="1",
        published_at=f"timestamptz '{moment}' - days * interval '1 day'",
        content=f"jsonb_build_object({whole}, 'attachments', jsonb_build_array())",
    )  # fmt: skip
    for table in (Practice, PracticeVersion):
        cursor.execute(
            f"SELECT setval(pg_get_serial_sequence('{table._meta.db_table}', 'id'), max(id))"
            f" FROM {table._meta.db_table}"
        )


def _fill_what_belongs_to_them(cursor: Any) -> None:
    for name in ("themes", "programmes", "countries"):
        through = getattr(Practice, name).through
        other = getattr(Practice, name).field.m2m_reverse_name()
        cursor.execute(
            f"INSERT INTO {through._meta.db_table} (practice_id, {other}) "
            f"SELECT id, unnest({name}) FROM made"
        )
    twice = "made, generate_series(1, 2) AS place"
    _fill(
        cursor, Condition, twice, practice_id="made.id", position="place", kind="'other'",
        text="'A unit that has time for it'",
    )  # fmt: skip
    _fill(
        cursor, BuildingBlock, "made", practice_id="id", position="1",
        title="'The list'", text="results",
    )  # fmt: skip


def _fill_the_index(cursor: Any) -> None:
    plain = "regexp_replace({}, '<[^>]+>', ' ', 'g')"
    texts = {
        "A": "title",
        "B": "concat_ws(' . ', summary, (SELECT string_agg(name, ' . ') FROM programmes_theme"
        " WHERE programmes_theme.id = any(themes)), 'The list')",
        "C": plain.format("concat_ws(' . ', problem, done, results, not_worked)"),
        "D": plain.format("concat_ws(' . ', small_print, 'A unit that has time for it', results)"),
    }
    search = " || ".join(
        f"setweight(to_tsvector('english', lower({text})), '{weight}')"
        for weight, text in texts.items()
    )
    with connection.schema_editor() as schema:
        for index in IndexedPractice._meta.indexes:
            schema.remove_index(IndexedPractice, index)
    _fill(
        cursor, IndexedPractice, "made", practice_id="id", keys="keys", verified_on="verified_on",
        published_on="current_date - days", users_count="users_count", search=search,
    )  # fmt: skip
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with connection.schema_editor() as schema:
        for index in IndexedPractice._meta.indexes:
            schema.add_index(IndexedPractice, index)


# --- Proof ----------------------------------------------------------------------------------------


def is_as_the_portal_writes_it(sample: int = 20) -> bool:
    """Say whether some made practices are indexed with the keys and words the portal gives them."""
    parents = theme_parents()
    rows = Practice.objects.order_by("pk").prefetch_related(*keeping.BESIDE)[:sample]
    for practice in rows:
        made = IndexedPractice.objects.get(pk=practice.pk)
        numbers = numbers_of(facet_values(practice, parents))
        if made.keys != sorted(numbers.values()):
            return False
    before = _lexemes(sample)
    keeping.refresh(range(1, sample + 1))
    return before == _lexemes(sample)


def _lexemes(sample: int) -> list[set[str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT tsvector_to_array(search) FROM {IndexedPractice._meta.db_table} "
            "WHERE practice_id <= %s ORDER BY practice_id",
            [sample],
        )
        return [set(row[0]) for row in cursor.fetchall()]
