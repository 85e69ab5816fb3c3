"""What opens a door by a secret: invitations, questions to a colleague, calendar subscriptions."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from programmes.models import Body
from seminars.choices import SubstitutionState

from .registrations import Registration, new_secret
from .seminars import Seminar


class Invitation(models.Model):
    """A personal invitation to a seminar. It opens the registration form of a closed seminar."""

    seminar = models.ForeignKey(
        Seminar, models.CASCADE, related_name="invitations", verbose_name=_("seminar")
    )
    email = models.EmailField(_("e-mail address"), max_length=254)
    name = models.CharField(_("name"), max_length=150, blank=True)
    body = models.ForeignKey(
        Body,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="invitations",
        verbose_name=_("body"),
    )
    secret = models.CharField(_("secret"), max_length=64, unique=True, default=new_secret)
    invited_at = models.DateTimeField(_("invited"), auto_now_add=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("invited by"),
    )

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ("email",)
        constraints = (
            models.UniqueConstraint(
                "seminar", Lower("email"), name="one_invitation_for_each_address"
            ),
        )

    def __str__(self) -> str:
        return f"{self.email} → {self.seminar}"

    def get_absolute_url(self) -> str:
        """Return the address of the form that this invitation opens."""
        return reverse("seminar_invited", args=[self.secret])


class Substitution(models.Model):
    """The question to a colleague whether she comes instead. `registration` writes its state."""

    registration = models.ForeignKey(
        Registration, models.CASCADE, related_name="substitutions", verbose_name=_("registration")
    )
    name = models.CharField(_("name of the colleague"), max_length=150, blank=True)
    email = models.EmailField(_("e-mail address of the colleague"), max_length=254, blank=True)
    secret = models.CharField(_("secret"), max_length=64, unique=True, default=new_secret)
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=SubstitutionState.choices,
        default=SubstitutionState.ASKED,
    )
    asked_at = models.DateTimeField(_("asked"), auto_now_add=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    class Meta:
        verbose_name = _("colleague asked to come instead")
        verbose_name_plural = _("colleagues asked to come instead")
        ordering = ("-asked_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("registration",),
                condition=Q(state="asked"),
                name="one_colleague_is_asked_at_a_time",
            ),
            models.CheckConstraint(
                name="substitution_is_dated_exactly_when_answered",
                condition=Q(state="asked", answered_at__isnull=True)
                | (~Q(state="asked") & Q(answered_at__isnull=False)),
            ),
        )

    def __str__(self) -> str:
        return f"{self.registration} → {self.name}"

    def get_absolute_url(self) -> str:
        """Return the address where the colleague answers."""
        return reverse("substitution_answer", args=[self.secret])


class CalendarSubscription(models.Model):
    """The secret address of a person's own calendar feed. She may revoke it and get another."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="calendar_subscriptions",
        verbose_name=_("person"),
    )
    secret = models.CharField(_("secret"), max_length=64, unique=True, default=new_secret)
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    class Meta:
        verbose_name = _("calendar subscription")
        verbose_name_plural = _("calendar subscriptions")
        ordering = ("-made_at",)
        constraints = (
            models.UniqueConstraint(
                fields=("person",),
                condition=Q(revoked_at__isnull=True),
                name="one_calendar_subscription_in_force_for_a_person",
            ),
        )

    def __str__(self) -> str:
        return str(self.person)
