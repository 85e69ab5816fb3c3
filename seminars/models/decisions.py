"""What hangs on a registration: each decision on its seat, wishes to change it, and needs."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from seminars.choices import RequestState, Status

from .registrations import Registration
from .seminars import Seminar


class DecisionLog(models.Model):
    """One decision about a seat, with the sentence that explains it."""

    seminar = models.ForeignKey(Seminar, models.CASCADE, related_name="decisions")
    registration = models.ForeignKey(Registration, models.CASCADE, related_name="decisions")
    at = models.DateTimeField(_("when"))
    outcome = models.CharField(_("outcome"), max_length=12, choices=Status.choices)
    position = models.PositiveIntegerField(_("place on the reserve list"), null=True, blank=True)
    sentence = models.TextField(_("why"))
    occasion = models.CharField(_("occasion"), max_length=40)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )

    class Meta:
        verbose_name = _("decision on a seat")
        verbose_name_plural = _("decisions on seats")
        ordering = ("at", "pk")
        constraints = (
            models.CheckConstraint(
                name="every_decision_has_its_sentence", condition=~Q(sentence="")
            ),
        )

    def __str__(self) -> str:
        return self.sentence


class ChangeRequest(models.Model):
    """A wish to change a registration after the lock date, for the organiser to answer."""

    registration = models.ForeignKey(Registration, models.CASCADE, related_name="change_requests")
    wish = models.TextField(_("what to change"))
    state = models.CharField(
        _("state"), max_length=8, choices=RequestState.choices, default=RequestState.OPEN
    )
    answer = models.TextField(_("answer"), blank=True)
    asked_at = models.DateTimeField(_("asked"), auto_now_add=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    class Meta:
        verbose_name = _("wish to change a registration")
        verbose_name_plural = _("wishes to change registrations")
        ordering = ("-asked_at",)
        constraints = (
            models.CheckConstraint(
                name="wish_is_dated_exactly_when_answered",
                condition=Q(state="open", answered_at__isnull=True)
                | (~Q(state="open") & Q(answered_at__isnull=False)),
            ),
        )

    def __str__(self) -> str:
        return self.wish


class SensitiveNeeds(models.Model):
    """What somebody eats and needs: kept apart, for the organiser only, deleted on a set day."""

    registration = models.OneToOneField(Registration, models.CASCADE, related_name="needs")
    diet = models.CharField(_("diet"), max_length=300, blank=True)
    access = models.CharField(_("access needs"), max_length=500, blank=True)
    delete_on = models.DateField(_("deleted on"), db_index=True)

    class Meta:
        verbose_name = _("diet and access needs")
        verbose_name_plural = _("diet and access needs")
        constraints = (
            models.CheckConstraint(
                name="needs_are_kept_only_where_there_are_some",
                condition=~Q(diet="") | ~Q(access=""),
            ),
        )

    def __str__(self) -> str:
        return str(self.registration)
