"""Seminars: when and where, for whom, and the rules for their seats."""

import datetime
import zoneinfo

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from interact_portal.accounts.models import validate_time_zone
from programmes.models import Country, Programme, Theme
from seminars.choices import (
    LANGUAGES,
    PARTICIPANT_ROLES,
    Access,
    Ask,
    Format,
    Freed,
    Mode,
    Order,
    SeminarState,
)

from .seminar_lists import SeminarQuerySet
from .series import Series


def limit_field(label: str, help_text: str = "") -> models.PositiveIntegerField:
    """Return a field for a limit of at least one; None means no limit."""
    return models.PositiveIntegerField(
        label, null=True, blank=True, validators=[MinValueValidator(1)], help_text=help_text
    )


class Seminar(models.Model):
    """A seminar, its rules for seats and its registration window."""

    title = models.CharField(_("title"), max_length=200)
    slug = models.SlugField(_("address"), max_length=120, unique=True)
    series = models.ForeignKey(
        Series,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="seminars",
        verbose_name=_("edition of"),
    )
    parent = models.ForeignKey(
        "self",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name=_("part of"),
        help_text=_("For a seminar held within a larger event, with its own audience."),
    )
    state = models.CharField(
        _("state"), max_length=10, choices=SeminarState.choices, default=SeminarState.DRAFT
    )
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True)
    cancel_reason = models.CharField(_("why it was cancelled"), max_length=300, blank=True)

    summary = models.CharField(_("in one sentence"), max_length=300, blank=True)
    aims = models.TextField(_("aims"), blank=True)
    prerequisites = models.TextField(_("what you should bring or know"), blank=True)
    report = models.TextField(_("what came of it"), blank=True)
    themes = models.ManyToManyField(
        Theme, related_name="seminars", blank=True, verbose_name=_("themes")
    )
    audience_roles = ArrayField(
        models.CharField(max_length=30, choices=PARTICIPANT_ROLES),
        verbose_name=_("for"),
        default=list,
        blank=True,
        help_text=_("None means: for everybody who works with programmes."),
    )
    audience_note = models.CharField(_("more about the audience"), max_length=300, blank=True)
    programmes = models.ManyToManyField(
        Programme,
        related_name="seminars",
        blank=True,
        verbose_name=_("only for the programmes"),
        help_text=_("None means: for every programme."),
    )
    languages = ArrayField(
        models.CharField(max_length=2, choices=LANGUAGES),
        verbose_name=_("languages"),
        default=list,
        blank=True,
    )

    format = models.CharField(
        _("format"), max_length=10, choices=Format.choices, default=Format.ONSITE
    )
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    time_zone = models.CharField(
        _("time zone of the venue"),
        max_length=60,
        default=settings.TIME_ZONE,
        validators=[validate_time_zone],
    )
    venue = models.CharField(_("venue"), max_length=200, blank=True)
    address = models.CharField(_("street and number"), max_length=300, blank=True)
    city = models.CharField(_("city"), max_length=120, blank=True)
    country = models.ForeignKey(
        Country,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="seminars",
        verbose_name=_("country"),
    )
    access_info = models.TextField(
        _("getting in"), blank=True, help_text=_("Steps, lifts, hearing loop, parking, entrance.")
    )
    online_link = models.URLField(_("online link"), blank=True, max_length=500)
    hosts = models.CharField(_("held by"), max_length=200, blank=True)
    contact_name = models.CharField(_("contact"), max_length=120)
    contact_email = models.EmailField(_("e-mail address of the contact"))
    contact_phone = models.CharField(_("telephone of the contact"), max_length=40, blank=True)

    access = models.CharField(
        _("registration"), max_length=10, choices=Access.choices, default=Access.OPEN
    )
    registration_opens_at = models.DateTimeField(_("registration opens"), null=True, blank=True)
    registration_closes_at = models.DateTimeField(_("registration closes"), null=True, blank=True)
    locked_at = models.DateTimeField(
        _("answers are locked from"),
        null=True,
        blank=True,
        help_text=_("Until then people change their answers themselves; afterwards they ask."),
    )
    asks = ArrayField(
        models.CharField(max_length=10, choices=Ask.choices),
        verbose_name=_("asks for"),
        default=list,
        blank=True,
    )

    room_seats = limit_field(_("seats in the room"))
    online_seats = limit_field(_("seats online"))
    seats_per_programme = limit_field(_("seats for each programme"))
    seats_per_body = limit_field(_("seats for each body"))
    seats_per_country = limit_field(_("seats for each country"))
    phase_one_ends_at = models.DateTimeField(
        _("reserve seats are given on"),
        null=True,
        blank=True,
        help_text=_(
            "Until then the seats for each programme, body and country are the most they can have;"
            " then what is left goes to the reserve list. Empty means that they hold throughout."
        ),
    )
    reserve_order = models.CharField(
        _("order of the reserve list"), max_length=5, choices=Order.choices, default=Order.FAIR
    )
    freed_seat = models.CharField(
        _("a freed seat"), max_length=8, choices=Freed.choices, default=Freed.CONFIRM
    )
    offer_hours = models.PositiveSmallIntegerField(
        _("hours to answer an offer"), default=48, validators=[MinValueValidator(1)]
    )
    reserve_closes_days = models.PositiveSmallIntegerField(
        _("reserve list closes, days before the start"), default=0
    )

    settled_at = models.DateTimeField(_("seats last settled"), null=True, blank=True)

    retention_days = models.PositiveSmallIntegerField(
        _("personal data kept, days after the end"), default=365
    )
    material_days = models.PositiveSmallIntegerField(
        _("material is public, days after the end"), default=14
    )
    has_survey = models.BooleanField(_("asks participants afterwards"), default=True)
    sequence = models.PositiveIntegerField(_("version of the calendar entry"), default=0)
    agenda_version = models.PositiveSmallIntegerField(_("version of the agenda"), default=1)
    source = models.CharField(_("source"), max_length=500, blank=True)
    helpers = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        related_name="seminars_helped",
        blank=True,
        limit_choices_to={"is_staff": True},
        verbose_name=_("looked after by"),
        help_text=_("Event managers and people at the door who see this seminar, and no other."),
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = SeminarQuerySet.as_manager()

    class Meta:
        verbose_name = _("seminar")
        verbose_name_plural = _("seminars")
        ordering = ("-starts_at", "title")
        indexes = (models.Index(fields=("state", "starts_at"), name="seminars_by_start"),)
        permissions = (
            ("organise_seminar", "Can decide on registrations and write to participants"),
            ("export_participants", "Can export participants with all their answers"),
            ("organise_given_seminar", "Can organise the seminars she is named at"),
            ("check_in_given_seminar", "Can check people in at the seminars she is named at"),
        )
        constraints = (
            models.CheckConstraint(
                name="seminar_ends_after_it_starts", condition=Q(ends_at__gt=F("starts_at"))
            ),
            models.CheckConstraint(
                name="registration_closes_after_it_opens",
                condition=Q(registration_opens_at__isnull=True)
                | Q(registration_closes_at__isnull=True)
                | Q(registration_closes_at__gt=F("registration_opens_at")),
            ),
            models.CheckConstraint(
                name="published_seminar_says_since_when",
                condition=~Q(state="published") | Q(published_at__isnull=False),
            ),
            models.CheckConstraint(
                name="seminar_is_dated_exactly_when_cancelled",
                condition=Q(state="cancelled", cancelled_at__isnull=False)
                | (~Q(state="cancelled") & Q(cancelled_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="reserve_seats_are_given_before_the_start",
                condition=Q(phase_one_ends_at__isnull=True)
                | Q(phase_one_ends_at__lte=F("starts_at")),
            ),
            models.CheckConstraint(
                name="every_limit_leaves_at_least_one_seat",
                condition=(Q(room_seats__isnull=True) | Q(room_seats__gte=1))
                & (Q(online_seats__isnull=True) | Q(online_seats__gte=1))
                & (Q(seats_per_programme__isnull=True) | Q(seats_per_programme__gte=1))
                & (Q(seats_per_body__isnull=True) | Q(seats_per_body__gte=1))
                & (Q(seats_per_country__isnull=True) | Q(seats_per_country__gte=1)),
            ),
            models.CheckConstraint(
                name="offer_leaves_at_least_one_hour", condition=Q(offer_hours__gte=1)
            ),
            models.CheckConstraint(
                name="seminar_is_not_part_of_itself",
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the address of the seminar's page."""
        return reverse("seminar_detail", args=[self.slug])

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        """The time zone of the venue."""
        return zoneinfo.ZoneInfo(self.time_zone)

    @property
    def is_over(self) -> bool:
        """Whether it has ended."""
        return self.ends_at < timezone.now()

    @property
    def is_cancelled(self) -> bool:
        """Whether it will not take place."""
        return self.state == SeminarState.CANCELLED

    @property
    def is_locked(self) -> bool:
        """Whether answers are changed on request only: from the lock date, or from the start."""
        return timezone.now() >= (self.locked_at or self.starts_at)

    @property
    def registration_is_open(self) -> bool:
        """Whether today lies in the registration window of a published seminar."""
        now = timezone.now()
        return (
            self.state == SeminarState.PUBLISHED
            and (self.registration_opens_at is None or self.registration_opens_at <= now)
            and now < (self.registration_closes_at or self.starts_at)
        )

    @property
    def registration_is_ahead(self) -> bool:
        """Whether registration opens later."""
        opens = self.registration_opens_at
        return self.state == SeminarState.PUBLISHED and bool(opens and opens > timezone.now())

    @property
    def reserve_closes_at(self) -> datetime.datetime:
        """The moment after which nobody moves up from the reserve list."""
        return self.starts_at - datetime.timedelta(days=self.reserve_closes_days)

    @property
    def needs_are_deleted_on(self) -> datetime.date:
        """The day on which diet and access needs vanish: 30 days after the end."""
        return (self.ends_at + datetime.timedelta(days=30)).astimezone(self.zone).date()

    @property
    def material_is_public_on(self) -> datetime.date:
        """The day from which material “for participants, later everybody” is public."""
        days = datetime.timedelta(days=self.material_days)
        return (self.ends_at + days).astimezone(self.zone).date()

    def named_programmes(self) -> list[Programme]:
        """Return the programmes it is for; none means every one."""
        return list(self.programmes.all()) if getattr(self, "has_programmes", True) else []

    @property
    def modes(self) -> list[str]:
        """The ways to take part that this seminar has."""
        return {
            Format.ONSITE: [Mode.ROOM.value],
            Format.ONLINE: [Mode.ONLINE.value],
            Format.HYBRID: [Mode.ROOM.value, Mode.ONLINE.value],
        }[Format(self.format)]
