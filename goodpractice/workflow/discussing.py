"""What is said during a review: remarks on parts, answers to them, opinions from outside."""

import datetime
import hashlib
import secrets
from typing import Any

from django.db import transaction
from django.utils import timezone

from goodpractice import notifications
from goodpractice.choices import OPEN, Status
from goodpractice.content import BY_KEY
from goodpractice.models import OutsideReview, PracticeVersion, Remark
from interact_portal.core.audit import record
from interact_portal.core.moves import IllegalMoveError

from .moves import locked

UNDER_REVIEW = (Status.SUBMITTED, Status.IN_REVIEW)
# The questions of the rubric are answered from 1 (no) to 4 (fully).
LOWEST, HIGHEST = 1, 4


@transaction.atomic
def remark_on(version: PracticeVersion, part: str, text: str, *, by: Any) -> Remark:
    """Write a remark on one part of a version under review; its author is told."""
    version = locked(version)
    if version.status not in UNDER_REVIEW:
        raise IllegalMoveError("Remarks are made during a review.")
    if part not in BY_KEY:
        raise ValueError(f"A practice has no part “{part}”.")
    remark = Remark.objects.create(version=version, part=part, text=text, author=by)
    record("remark", version, by=by, after={"part": part}, why=text)
    notifications.tell_remark(remark)
    return remark


@transaction.atomic
def answer_remark(remark: Remark, text: str, *, by: Any) -> Remark:
    """Write the author's answer to a remark while the version is open."""
    version = locked(remark.version)
    remark = Remark.objects.select_for_update().get(pk=remark.pk)
    if version.status not in OPEN:
        raise IllegalMoveError("The review is over.")
    remark.version = version
    remark.answer, remark.answered_at = text, timezone.now()
    remark.save()
    record("answer a remark", version, by=by, after={"part": remark.part}, why=text)
    notifications.tell_answer(remark)
    return remark


@transaction.atomic
def settle_remark(remark: Remark, *, by: Any) -> Remark:
    """Mark a remark as settled."""
    remark = Remark.objects.select_for_update().get(pk=remark.pk)
    if remark.settled_at is None:
        remark.settled_at = timezone.now()
        remark.save()
        record("settle a remark", remark.version, by=by, after={"part": remark.part})
    return remark


@transaction.atomic
def ask_outside(
    version: PracticeVersion, *, name: str, email: str, days: int, by: Any
) -> tuple[OutsideReview, str]:
    """Ask somebody without an account for an opinion; return the review and the link's secret."""
    version = locked(version)
    if version.status not in UNDER_REVIEW:
        raise IllegalMoveError("Opinions are asked for during a review.")
    secret = secrets.token_urlsafe(32)
    review = OutsideReview.objects.create(
        version=version,
        name=name,
        email=email,
        digest=digest_of(secret),
        asked_by=by,
        expires_at=timezone.now() + datetime.timedelta(days=days),
    )
    record("ask outside", version, by=by, after={"name": name})
    notifications.ask_outside(review, secret)
    return review, secret


def digest_of(secret: str) -> str:
    """Return what is kept of a link's secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def outside_review(secret: str) -> OutsideReview | None:
    """Return the review that a link opens while it holds; None otherwise."""
    return (
        OutsideReview.objects.select_related("version", "version__practice")
        .filter(
            digest=digest_of(secret),
            expires_at__gt=timezone.now(),
            version__status__in=UNDER_REVIEW,
        )
        .first()
    )


@transaction.atomic
def answer_outside(
    review: OutsideReview, *, marks: list[int], remark: str, recommendation: str
) -> OutsideReview:
    """Write an outside opinion down; it may be mended until the link expires."""
    version = locked(review.version)
    review = OutsideReview.objects.select_for_update().get(pk=review.pk)
    if version.status not in UNDER_REVIEW or review.expires_at <= timezone.now():
        raise IllegalMoveError("The link no longer holds.")
    review.version = version
    review.marks, review.remark, review.recommendation = marks, remark, recommendation
    review.answered_at = timezone.now()
    review.save()
    record("outside opinion", version, after={"name": review.name, "says": recommendation})
    notifications.tell_outside_answered(review)
    return review
