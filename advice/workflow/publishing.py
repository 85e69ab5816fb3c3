"""One or several questions become an answer for everybody: written, approved, published, replaced.

A second person approves; what was once public is never changed, only followed by a new version.
"""

import datetime
import re
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from advice import notifications
from advice.choices import IN_WORK, PUBLIC, Authority, Change, VersionState
from advice.models import LegalBasis, PublishedAnswer, PublishedVersion, Question
from advice.models.answers import NOT_AS_ADDRESS
from advice.searching import vector_of
from interact_portal.accounts.models import User
from interact_portal.core.audit import record
from interact_portal.core.moves import IllegalMoveError
from interact_portal.core.text import fold
from interact_portal.words.spelling import learn

from .desk import Basis
from .moves import EditedMeanwhileError, NotReadyError, locked_version, move_version

# The columns that a writer fills, beside themes and legal bases.
WRITTEN = (
    "title", "question", "text", "authority", "periods", "roles", "valid_from", "valid_until",
    "change", "note",
)  # fmt: skip


@transaction.atomic
def begin(questions: Iterable[Question], content: dict[str, Any], *, by: User) -> PublishedVersion:
    """Begin an answer for everybody out of one or several questions; return its first draft.

    Raises IllegalMoveError where an asker wants her question kept private.
    """
    questions = list(questions)
    _must_be_publishable(questions)
    answer = PublishedAnswer.objects.create(slug=_free_slug(content.get("title", "")))
    answer.questions.set(questions)
    version = PublishedVersion.objects.create(
        answer=answer, number=1, written_by=by, authority=Authority.OPINION
    )
    _write(version, content)
    record("begin", version, by=by, after={"questions": [each.reference for each in questions]})
    return version


@transaction.atomic
def begin_new_version(answer: PublishedAnswer, *, by: User) -> PublishedVersion:
    """Begin the next version of a public answer with the words of the one that stands.

    Raises IllegalMoveError where somebody is writing one already.
    """
    answer = PublishedAnswer.objects.select_for_update().get(pk=answer.pk)
    if answer.versions.filter(state__in=IN_WORK).exists():
        raise IllegalMoveError(_("A new version is being written already."))
    standing = answer.versions.filter(state__in=PUBLIC).first()
    if standing is None:
        raise IllegalMoveError(_("This answer was never published."))
    highest = answer.versions.aggregate(Max("number"))["number__max"]
    version = PublishedVersion.objects.create(
        answer=answer,
        number=highest + 1,
        written_by=by,
        **{name: getattr(standing, name) for name in WRITTEN if name not in ("change", "note")},
    )
    version.themes.set(standing.themes.all())
    for basis in standing.legal_bases.all():
        basis.pk, basis.version = None, version
        basis.save()
    record("begin", version, by=by, after={"version": version.number})
    return version


@transaction.atomic
def save(
    version: PublishedVersion, content: dict[str, Any], *, edits: int, by: User
) -> PublishedVersion:
    """Write into a draft; `edits` is how often it had been saved when the writer began.

    Raises EditedMeanwhileError where somebody else saved it since.
    """
    version = locked_version(version)
    if version.state != VersionState.DRAFT:
        raise IllegalMoveError(_("Only a draft can be written in."))
    if version.edits != edits:
        raise EditedMeanwhileError(version)
    version.written_by, version.edits = by, edits + 1
    _write(version, content)
    record("save", version, by=by)
    return version


def _write(version: PublishedVersion, content: dict[str, Any]) -> None:
    for name in WRITTEN:
        if name in content:
            setattr(version, name, content[name])
    version.save()
    if "themes" in content:
        version.themes.set(content["themes"])
    if "legal_bases" in content:
        version.legal_bases.all().delete()
        bases: Iterable[Basis] = content["legal_bases"]
        LegalBasis.objects.bulk_create(LegalBasis(version=version, **vars(b)) for b in bases)


@transaction.atomic
def submit(version: PublishedVersion, *, by: User) -> PublishedVersion:
    """Ask a second person to approve a draft; raise NotReadyError where something is missing."""
    version = locked_version(version)
    if missing := what_is_missing(version):
        raise NotReadyError(missing)
    move_version(version, "submit", by=by, submitted_at=timezone.now(), returned_because="")
    notifications.tell_awaits_approval(version)
    return version


def what_is_missing(version: PublishedVersion) -> list[str]:
    """Return a sentence for each thing a reader would miss."""
    wanted = (
        (version.title, _("Give the answer a title.")),
        (version.question, _("Say what was asked, without names.")),
        (version.text, _("Write the answer.")),
        (version.periods, _("Name the periods for which it holds.")),
        (version.number == 1 or version.note, _("Say what is new in this version.")),
    )
    return [sentence for there, sentence in wanted if not there]


@transaction.atomic
def send_back(version: PublishedVersion, *, by: User, why: str) -> PublishedVersion:
    """Give a draft back to its writer, with what has to change."""
    version = locked_version(version)
    move_version(version, "send back", by=by, why=why, returned_because=why)
    notifications.tell_returned(version)
    return version


@transaction.atomic
def publish(
    version: PublishedVersion, *, by: User, at: datetime.datetime | None = None
) -> PublishedVersion:
    """Approve a version and let it stand at the answer's address; who asked is told.

    Nobody approves what she wrote herself.
    """
    version = locked_version(version)
    if version.written_by == by:
        raise IllegalMoveError(_("A second person approves what you wrote."))
    _must_be_publishable(version.answer.questions.all())
    moment = at or timezone.now()
    before = version.answer.versions.filter(state__in=PUBLIC).select_for_update().first()
    if before is not None:
        move_version(before, "replace", by=by, ended_at=before.ended_at or moment)
    else:
        version.answer.slug = _free_slug(version.title, version.answer)
    version.answer.superseded_by = None
    version.answer.save()
    move_version(version, "publish", by=by, published_at=moment, approved_by=by)
    PublishedVersion.objects.filter(pk=version.pk).update(search=vector_of(version))
    learn((version.title, version.question, version.text))
    if before is None:
        notifications.tell_published(version)
    elif version.change == Change.MAJOR:
        notifications.tell_changed(version, before)
    return version


@transaction.atomic
def drop(version: PublishedVersion, *, by: User) -> PublishedVersion:
    """Throw a draft away; what is public stays as it is."""
    version = locked_version(version)
    move_version(version, "drop", by=by)
    return version


@transaction.atomic
def supersede(
    version: PublishedVersion, successor: PublishedAnswer, *, by: User, why: str = ""
) -> PublishedVersion:
    """Let another answer take the place of this one; everybody who relied on it is told.

    Raises IllegalMoveError where the other one is not in force, or leads back here.
    """
    version = locked_version(version)
    standing = successor.versions.filter(state=VersionState.PUBLISHED).first()
    if standing is None or successor.pk == version.answer_id:
        raise IllegalMoveError(_("Choose another answer that is in force."))
    move_version(version, "supersede", by=by, why=why, ended_at=version.ended_at or timezone.now())
    version.answer.superseded_by = successor
    version.answer.save(update_fields=("superseded_by",))
    notifications.tell_superseded(version, standing)
    return version


@transaction.atomic
def expire(version: PublishedVersion, *, by: User | None, why: str = "") -> PublishedVersion:
    """Say that an answer no longer holds; its page stays and says so."""
    version = locked_version(version)
    move_version(version, "expire", by=by, why=why, ended_at=timezone.now())
    notifications.tell_expired(version)
    if by is None:
        notifications.tell_desk_expired(version)
    return version


def _must_be_publishable(questions: Iterable[Question]) -> None:
    private = [each.reference for each in questions if not each.is_publishable]
    if private:
        raise IllegalMoveError(
            _("%(questions)s: the asker wants it kept private.") % {"questions": ", ".join(private)}
        )


def _free_slug(title: str, own: PublishedAnswer | None = None) -> str:
    """Return an address made of the title that no other answer has."""
    start = slugify(re.sub(r"\W+", " ", fold(title)))[:100].strip("-") or "answer"
    others = PublishedAnswer.objects.exclude(pk=own.pk if own else None)
    taken = set(others.filter(slug__startswith=start).values_list("slug", flat=True))
    taken |= set(NOT_AS_ADDRESS)
    number, slug = 1, start
    while slug in taken:
        number += 1
        slug = f"{start}-{number}"
    return slug
