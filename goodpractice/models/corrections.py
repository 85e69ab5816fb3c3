"""What readers say is wrong in a practice, and what became of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .practices import Practice


class CorrectionState(models.TextChoices):
    """What became of a correction."""

    WAITING = "waiting", _("Waiting")
    TAKEN_UP = "taken-up", _("Taken up")
    TURNED_DOWN = "turned-down", _("Not taken up")


class Correction(models.Model):
    """A reader's correction. Only `workflow.correcting` writes it.

    The address of a reader without an account is forgotten once she has been told.
    """

    practice = models.ForeignKey(
        Practice, models.CASCADE, related_name="corrections", verbose_name=_("practice")
    )
    version_number = models.PositiveIntegerField(_("version read"))
    text = models.TextField(_("what is wrong, and what is right"), max_length=2000)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="practice_corrections",
        verbose_name=_("sent by"),
    )
    email = models.EmailField(_("address for the answer"), blank=True)
    sent_at = models.DateTimeField(_("sent"), auto_now_add=True)
    state = models.CharField(
        _("state"), max_length=12, choices=CorrectionState.choices, default=CorrectionState.WAITING
    )
    answer = models.CharField(_("answer"), max_length=500, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    class Meta:
        verbose_name = _("suggested correction")
        verbose_name_plural = _("suggested corrections")
        ordering = ("sent_at", "pk")
        constraints = (
            models.CheckConstraint(
                name="correction_is_dated_exactly_when_decided",
                condition=Q(state=CorrectionState.WAITING, decided_at__isnull=True)
                | (~Q(state=CorrectionState.WAITING) & Q(decided_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="correction_not_taken_up_says_why",
                condition=~Q(state=CorrectionState.TURNED_DOWN) | ~Q(answer=""),
            ),
            models.CheckConstraint(
                name="address_of_a_correction_is_forgotten_when_decided",
                condition=Q(state=CorrectionState.WAITING) | Q(email=""),
            ),
        )

    def __str__(self) -> str:
        return self.text[:80]
