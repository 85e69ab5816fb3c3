"""The audit trail and the diary of the periodic jobs: tables that every room writes to."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class AuditEntry(models.Model):
    """One act: who did what to which thing, when, from what to what, and why.

    Person and thing are kept as plain text beside their keys, so that the trail can still be read
    when either is gone. Never holds diet, access needs, passwords or secrets.
    """

    at = models.DateTimeField(_("when"), auto_now_add=True, db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="acts",
        verbose_name=_("who"),
    )
    actor_name = models.CharField(_("name at the time"), max_length=200)
    act = models.CharField(_("act"), max_length=60)
    thing_type = models.CharField(_("kind of thing"), max_length=60)
    thing_key = models.CharField(_("key of the thing"), max_length=60)
    thing_name = models.CharField(_("thing"), max_length=300)
    before = models.JSONField(_("before"), default=dict, blank=True)
    after = models.JSONField(_("after"), default=dict, blank=True)
    why = models.TextField(_("why"), blank=True)
    request_id = models.CharField(_("request"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit trail")
        ordering = ("-at", "-pk")
        indexes = (
            models.Index(fields=("thing_type", "thing_key", "-at"), name="audit_by_thing"),
            models.Index(fields=("act", "-at"), name="audit_by_act"),
        )

    def __str__(self) -> str:
        return f"{self.actor_name}: {self.act} {self.thing_name}"


class JobRun(models.Model):
    """One run of a periodic job by the worker: when it began and ended, and what it said it did."""

    name = models.CharField(_("job"), max_length=80)
    started_at = models.DateTimeField(_("started"), db_index=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    said = models.TextField(_("what it did"), blank=True)
    failed = models.BooleanField(_("failed"), default=False)

    class Meta:
        verbose_name = _("job run")
        verbose_name_plural = _("job runs")
        ordering = ("-started_at", "-pk")
        indexes = (models.Index(fields=("name", "-started_at"), name="latest_run_of_a_job"),)
        constraints = (
            models.CheckConstraint(
                name="job_finishes_after_it_starts",
                condition=Q(finished_at__isnull=True) | Q(finished_at__gte=F("started_at")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} {self.started_at:%Y-%m-%d %H:%M}"


class DemoStep(models.Model):
    """A step of the demo that was taken, with a digest of what it was made from.

    A real portal has none: the first row says that this database is a demo.
    """

    name = models.CharField(_("step"), max_length=200, unique=True)
    stamp = models.CharField(_("digest"), max_length=64)
    taken_at = models.DateTimeField(_("taken"), auto_now=True)

    class Meta:
        verbose_name = _("step of the demo")
        verbose_name_plural = _("steps of the demo")

    def __str__(self) -> str:
        return self.name
