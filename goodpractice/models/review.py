"""What is said during a review: remarks on single parts, and the opinion of people outside."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .versions import PracticeVersion


class Remark(models.Model):
    """A reviewer's remark on one part of a version, and the author's answer."""

    version = models.ForeignKey(
        PracticeVersion, models.CASCADE, related_name="remarks", verbose_name=_("version")
    )
    part = models.CharField(_("part"), max_length=30)
    text = models.TextField(_("remark"), max_length=2000)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    answer = models.TextField(_("answer"), max_length=2000, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)

    class Meta:
        verbose_name = _("remark")
        verbose_name_plural = _("remarks")
        ordering = ("made_at", "pk")
        constraints = (
            models.CheckConstraint(
                name="remark_is_dated_exactly_when_answered",
                condition=Q(answer="", answered_at__isnull=True)
                | (~Q(answer="") & Q(answered_at__isnull=False)),
            ),
        )

    def __str__(self) -> str:
        return self.text[:80]


class Recommendation(models.TextChoices):
    """What an outside reviewer recommends."""

    PUBLISH = "publish", _("Publish it as it is")
    CHANGE = "change", _("Publish it after changes")
    DECLINE = "decline", _("Do not publish it")


class OutsideReview(models.Model):
    """The opinion of somebody without an account, asked for by a secret link that expires.

    Only a digest of the link's secret is kept: who reads the table cannot use the link.
    """

    version = models.ForeignKey(
        PracticeVersion, models.CASCADE, related_name="outside_reviews", verbose_name=_("version")
    )
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail address"))
    digest = models.CharField(max_length=64, unique=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    asked_at = models.DateTimeField(_("asked"), auto_now_add=True)
    expires_at = models.DateTimeField(_("link holds until"))
    marks = ArrayField(
        models.PositiveSmallIntegerField(), verbose_name=_("marks"), default=list, blank=True
    )
    remark = models.TextField(_("opinion"), max_length=4000, blank=True)
    recommendation = models.CharField(
        _("recommendation"), max_length=10, choices=Recommendation.choices, blank=True
    )
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    class Meta:
        verbose_name = _("outside review")
        verbose_name_plural = _("outside reviews")
        ordering = ("asked_at", "pk")
        constraints = (
            models.CheckConstraint(
                name="outside_review_recommends_exactly_when_answered",
                condition=Q(recommendation="", answered_at__isnull=True)
                | (~Q(recommendation="") & Q(answered_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="outside_link_expires_after_it_was_asked",
                condition=Q(expires_at__gt=F("asked_at")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.name}: {self.version}"
