"""What changes the public page: publish, schedule, archive, restore, move to another address."""

import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from goodpractice import notifications
from goodpractice.catalogue import keeping
from goodpractice.checks import find_faults
from goodpractice.choices import Change
from goodpractice.content import names_of
from goodpractice.evidence import set_evidence
from goodpractice.models import (
    BuildingBlock,
    Condition,
    FormerPracticeAddress,
    Practice,
    PracticeVersion,
)
from interact_portal.core.audit import record
from interact_portal.core.moves import IllegalMoveError
from interact_portal.core.text import fold
from programmes.models import Body, Country, Programme, Theme

from .moves import MOVES, FactsNotConfirmedError, NotReadyError, locked, move

# Parts that go into the practice's own columns as they are.
PLAIN = (
    "title", "summary", "problem", "done", "results", "not_worked", "legal_basis", "outcome",
    "roles", "stages", "owner_name", "since", "until", "staff_days", "cost_note", "language",
    "source", "contact_name", "contact_post", "contact_email", "how_measured", "evaluation",
    "evaluation_url",
)  # fmt: skip
NOT_AS_ADDRESS = {
    "new", "compare", "mine", "lists", "export", "feed", "packs", "uses", "answered", "opinion",
    "remarks", "files", "my-programme", "how-we-accept", "programmes-like-mine",
}  # fmt: skip


@transaction.atomic
def publish(
    version: PracticeVersion,
    *,
    by: Any,
    change: str = Change.MAJOR,
    note: str = "",
    at: datetime.datetime | None = None,
) -> PracticeVersion:
    """Make a reviewed version the public one, numbered, dated and frozen; return it.

    Needs the programme's confirmation of the facts where a programme is named
    (FactsNotConfirmedError) and no error left by the checks (NotReadyError).
    """
    version = locked(version)
    MOVES["publish"].step_from(version.status)
    _require_ready(version)
    practice, moment = version.practice, at or timezone.now()
    before = practice.current
    if before is not None:
        before = locked(before)
        move(before, "replace", by=by, why=note, closed_at=moment, leaves_at=None)
    move(
        version, "publish", by=by, why=note,
        number=(before.number if before else 0) + 1,
        published_at=moment, change=change, change_note=note,
        names=names_of(version.content), appears_at=None,
    )  # fmt: skip
    _show(practice, version)
    notifications.tell_published(version)
    return version


def _require_ready(version: PracticeVersion) -> None:
    errors = [finding for finding in find_faults(version.content) if finding.is_error]
    if errors:
        raise NotReadyError(errors)
    if version.content["programmes"] and version.facts_confirmed_at is None:
        raise FactsNotConfirmedError("The programme has not confirmed the facts yet.")


def _show(practice: Practice, version: PracticeVersion) -> None:
    """Write the content of `version` into the practice's row and rows, and into the index."""
    content = version.content
    for name in PLAIN:
        setattr(practice, name, content[name])
    practice.cost = Decimal(content["cost"]) if content["cost"] not in (None, "") else None
    practice.verified_on = content["verified_on"] or None
    practice.owner = Body.objects.filter(slug=content["owner"]).first()
    practice.slug = practice.slug or free_address(content["title"])
    practice.current = version
    practice.save()
    practice.themes.set(Theme.objects.filter(slug__in=content["themes"]))
    practice.programmes.set(Programme.objects.filter(slug__in=content["programmes"]))
    practice.countries.set(Country.objects.filter(code__in=content["countries"]))
    practice.conditions.all().delete()
    Condition.objects.bulk_create(
        Condition(practice=practice, position=position, **row)
        for position, row in enumerate(content["conditions"], 1)
    )
    practice.building_blocks.all().delete()
    BuildingBlock.objects.bulk_create(
        BuildingBlock(practice=practice, position=position, **row)
        for position, row in enumerate(content["building_blocks"], 1)
    )
    set_evidence(practice)
    keeping.refresh([practice.pk])


def free_address(title: str) -> str:
    """Return an address made of `title` that no practice has or had."""
    wanted = slugify(fold(title))[:90].strip("-") or "practice"
    taken = NOT_AS_ADDRESS | {
        slug
        for table in (Practice, FormerPracticeAddress)
        for slug in table.objects.filter(slug__startswith=wanted).values_list("slug", flat=True)
    }
    number, slug = 1, wanted
    while slug in taken:
        number += 1
        slug = f"{wanted}-{number}"
    return slug


@transaction.atomic
def move_address(practice: Practice, slug: str, *, by: Any) -> Practice:
    """Give a practice another address; the old one leads there for ever."""
    practice = Practice.objects.select_for_update().get(pk=practice.pk)
    if practice.current is None:
        raise IllegalMoveError("A practice gets its address when it is published.")
    old = practice.slug
    if slug == old:
        return practice
    FormerPracticeAddress.objects.filter(practice=practice, slug=slug).delete()
    if slug != free_address(slug):
        raise IllegalMoveError(f"The address “{slug}” is taken.")
    FormerPracticeAddress.objects.create(slug=old, practice=practice)
    practice.slug = slug
    practice.save(update_fields=("slug",))
    record("move address", practice, by=by, before={"slug": old}, after={"slug": slug})
    return practice


@transaction.atomic
def schedule(
    version: PracticeVersion,
    *,
    by: Any,
    appears_at: datetime.datetime | None = None,
    leaves_at: datetime.datetime | None = None,
    change: str = Change.MAJOR,
    note: str = "",
) -> PracticeVersion:
    """Set when a reviewed version appears, or when a published one is archived and why (`note`).

    What can be checked is checked now, so that no surprise comes on the day.
    """
    version = locked(version)
    if appears_at is not None:
        MOVES["publish"].step_from(version.status)
        _require_ready(version)
        version.appears_at, version.change, version.change_note = appears_at, change, note
    if leaves_at is not None:
        MOVES["archive"].step_from(version.status)
        version.leaves_at, version.reason = leaves_at, note
    version.save()
    days = {"appears_at": appears_at, "leaves_at": leaves_at}
    told = {name: day.isoformat() for name, day in days.items() if day}
    record("schedule", version, by=by, after=told, why=note)
    return version


@transaction.atomic
def cancel_schedule(version: PracticeVersion, *, by: Any) -> PracticeVersion:
    """Take back what was scheduled."""
    version = locked(version)
    version.appears_at = version.leaves_at = None
    version.save()
    record("cancel schedule", version, by=by)
    return version


@transaction.atomic
def archive(version: PracticeVersion, *, by: Any, reason: str) -> PracticeVersion:
    """Take a practice out of the catalogue; its page stays, with a notice, and can be cited."""
    version = locked(version)
    move(version, "archive", by=by, why=reason, reason=reason, leaves_at=None)
    keeping.refresh([version.practice_id])
    notifications.tell_archived(version)
    return version


@transaction.atomic
def restore(version: PracticeVersion, *, by: Any, note: str = "") -> PracticeVersion:
    """Put an archived practice back into the catalogue."""
    version = locked(version)
    move(version, "restore", by=by, why=note, reason="")
    keeping.refresh([version.practice_id])
    return version
