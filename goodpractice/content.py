"""What a version of a practice says: its parts, how they are kept, and how they reach the table.

A version keeps its content as one JSON object whose keys are the parts below. Things of other
tables are named by what does not change: themes, programmes and bodies by their address, countries
by their code, attachments by their number.
"""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from goodpractice.choices import ConditionKind, Language, Outcome, Stage
from interact_portal.core.rich_text import as_plain_text, clean_html
from interact_portal.core.text import squeeze
from programmes.choices import Role
from programmes.models import Body, Country, Programme, Theme

TEXT, RICH, NUMBER, CHOICE, MANY, ROWS = "text", "rich", "number", "choice", "many", "rows"


@dataclass(frozen=True)
class Part:
    """One part of a practice: its key, how people call it, and what it holds."""

    key: str
    label: str | Promise
    kind: str
    choices: dict[str, Any] | None = None
    is_private: bool = False


PARTS = (
    Part("title", _("Title"), TEXT),
    Part("summary", _("Summary"), TEXT),
    Part("problem", _("The problem"), RICH),
    Part("done", _("What was done"), RICH),
    Part("results", _("Results"), RICH),
    Part("not_worked", _("What did not work"), RICH),
    Part("legal_basis", _("Legal basis"), RICH),
    Part("outcome", _("How it ended"), CHOICE, dict(Outcome.choices)),
    Part("roles", _("For whom"), MANY, dict(Role.choices)),
    Part("stages", _("Stage of the programme cycle"), MANY, dict(Stage.choices)),
    Part("themes", _("Themes"), MANY),
    Part("programmes", _("Programmes"), MANY),
    Part("countries", _("Countries"), MANY),
    Part("owner", _("Owner"), CHOICE),
    Part("owner_name", _("Owner, where it is not among the bodies"), TEXT),
    Part("since", _("Since"), NUMBER),
    Part("until", _("Until"), NUMBER),
    Part("cost", _("Cost in euro"), NUMBER),
    Part("staff_days", _("Staff days"), NUMBER),
    Part("cost_note", _("What the cost covers"), TEXT),
    Part("conditions", _("Conditions it needs"), ROWS),
    Part("building_blocks", _("Building blocks"), ROWS),
    Part("attachments", _("Attachments"), ROWS),
    Part("how_measured", _("How it was measured"), TEXT),
    Part("evaluation", _("Independent evaluation"), TEXT),
    Part("evaluation_url", _("Where the evaluation stands"), TEXT),
    Part("language", _("Language"), CHOICE, dict(Language.choices)),
    Part("source", _("Source"), TEXT),
    Part("verified_on", _("Last verified"), TEXT),
    Part("contact_name", _("Contact"), TEXT),
    Part("contact_post", _("Post of the contact"), TEXT),
    Part("contact_email", _("Address of the contact"), TEXT, is_private=True),
)
BY_KEY = {part.key: part for part in PARTS}
EMPTY = {TEXT: "", RICH: "", NUMBER: None, CHOICE: "", MANY: [], ROWS: []}
# The parts of a case in the order a reader gets them.
SECTIONS = ("problem", "done", "results", "not_worked", "legal_basis")


def completed(content: dict[str, Any]) -> dict[str, Any]:
    """Return `content` with every part there, cleaned, and nothing else.

    Formatted parts are sanitised here, whoever wrote them.
    """
    whole = {}
    for part in PARTS:
        value = content.get(part.key)
        whole[part.key] = _cleaned(part, EMPTY[part.kind] if value is None else value)
    whole["outcome"] = whole["outcome"] or Outcome.RUNNING
    whole["language"] = whole["language"] or Language.EN
    return whole


def _cleaned(part: Part, value: Any) -> Any:
    if part.kind == RICH:
        return clean_html(str(value))
    if part.kind in (TEXT, CHOICE):
        return _plain(value)
    if part.kind == NUMBER and isinstance(value, Decimal):
        return str(value)
    if part.kind == MANY:
        return [str(each) for each in value]
    if part.key == "conditions":
        return [
            {
                "text": _plain(row["text"]),
                "kind": row.get("kind") or ConditionKind.OTHER,
                "value": _plain(row.get("value") or ""),
            }
            for row in value
        ]
    if part.key == "building_blocks":
        return [
            {"title": _plain(row["title"]), "text": (row.get("text") or "").replace("\x00", "")}
            for row in value
        ]
    return value


def _plain(value: Any) -> str:
    """Return one line of words; PostgreSQL keeps no NUL."""
    return squeeze(str(value).replace("\x00", ""))


def public_parts(content: dict[str, Any]) -> dict[str, Any]:
    """Return `content` without what nobody but the secretariat may see."""
    return {key: value for key, value in content.items() if not BY_KEY[key].is_private}


def names_of(content: dict[str, Any]) -> dict[str, dict[str, str]]:
    """Return what the themes, programmes, countries and the owner are called today; 4 queries.

    Kept with an issued version, so that it reads the same in ten years.
    """
    named = {
        "themes": Theme.objects.filter(slug__in=content["themes"]).values_list("slug", "name"),
        "programmes": [
            (programme.slug, f"{programme.name}, {programme.get_period_display()}")
            for programme in Programme.objects.filter(slug__in=content["programmes"])
        ],
        "countries": [
            (country.code, country.name)
            for country in Country.objects.filter(code__in=content["countries"])
        ],
        "owner": Body.objects.filter(slug=content["owner"]).values_list("slug", "name"),
    }
    return {key: dict(pairs) for key, pairs in named.items()}


def in_words(key: str, value: Any, names: dict[str, dict[str, str]]) -> str:
    """Return one part as plain text, for comparing versions and for files."""
    part = BY_KEY[key]
    if value in ("", None, []):
        return ""
    if part.kind == RICH:
        return as_plain_text(value)
    if key == "verified_on":
        return date_format(datetime.date.fromisoformat(value))
    if part.kind == ROWS:
        return "\n".join(_row_in_words(row) for row in value)
    known = part.choices or names.get(key, {})
    if part.kind == MANY:
        return ", ".join(str(known.get(each, each)) for each in value)
    return str(known.get(value, value))


def _row_in_words(row: dict[str, Any]) -> str:
    first = row.get("title") or row.get("text") or row.get("name", "")
    rest = as_plain_text(row.get("text", "")) if row.get("title") else ""
    return f"{first}: {rest}" if rest else first


def readable(content: dict[str, Any], names: dict[str, dict[str, str]]) -> list[dict[str, Any]]:
    """Return each part that is not empty and not private: its key, its name and how it reads.

    `names` are those of the day of issue; without them today's are looked up.
    """
    known = names or names_of(content)
    return [
        {
            "key": part.key,
            "label": part.label,
            "html": content[part.key] if part.kind == RICH else "",
            "text": in_words(part.key, content[part.key], known),
        }
        for part in PARTS
        if not part.is_private and content.get(part.key) not in ("", None, [])
    ]
