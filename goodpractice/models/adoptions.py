"""The register of use: which body took a practice up elsewhere, how far it got, what it changed."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from programmes.models import Body, Programme

from .practices import Practice


class UseStage(models.TextChoices):
    """How far a body got with a practice."""

    CONSIDERING = "considering", _("Considering it")
    ADAPTING = "adapting", _("Adapting it")
    IN_USE = "in-use", _("In use")
    STOPPED = "stopped", _("Stopped")


class UseState(models.TextChoices):
    """Whether the body's designated person stands for what was declared."""

    WAITING = "waiting", _("Waiting for confirmation")
    CONFIRMED = "confirmed", _("Confirmed")
    DECLINED = "declined", _("Not confirmed")


class UseQuerySet(models.QuerySet["Use"]):
    """Which uses."""

    def confirmed(self) -> "UseQuerySet":
        """Keep the uses that a designated person has confirmed."""
        return self.filter(state=UseState.CONFIRMED)


class Use(models.Model):
    """That a body uses a practice elsewhere, or tried to. Only `workflow.adopting` writes it."""

    practice = models.ForeignKey(
        Practice, models.CASCADE, related_name="uses", verbose_name=_("practice")
    )
    body = models.ForeignKey(Body, models.PROTECT, related_name="uses", verbose_name=_("body"))
    programme = models.ForeignKey(
        Programme,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="uses",
        verbose_name=_("programme"),
    )
    stage = models.CharField(_("how far"), max_length=12, choices=UseStage.choices)
    changed = models.TextField(_("what was changed"), max_length=2000, blank=True)
    effort_days = models.PositiveIntegerField(_("effort in days"), null=True, blank=True)
    result = models.TextField(_("result"), max_length=2000, blank=True)
    why_stopped = models.TextField(_("why it was stopped"), max_length=2000, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=UseState.choices, default=UseState.WAITING
    )
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="uses_declared",
        verbose_name=_("declared by"),
    )
    declared_at = models.DateTimeField(_("declared"), auto_now_add=True)
    changed_at = models.DateTimeField(_("last changed"), auto_now=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="uses_decided",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = UseQuerySet.as_manager()

    class Meta:
        verbose_name = _("use of a practice")
        verbose_name_plural = _("uses of practices")
        ordering = ("practice", "body__name")
        constraints = (
            models.UniqueConstraint(
                fields=("practice", "body", "programme"),
                name="one_use_of_a_practice_by_a_body_in_a_programme",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="stopped_use_says_why",
                condition=~Q(stage=UseStage.STOPPED) | ~Q(why_stopped=""),
            ),
            models.CheckConstraint(
                name="use_is_dated_exactly_when_decided",
                condition=Q(state=UseState.WAITING, decided_at__isnull=True)
                | (~Q(state=UseState.WAITING) & Q(decided_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="declined_use_comes_with_a_reason",
                condition=~Q(state=UseState.DECLINED) | ~Q(reason=""),
            ),
        )

    def __str__(self) -> str:
        return f"{self.body}: {self.practice}"

    def get_absolute_url(self) -> str:
        """Return the address of its page, for its body and the secretariat."""
        return reverse("practice_use", args=[self.pk])
