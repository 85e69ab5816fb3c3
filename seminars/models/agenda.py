"""What happens at a seminar, who speaks, and what has changed since people registered."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from programmes.models import Body
from seminars.choices import ChangeKind, SessionKind

from .seminars import Seminar


class Speaker(models.Model):
    """Somebody who speaks at a seminar."""

    seminar = models.ForeignKey(
        Seminar, models.CASCADE, related_name="speakers", verbose_name=_("seminar")
    )
    name = models.CharField(_("name"), max_length=120)
    post = models.CharField(_("post"), max_length=160, blank=True)
    body = models.ForeignKey(
        Body,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="speakers",
        verbose_name=_("body"),
    )

    class Meta:
        verbose_name = _("speaker")
        verbose_name_plural = _("speakers")
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(
                fields=("seminar", "name"), name="speaker_is_named_once_at_a_seminar"
            ),
        )

    def __str__(self) -> str:
        return self.name


class AgendaSession(models.Model):
    """One part of the agenda. Parts at the same time are parallel and name their rooms."""

    seminar = models.ForeignKey(
        Seminar, models.CASCADE, related_name="sessions", verbose_name=_("seminar")
    )
    kind = models.CharField(
        _("kind"), max_length=10, choices=SessionKind.choices, default=SessionKind.SESSION
    )
    title = models.CharField(_("title"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    room = models.CharField(_("room"), max_length=80, blank=True)
    speakers = models.ManyToManyField(
        Speaker, related_name="sessions", blank=True, verbose_name=_("speakers")
    )

    class Meta:
        verbose_name = _("part of the agenda")
        verbose_name_plural = _("agenda")
        ordering = ("starts_at", "room", "pk")
        constraints = (
            models.CheckConstraint(
                name="session_ends_after_it_starts", condition=Q(ends_at__gt=F("starts_at"))
            ),
        )

    def __str__(self) -> str:
        return self.title


class SeminarChange(models.Model):
    """A line of the public list of changes: what is different since when."""

    seminar = models.ForeignKey(
        Seminar, models.CASCADE, related_name="changes", verbose_name=_("seminar")
    )
    version = models.PositiveIntegerField(_("version of the calendar entry"))
    kind = models.CharField(_("touches"), max_length=10, choices=ChangeKind.choices)
    what = models.CharField(_("what changed"), max_length=500)
    at = models.DateTimeField(_("when"), auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return self.what
