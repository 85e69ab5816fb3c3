"""Who is who at a seminar, and who may open what."""

from dataclasses import dataclass, field

from django.contrib.auth.models import AnonymousUser
from django.db import models

from programmes.models import Body, Mandate, Membership, Programme

from .choices import ACTIVE, Status
from .models import Material, Registration, Seminar

ORGANISE = "seminars.organise_seminar"
ORGANISE_GIVEN = "seminars.organise_given_seminar"
CHECK_IN_GIVEN = "seminars.check_in_given_seminar"


@dataclass(frozen=True)
class Reader:
    """What the portal knows of a reader's work: her bodies, what they do, for which programmes."""

    user: models.Model
    bodies: list[Body] = field(default_factory=list)
    roles: frozenset[str] = frozenset()
    programmes: list[Programme] = field(default_factory=list)


def reader_of(user: models.Model | AnonymousUser) -> Reader:
    """Return what is known of a reader from her confirmed posts; at most two queries."""
    if not user.is_authenticated:
        return Reader(user)
    posts = Membership.objects.confirmed().filter(person=user).select_related("body__country")
    bodies = [post.body for post in posts]
    if not bodies:
        return Reader(user)
    mandates = list(Mandate.objects.current().filter(body__in=bodies).select_related("programme"))
    programmes = {mandate.programme_id: mandate.programme for mandate in mandates}
    return Reader(
        user,
        bodies,
        frozenset(mandate.role for mandate in mandates),
        sorted(programmes.values(), key=lambda programme: programme.name),
    )


def may_organise(user: models.Model | AnonymousUser, seminar: Seminar | None = None) -> bool:
    """Whether `user` decides on registrations and sees everything of a seminar.

    Officers do so at every seminar, event managers at those they are named at.
    """
    if user.has_perm(ORGANISE):
        return True
    return seminar is not None and user.has_perm(ORGANISE_GIVEN) and _is_named_at(user, seminar)


def may_check_in(user: models.Model | AnonymousUser, seminar: Seminar) -> bool:
    """Whether `user` lets people in at a seminar: its organisers, and those named for the door."""
    if may_organise(user, seminar):
        return True
    return user.has_perm(CHECK_IN_GIVEN) and _is_named_at(user, seminar)


def looked_after_by(user: models.Model) -> models.QuerySet[Seminar]:
    """Return the seminars that an event manager, or somebody at the door, is named at."""
    if user.has_perm(ORGANISE_GIVEN) or user.has_perm(CHECK_IN_GIVEN):
        return Seminar.objects.filter(helpers=user)
    return Seminar.objects.none()


def _is_named_at(user: models.Model | AnonymousUser, seminar: Seminar) -> bool:
    return seminar.helpers.filter(pk=user.pk).exists()


@dataclass(frozen=True)
class Mine:
    """A reader's registration at a seminar, and her active ones at the same time elsewhere."""

    registration: Registration | None = None
    same_time: list[Registration] = field(default_factory=list)


def mine_at(user: models.Model | AnonymousUser, seminar: Seminar) -> Mine:
    """Return the reader's registrations that matter at a seminar, in one query.

    The active one comes before one that has ended. A part of an event and the event itself belong
    together and do not overlap.
    """
    if not user.is_authenticated:
        return Mine()
    overlaps = models.Q(
        status__in=ACTIVE,
        seminar__starts_at__lt=seminar.ends_at,
        seminar__ends_at__gt=seminar.starts_at,
    )
    rows = Registration.objects.of(user).filter(models.Q(seminar=seminar) | overlaps)
    rows = list(rows.select_related("seminar").order_by("-asked_at", "-pk"))
    own = sorted(
        (row for row in rows if row.seminar_id == seminar.pk), key=lambda row: not row.is_active
    )
    family = {seminar.pk, seminar.parent_id} - {None}
    others = [
        row for row in rows if row.seminar_id not in family and row.seminar.parent_id != seminar.pk
    ]
    return Mine(own[0] if own else None, others)


def registration_of(user: models.Model | AnonymousUser, seminar: Seminar) -> Registration | None:
    """Return the reader's registration at a seminar, the active one first."""
    return mine_at(user, seminar).registration


def is_participant(registration: Registration | None) -> bool:
    """Whether a registration opens what is for participants only."""
    return registration is not None and registration.status == Status.CONFIRMED


def may_open(
    material: Material, user: models.Model | AnonymousUser, registration: Registration | None
) -> bool:
    """Whether a reader may open a material today."""
    return (
        material.is_public or is_participant(registration) or may_organise(user, material.seminar)
    )
