"""Bodies, what they are mandated to do for programmes, and the people who work at them."""

import datetime

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from programmes.choices import MembershipRole, MembershipState, Role

from .places import Country
from .programmes import Programme


class BodyQuerySet(models.QuerySet["Body"]):
    """Which bodies, and what comes along with them."""

    def for_lists(self) -> "BodyQuerySet":
        """Bring country, mandates and their programmes along."""
        return self.select_related("country").prefetch_related("mandates__programme")


class Body(models.Model):
    """An organisation that programmes rely on. What it does is said by its mandates."""

    name = models.CharField(_("name"), max_length=255)
    short_name = models.CharField(_("short name"), max_length=60, blank=True)
    slug = models.SlugField(_("address"), max_length=120, unique=True)
    country = models.ForeignKey(
        Country,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="bodies",
        verbose_name=_("country"),
    )
    city = models.CharField(_("city"), max_length=120, blank=True)
    website = models.URLField(_("website"), blank=True)
    email = models.EmailField(
        _("e-mail address"), blank=True, help_text=_("For the secretariat; never shown.")
    )
    former_names = ArrayField(
        models.CharField(max_length=255), verbose_name=_("former names"), default=list, blank=True
    )
    note = models.CharField(_("note"), max_length=500, blank=True)
    source = models.CharField(_("source"), max_length=1000, blank=True)
    history = HistoricalRecords()
    objects = BodyQuerySet.as_manager()

    class Meta:
        verbose_name = _("body")
        verbose_name_plural = _("bodies")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the address of the body's page."""
        return reverse("body_detail", args=[self.slug])


class FormerAddress(models.Model):
    """The address of a body that was merged into another, kept so that old links lead there."""

    slug = models.SlugField(_("old address"), max_length=120, unique=True)
    body = models.ForeignKey(Body, models.CASCADE, related_name="former_addresses")
    since = models.DateTimeField(_("since"), auto_now_add=True)

    class Meta:
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")

    def __str__(self) -> str:
        return self.slug


class MandateQuerySet(models.QuerySet["Mandate"]):
    """Which mandates."""

    def current(self) -> "MandateQuerySet":
        """Keep the mandates that have not ended before this year."""
        return self.filter(Q(until__isnull=True) | Q(until__gte=timezone.localdate().year))

    def past(self) -> "MandateQuerySet":
        """Keep the mandates that ended before this year."""
        return self.filter(until__lt=timezone.localdate().year)


class Mandate(models.Model):
    """What a body does for a programme, in years: “managing authority, 2007 until 2013”."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="mandates", verbose_name=_("body"))
    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="mandates", verbose_name=_("programme")
    )
    role = models.CharField(_("role"), max_length=30, choices=Role.choices)
    country = models.ForeignKey(
        Country,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="mandates",
        verbose_name=_("for country"),
        help_text=_("Where the mandate is for one country of the programme only."),
    )
    since = models.PositiveSmallIntegerField(_("since (year)"), null=True, blank=True)
    until = models.PositiveSmallIntegerField(_("until (year)"), null=True, blank=True)
    doubt = models.CharField(_("what is doubtful"), max_length=300, blank=True)
    source = models.CharField(_("source"), max_length=500, blank=True)
    history = HistoricalRecords()
    objects = MandateQuerySet.as_manager()

    class Meta:
        verbose_name = _("mandate")
        verbose_name_plural = _("mandates")
        ordering = ("programme", "role", "body__name")
        constraints = (
            models.UniqueConstraint(
                fields=("body", "programme", "role", "country", "since"),
                name="mandate_is_stated_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="mandate_ends_after_it_starts",
                condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(until__gte=F("since")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.body}: {self.get_role_display()} ({self.programme})"

    @property
    def is_past(self) -> bool:
        """Whether the mandate ended before this year."""
        return self.until is not None and self.until < timezone.localdate().year


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Which memberships."""

    def confirmed(self) -> "MembershipQuerySet":
        """Keep the memberships that hold today."""
        today = timezone.localdate()
        return self.filter(
            Q(since__isnull=True) | Q(since__lte=today),
            Q(until__isnull=True) | Q(until__gte=today),
            state=MembershipState.CONFIRMED,
        )

    def waiting(self) -> "MembershipQuerySet":
        """Keep the memberships that somebody has to confirm or decline."""
        return self.filter(state=MembershipState.ASKED)

    def open(self) -> "MembershipQuerySet":
        """Keep the memberships that are asked for or hold."""
        return self.filter(state__in=(MembershipState.ASKED, MembershipState.CONFIRMED))

    def designated(self) -> "MembershipQuerySet":
        """Keep the posts of those who confirm colleagues today, and can be reached."""
        return self.confirmed().filter(role=MembershipRole.DESIGNATED, person__is_active=True)

    def overdue(self) -> "MembershipQuerySet":
        """Keep the waiting ones that have waited longer than a colleague may take to answer."""
        return self.waiting().filter(asked_at__lt=timezone.now() - Membership.ANSWER_WITHIN)

    def with_designated(self) -> "MembershipQuerySet":
        """Know of each whether somebody else at its body confirms colleagues."""
        colleagues = Membership.objects.designated().filter(body=OuterRef("body"))
        return self.annotate(has_designated=Exists(colleagues.exclude(person=OuterRef("person"))))

    def at_bodies_of(self, user: object) -> "MembershipQuerySet":
        """Keep those of other people at the bodies for which `user` confirms colleagues."""
        bodies = Membership.objects.designated().filter(person=user).values("body")
        return self.filter(body__in=bodies).exclude(person=user)

    def left_to_the_secretariat(self) -> "MembershipQuerySet":
        """Keep the waiting ones that no colleague can answer, or none has answered in time."""
        late = timezone.now() - Membership.ANSWER_WITHIN
        return (
            self.waiting().with_designated().filter(Q(has_designated=False) | Q(asked_at__lt=late))
        )


class Membership(models.Model):
    """A person's post at a body. Only `programmes.workflow.memberships` writes its state."""

    # How long a designated person may take; after that the secretariat answers.
    ANSWER_WITHIN = datetime.timedelta(days=14)

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="memberships",
        verbose_name=_("person"),
    )
    body = models.ForeignKey(
        Body, models.PROTECT, related_name="memberships", verbose_name=_("body")
    )
    role = models.CharField(
        _("role"),
        max_length=12,
        choices=MembershipRole.choices,
        default=MembershipRole.MEMBER,
    )
    post = models.CharField(_("post"), max_length=120, blank=True)
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=MembershipState.choices,
        default=MembershipState.ASKED,
    )
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)
    asked_at = models.DateTimeField(_("asked"), auto_now_add=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="memberships_decided",
        verbose_name=_("decided by"),
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ("body", "person")
        constraints = (
            models.UniqueConstraint(
                fields=("person", "body"),
                condition=Q(state__in=("asked", "confirmed")),
                name="one_open_membership_of_a_person_at_a_body",
            ),
            models.CheckConstraint(
                name="membership_is_dated_exactly_when_decided",
                condition=Q(state="asked", decided_at__isnull=True)
                | (~Q(state="asked") & Q(decided_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="membership_ends_after_it_starts",
                condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(until__gte=F("since")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} – {self.body}"

    def get_absolute_url(self) -> str:
        """Return the address of the page where it is answered."""
        return reverse("membership_detail", args=[self.pk])

    @property
    def is_waiting(self) -> bool:
        """Whether somebody still has to answer."""
        return self.state == MembershipState.ASKED

    @property
    def is_confirmed(self) -> bool:
        """Whether it was confirmed and has not been ended."""
        return self.state == MembershipState.CONFIRMED

    @property
    def is_open(self) -> bool:
        """Whether it is asked for or holds."""
        return self.is_waiting or self.is_confirmed

    @property
    def is_designated(self) -> bool:
        """Whether its person confirms colleagues."""
        return self.is_confirmed and self.role == MembershipRole.DESIGNATED

    @property
    def answer_due(self) -> datetime.date:
        """The day until which an answer is promised."""
        return timezone.localtime(self.asked_at + self.ANSWER_WITHIN).date()
