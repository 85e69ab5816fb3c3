"""Registrations: who comes to which seminar, for whom, as what, and where that stands."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from programmes.models import Body, Country, Programme
from seminars.choices import (
    ACTIVE,
    PARTICIPANT_ROLES,
    TAKEN,
    Mode,
    Status,
    Visibility,
)

from .privacy import PrivacyNotice
from .seminars import Seminar

# No 0 and O, no 1, I and L: references are read aloud at the door.
REFERENCE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def new_reference() -> str:
    """Return six letters that name a registration, e.g. at the door. Not a secret."""
    return "".join(secrets.choice(REFERENCE_LETTERS) for _letter in range(6))


def new_secret() -> str:
    """Return 256 random bits for the address of a status page."""
    return secrets.token_urlsafe(32)


class RegistrationQuerySet(models.QuerySet["Registration"]):
    """Which registrations."""

    def active(self) -> "RegistrationQuerySet":
        """Keep those that have or want a seat."""
        return self.filter(status__in=ACTIVE)

    def confirmed(self) -> "RegistrationQuerySet":
        """Keep those with a seat."""
        return self.filter(status=Status.CONFIRMED)

    def of(self, person: models.Model) -> "RegistrationQuerySet":
        """Keep those of a signed-in person, by account or by address."""
        return self.filter(Q(person=person) | Q(person=None, email__iexact=person.email))

    def to_be_forgotten(self) -> "RegistrationQuerySet":
        """Keep those whose personal data is past the date set for the seminar."""
        past = Seminar.objects.with_retention_passed()
        return self.filter(purged_at=None, seminar__in=past)


class Registration(models.Model):
    """One person's place at a seminar, or the wish for one.

    Only `seminars.registration` writes `status` and what goes with it. After the retention date
    the person is taken out; seminar, body, country and attendance stay as statistics.
    """

    seminar = models.ForeignKey(
        Seminar, models.PROTECT, related_name="registrations", verbose_name=_("seminar")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="registrations",
        verbose_name=_("person"),
    )
    name = models.CharField(_("name"), max_length=150, blank=True)
    email = models.EmailField(_("e-mail address"), max_length=254, blank=True)
    body = models.ForeignKey(
        Body,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="registrations",
        verbose_name=_("body"),
    )
    proposed_body = models.CharField(_("body, not in the list yet"), max_length=255, blank=True)
    country = models.ForeignKey(
        Country,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="registrations",
        verbose_name=_("country"),
    )
    programme = models.ForeignKey(
        Programme,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="registrations",
        verbose_name=_("represents the programme"),
    )
    role = models.CharField(_("comes as"), max_length=30, choices=PARTICIPANT_ROLES)
    mode = models.CharField(_("takes part"), max_length=6, choices=Mode.choices)

    status = models.CharField(_("status"), max_length=12, choices=Status.choices)
    reason = models.TextField(_("why"), blank=True)
    asked_at = models.DateTimeField(_("asked for a seat"))
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    offer_until = models.DateTimeField(_("offer ends"), null=True, blank=True)
    reference = models.CharField(_("reference"), max_length=12, unique=True, default=new_reference)
    secret = models.CharField(
        _("secret of the status page"), max_length=64, unique=True, default=new_secret
    )

    visibility = models.CharField(
        _("on the participants’ list"),
        max_length=12,
        choices=Visibility.choices,
        default=Visibility.NOBODY,
    )
    brings_question = models.TextField(_("the question brought"), blank=True)
    privacy_notice = models.ForeignKey(
        PrivacyNotice,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="registrations",
        verbose_name=_("privacy notice agreed to"),
    )
    agreed_at = models.DateTimeField(_("agreed"), null=True, blank=True)
    nominated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="nominations",
        verbose_name=_("nominated by"),
    )
    takes_over_from = models.OneToOneField(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="taken_over_by",
        verbose_name=_("comes instead of"),
    )
    purged_at = models.DateTimeField(_("personal data removed"), null=True, blank=True)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering = ("asked_at", "pk")
        indexes = (
            models.Index(fields=("seminar", "mode", "status"), name="registrations_of_a_seminar"),
            models.Index(
                fields=("offer_until",), condition=Q(status="offered"), name="offers_by_end"
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("seminar", "person"),
                condition=Q(status__in=ACTIVE),
                name="one_active_registration_of_a_person",
            ),
            models.UniqueConstraint(
                "seminar",
                Lower("email"),
                condition=Q(status__in=ACTIVE) & ~Q(email=""),
                name="one_active_registration_of_an_address",
            ),
            models.CheckConstraint(
                name="offer_has_a_deadline_exactly_while_it_is_open",
                condition=Q(status="offered", offer_until__isnull=False)
                | (~Q(status="offered") & Q(offer_until__isnull=True)),
            ),
            models.CheckConstraint(
                name="registration_is_decided_unless_it_waits_for_approval",
                condition=Q(status="pending", decided_at__isnull=True)
                | (~Q(status="pending") & Q(decided_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="every_decision_on_a_registration_has_its_sentence",
                condition=~Q(reason=""),
            ),
            models.CheckConstraint(
                name="registration_names_a_body_or_proposes_one",
                condition=Q(body__isnull=False) | ~Q(proposed_body=""),
            ),
            models.CheckConstraint(
                name="agreement_names_its_privacy_notice_and_time",
                condition=Q(privacy_notice__isnull=True, agreed_at__isnull=True)
                | Q(privacy_notice__isnull=False, agreed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="purged_registration_holds_no_person",
                condition=Q(purged_at__isnull=True)
                | Q(person__isnull=True, name="", email="", brings_question=""),
            ),
            models.CheckConstraint(
                name="nobody_comes_instead_of_themselves",
                condition=Q(takes_over_from__isnull=True) | ~Q(takes_over_from=F("id")),
            ),
        )

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        """Return the secret address of the status page."""
        return reverse("registration_status", args=[self.secret])

    @property
    def called(self) -> str:
        """How the person is called; after the personal data is removed only the reference."""
        return self.name or self.email or self.reference

    @property
    def is_active(self) -> bool:
        """Whether it has or wants a seat."""
        return self.status in ACTIVE

    @property
    def has_seat(self) -> bool:
        """Whether a seat is taken or kept for it."""
        return self.status in TAKEN

    @property
    def is_complete(self) -> bool:
        """Whether the person has done her own part: a nominated one has not agreed yet."""
        return self.agreed_at is not None

    @property
    def body_name(self) -> str:
        """The body's name, from the list or as proposed."""
        return self.body.name if self.body is not None else self.proposed_body
