"""Which seminars, and what comes along with them."""

import datetime

from django.db import models
from django.db.models import (
    Case,
    Count,
    DateTimeField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils import timezone

from seminars.choices import TAKEN, Door, Format, Mode, SeminarState, Status


class SeminarQuerySet(models.QuerySet["models.Model"]):
    """Which seminars, and what comes along with them."""

    def public(self) -> "SeminarQuerySet":
        """Keep what everybody may read: published and cancelled ones, no drafts."""
        return self.exclude(state=SeminarState.DRAFT)

    def visible_to(self, user: models.Model) -> "SeminarQuerySet":
        """Keep what `user` may read: organisers also see drafts."""
        return self if user.has_perm("seminars.view_seminar") else self.public()

    def upcoming(self) -> "SeminarQuerySet":
        """Keep those that have not ended, the next first."""
        return self.filter(ends_at__gte=timezone.now()).order_by("starts_at", "pk")

    def past(self) -> "SeminarQuerySet":
        """Keep those that have ended, the latest first."""
        return self.filter(ends_at__lt=timezone.now()).order_by("-starts_at", "-pk")

    def between(self, first: datetime.datetime, last: datetime.datetime) -> "SeminarQuerySet":
        """Keep those that touch the time from `first` until `last`, the earliest first."""
        return self.filter(starts_at__lt=last, ends_at__gt=first).order_by("starts_at", "pk")

    def with_retention_passed(self) -> "SeminarQuerySet":
        """Keep those whose people are to be forgotten by now."""
        kept = ExpressionWrapper(
            F("retention_days") * Value(datetime.timedelta(days=1)), DurationField()
        )
        gone = ExpressionWrapper(F("ends_at") + kept, DateTimeField())
        return self.alias(gone_at=gone).filter(gone_at__lt=timezone.now())

    def with_seats_taken(self) -> "SeminarQuerySet":
        """Add `room_taken`, `online_taken` and `waiting`: counts of registrations."""
        return self.annotate(
            room_taken=self._count(status__in=TAKEN, mode=Mode.ROOM),
            online_taken=self._count(status__in=TAKEN, mode=Mode.ONLINE),
            waiting=self._count(status=Status.RESERVE),
        )

    def with_door(self) -> "SeminarQuerySet":
        """Add `door`: a value of `choices.Door`, as things stand now."""
        now = timezone.now()
        room = Q(room_seats=None) | Q(room_taken__lt=F("room_seats"))
        online = Q(online_seats=None) | Q(online_taken__lt=F("online_seats"))
        free = (
            (Q(format=Format.ONSITE) & room)
            | (Q(format=Format.ONLINE) & online)
            | (Q(format=Format.HYBRID) & (room | online))
        )
        days = ExpressionWrapper(
            F("reserve_closes_days") * Value(datetime.timedelta(days=1)), DurationField()
        )
        closes = ExpressionWrapper(F("starts_at") - days, DateTimeField())
        door = Case(
            When(state=SeminarState.CANCELLED, then=Value(Door.CANCELLED.value)),
            When(ends_at__lt=now, then=Value(Door.OVER.value)),
            When(
                Q(starts_at__lte=now) | Q(registration_closes_at__lte=now),
                then=Value(Door.CLOSED.value),
            ),
            When(registration_opens_at__gt=now, then=Value(Door.AHEAD.value)),
            When(free, then=Value(Door.OPEN.value)),
            When(reserve_closes__lte=now, then=Value(Door.FULL.value)),
            default=Value(Door.RESERVE.value),
            output_field=TextField(),
        )
        return self.with_seats_taken().annotate(reserve_closes=closes).annotate(door=door)

    def with_materials_known(self) -> "SeminarQuerySet":
        """Add `has_materials`: whether anything was put up."""
        materials = self.model._meta.get_field("materials").related_model
        return self.annotate(has_materials=Exists(materials.objects.filter(seminar=OuterRef("pk"))))

    def with_form_known(self) -> "SeminarQuerySet":
        """Add `has_questions` and `has_programmes`: what a form need not look for in vain."""
        questions = self.model._meta.get_field("questions").related_model
        named = self.model.programmes.through
        return self.annotate(
            has_questions=Exists(questions.objects.filter(seminar=OuterRef("pk"))),
            has_programmes=Exists(named.objects.filter(seminar=OuterRef("pk"))),
        )

    def for_lists(self) -> "SeminarQuerySet":
        """Bring along what a row of a list shows."""
        rows = self.with_door().with_materials_known()
        return rows.select_related("country").prefetch_related("themes")

    def _count(self, **which: object) -> Coalesce:
        registrations = self.model._meta.get_field("registrations").related_model
        counts = (
            registrations.objects.filter(seminar=OuterRef("pk"), **which)
            .order_by()
            .values("seminar")
            .annotate(number=Count("pk"))
            .values("number")
        )
        return Coalesce(Subquery(counts), 0)
