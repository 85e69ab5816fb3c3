"""The outbox: letters written in the transaction of what they tell, sent later by the worker."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Letter(models.Model):
    """One letter to one address. Only `outbox.py` writes its state."""

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting to be sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("could not be delivered")
        WITHDRAWN = "withdrawn", _("withdrawn before it was sent")

    key = models.CharField(
        _("key"),
        max_length=160,
        unique=True,
        help_text=_("What the letter tells, e.g. “registration:42:confirmed”; no letter twice."),
    )
    to = models.EmailField(_("to"), max_length=254)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="letters",
        verbose_name=_("person"),
    )
    subject = models.CharField(_("subject"), max_length=300)
    text = models.TextField(_("text"))
    html = models.TextField(_("formatted text"), blank=True)
    reply_to = models.EmailField(_("answers go to"), blank=True)
    headers = models.JSONField(_("headers"), default=dict, blank=True)
    attachments = models.JSONField(
        _("attachments"),
        default=list,
        blank=True,
        help_text=_("Each with name, type and content in base64."),
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.QUEUED)
    secret_until = models.DateTimeField(
        _("holds a code until"),
        null=True,
        blank=True,
        db_index=True,
        help_text=_("The words of such a letter are struck out then, or as soon as it is used."),
    )
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_try_at = models.DateTimeField(_("next try"), default=timezone.now)
    last_error = models.TextField(_("last error"), blank=True)
    written_at = models.DateTimeField(_("written"), auto_now_add=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ("-written_at", "-pk")
        constraints = (
            models.CheckConstraint(
                name="letter_is_dated_exactly_when_sent",
                condition=Q(state="sent", sent_at__isnull=False)
                | (~Q(state="sent") & Q(sent_at__isnull=True)),
            ),
        )
        indexes = (
            models.Index(
                fields=("next_try_at", "id"), condition=Q(state="queued"), name="letters_due"
            ),
        )

    def __str__(self) -> str:
        return f"{self.subject} → {self.to}"
