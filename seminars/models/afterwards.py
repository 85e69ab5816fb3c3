"""What is left of a seminar: attendance, certificates, material, opinions and good resolutions."""

import secrets
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from seminars.choices import AttendanceState, MaterialAccess, MaterialKind, PromiseState

from .agenda import AgendaSession
from .registrations import REFERENCE_LETTERS, Registration
from .seminars import Seminar


class Attendance(models.Model):
    """Whether somebody was there. Only `workflow.attendance` writes it."""

    registration = models.OneToOneField(
        Registration, models.CASCADE, related_name="attendance", verbose_name=_("registration")
    )
    state = models.CharField(_("state"), max_length=8, choices=AttendanceState.choices)
    arrived_at = models.DateTimeField(_("arrived"), null=True, blank=True)
    noted_at = models.DateTimeField(_("noted"), auto_now=True)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("noted by"),
    )

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendance")
        constraints = (
            models.CheckConstraint(
                name="only_who_attended_has_arrived",
                condition=Q(state="attended", arrived_at__isnull=False)
                | (~Q(state="attended") & Q(arrived_at__isnull=True)),
            ),
        )

    def __str__(self) -> str:
        return f"{self.registration}: {self.get_state_display()}"


def new_certificate_number() -> str:
    """Return a number that cannot be guessed, in groups that can be read aloud."""
    letters = "".join(secrets.choice(REFERENCE_LETTERS) for _letter in range(12))
    return f"{letters[:4]}-{letters[4:8]}-{letters[8:]}"


class Certificate(models.Model):
    """A certificate of attendance that was issued; its number can be checked by anybody."""

    registration = models.OneToOneField(
        Registration, models.CASCADE, related_name="certificate", verbose_name=_("registration")
    )
    number = models.CharField(
        _("number"), max_length=14, unique=True, default=new_certificate_number
    )
    issued_at = models.DateTimeField(_("issued"), default=timezone.now)

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ("-issued_at",)

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """Return the address of the page that verifies the certificate."""
        return reverse("certificate_verify", args=[self.number])


def material_path(material: "Material", filename: str) -> str:
    """Return where the file of a material is kept; it is served by a view that asks who reads."""
    return f"materials/{material.seminar_id}/{secrets.token_hex(8)}-{filename[-60:]}"


class Material(models.Model):
    """Slides, a recording or a report: a file or a link, for everybody or for participants."""

    seminar = models.ForeignKey(
        Seminar, models.CASCADE, related_name="materials", verbose_name=_("seminar")
    )
    session = models.ForeignKey(
        AgendaSession,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="materials",
        verbose_name=_("part of the agenda"),
    )
    kind = models.CharField(
        _("kind"), max_length=10, choices=MaterialKind.choices, default=MaterialKind.SLIDES
    )
    title = models.CharField(_("title"), max_length=200)
    file = models.FileField(_("file"), upload_to=material_path, blank=True)
    link = models.URLField(_("link"), max_length=500, blank=True)
    access = models.CharField(
        _("for"), max_length=12, choices=MaterialAccess.choices, default=MaterialAccess.LATER
    )
    added_at = models.DateTimeField(_("added"), auto_now_add=True)

    class Meta:
        verbose_name = _("material")
        verbose_name_plural = _("materials")
        ordering = ("session__starts_at", "title")
        constraints = (
            models.CheckConstraint(
                name="material_is_either_a_file_or_a_link",
                condition=(Q(file="") & ~Q(link="")) | (~Q(file="") & Q(link="")),
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def is_public(self) -> bool:
        """Whether everybody may open it today."""
        if self.access == MaterialAccess.LATER:
            return timezone.localdate() >= self.seminar.material_is_public_on
        return self.access == MaterialAccess.PUBLIC


def grade_field(label: str) -> models.PositiveSmallIntegerField:
    """Return a field for a grade from 1 (poor) to 5 (very good)."""
    return models.PositiveSmallIntegerField(
        label, choices=[(grade, grade) for grade in range(1, 6)]
    )


class SurveyAnswer(models.Model):
    """An opinion on a seminar. It carries no person, no time and no order: its key is random."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    seminar = models.ForeignKey(Seminar, models.CASCADE, related_name="survey_answers")
    overall = grade_field(_("the seminar as a whole"))
    useful = grade_field(_("use for your work"))
    organised = grade_field(_("organisation"))
    liked = models.TextField(_("what helped most"), blank=True)
    missed = models.TextField(_("what was missing"), blank=True)

    class Meta:
        verbose_name = _("answer to a survey")
        verbose_name_plural = _("answers to surveys")
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                name="grades_go_from_one_to_five",
                condition=Q(
                    overall__gte=1, overall__lte=5, useful__gte=1, useful__lte=5,
                    organised__gte=1, organised__lte=5,
                ),
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.seminar}: {self.overall}"


class SurveyMark(models.Model):
    """That somebody has answered the survey: so that nobody answers twice or is asked again."""

    registration = models.OneToOneField(
        Registration, models.CASCADE, related_name="survey_mark", verbose_name=_("registration")
    )

    class Meta:
        verbose_name = _("mark of an answered survey")
        verbose_name_plural = _("marks of answered surveys")

    def __str__(self) -> str:
        return str(self.registration)


class Promise(models.Model):
    """The one thing a participant wants to change at home, and what became of it."""

    registration = models.OneToOneField(
        Registration, models.CASCADE, related_name="promise", verbose_name=_("registration")
    )
    text = models.CharField(_("the one thing we will change"), max_length=500)
    made_on = models.DateField(_("named on"), default=timezone.localdate)
    state = models.CharField(
        _("state"), max_length=8, choices=PromiseState.choices, default=PromiseState.MADE
    )
    answered_on = models.DateField(_("answered on"), null=True, blank=True)

    class Meta:
        verbose_name = _("one thing to change")
        verbose_name_plural = _("things to change")
        ordering = ("-made_on", "-pk")
        constraints = (
            models.CheckConstraint(
                name="promise_is_dated_exactly_when_answered",
                condition=Q(state="made", answered_on__isnull=True)
                | (~Q(state="made") & Q(answered_on__isnull=False)),
            ),
        )

    def __str__(self) -> str:
        return self.text
