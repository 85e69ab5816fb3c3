"""What readers say and ask: whether a practice was useful, and letters to its owner, counted."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .practices import Practice


class UsefulReason(models.TextChoices):
    """What a practice was useful for, or what was missing."""

    IDEA = "idea", _("It gave me an idea")
    TEMPLATE = "template", _("I can take parts of it over")
    DECISION = "decision", _("It helps with a decision")
    CONTACT = "contact", _("I know whom to ask now")
    TOO_GENERAL = "too-general", _("It is too general")
    OUTDATED = "outdated", _("It is out of date")
    OTHER_CASE = "other-case", _("It does not fit my programme")
    FIGURES = "figures", _("Figures are missing")


class Voice(models.Model):
    """One reader's word on whether a practice was useful. The reader is a random number."""

    practice = models.ForeignKey(Practice, models.CASCADE, related_name="voices")
    reader = models.CharField(max_length=64)
    is_useful = models.BooleanField(_("useful"))
    reason = models.CharField(_("reason"), max_length=12, choices=UsefulReason.choices, blank=True)
    given_on = models.DateField(_("given on"), auto_now=True)

    class Meta:
        verbose_name = _("voice")
        verbose_name_plural = _("voices")
        constraints = (
            models.UniqueConstraint(
                fields=("practice", "reader"), name="one_voice_of_a_reader_on_a_practice"
            ),
        )

    def __str__(self) -> str:
        return f"{self.practice_id}: {self.is_useful}"


class Contact(models.Model):
    """That somebody wrote to the owner of a practice. What was written is not kept here."""

    practice = models.ForeignKey(Practice, models.CASCADE, related_name="contacts")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="practice_contacts",
    )
    asked_at = models.DateTimeField(_("asked"), auto_now_add=True)
    key = models.CharField(max_length=40, unique=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    reminded_at = models.DateTimeField(_("secretariat told"), null=True, blank=True)

    class Meta:
        verbose_name = _("letter to an owner")
        verbose_name_plural = _("letters to owners")
        ordering = ("-asked_at", "-pk")
        constraints = (
            models.CheckConstraint(
                name="contact_is_answered_after_it_was_asked",
                condition=Q(answered_at__isnull=True) | Q(answered_at__gte=F("asked_at")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.practice_id}, {self.asked_at:%Y-%m-%d}"
