"""Versions of a practice: written, reviewed, published, replaced. Each carries its own content."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from goodpractice.choices import ISSUED, OPEN, PUBLIC, WRITABLE, Change, Status

from .practices import Practice


class VersionQuerySet(models.QuerySet["PracticeVersion"]):
    """Which versions."""

    def open(self) -> "VersionQuerySet":
        """Keep the versions somebody still works on."""
        return self.filter(status__in=OPEN)

    def issued(self) -> "VersionQuerySet":
        """Keep the versions that were public at some time, the newest first."""
        return self.filter(status__in=ISSUED).order_by("-number")

    def waiting(self) -> "VersionQuerySet":
        """Keep the versions the secretariat has to act on, the longest waiting first."""
        waiting = (Status.SUBMITTED, Status.IN_REVIEW)
        return self.filter(status__in=waiting).order_by("submitted_at", "pk")

    def by(self, user: models.Model) -> "VersionQuerySet":
        """Keep the versions `user` wrote."""
        return self.filter(author=user.pk)

    def due_to_appear(self, now: object) -> "VersionQuerySet":
        """Keep the reviewed versions whose day of publication has come."""
        return self.filter(status=Status.IN_REVIEW, appears_at__lte=now)

    def due_to_leave(self, now: object) -> "VersionQuerySet":
        """Keep the published versions whose day of archiving has come."""
        return self.filter(status=Status.PUBLISHED, leaves_at__lte=now)


class PracticeVersion(models.Model):
    """A version of a practice from its first draft on. Only `workflow` writes its status.

    `content` is the whole text as `goodpractice.content` lays it out. Once issued it is frozen:
    `names` keeps what its keys were called that day.
    """

    practice = models.ForeignKey(
        Practice, models.CASCADE, related_name="versions", verbose_name=_("practice")
    )
    status = models.CharField(
        _("status"), max_length=20, choices=Status.choices, default=Status.DRAFT
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="practice_versions",
        verbose_name=_("author"),
    )
    content = models.JSONField(_("content"), default=dict)
    names = models.JSONField(_("names on the day of issue"), default=dict, blank=True)
    edits = models.PositiveIntegerField(_("times saved"), default=0)
    begun_at = models.DateTimeField(_("begun"), auto_now_add=True)
    saved_at = models.DateTimeField(_("saved"), auto_now=True)

    number = models.PositiveIntegerField(_("number"), null=True, blank=True)
    change = models.CharField(
        _("kind of change"), max_length=5, choices=Change.choices, default=Change.MAJOR
    )
    change_note = models.CharField(_("what changed"), max_length=300, blank=True)
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    appears_at = models.DateTimeField(_("to be published at"), null=True, blank=True)
    leaves_at = models.DateTimeField(_("to be archived at"), null=True, blank=True)

    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="practice_reviews",
        verbose_name=_("who is on it"),
    )
    claimed_at = models.DateTimeField(_("taken on"), null=True, blank=True)
    facts_confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="practice_facts_confirmed",
        verbose_name=_("facts confirmed by"),
    )
    facts_confirmed_at = models.DateTimeField(_("facts confirmed"), null=True, blank=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of a practice")
        verbose_name_plural = _("versions of practices")
        ordering = ("practice", "-begun_at")
        constraints = (
            models.UniqueConstraint(
                fields=("practice",),
                condition=Q(status__in=PUBLIC),
                name="one_public_version_of_a_practice",
            ),
            models.UniqueConstraint(
                fields=("practice",),
                condition=Q(status__in=OPEN),
                name="one_working_copy_of_a_practice",
            ),
            models.UniqueConstraint(
                fields=("practice", "number"), name="version_numbers_are_not_used_twice"
            ),
            models.CheckConstraint(
                name="version_is_numbered_and_dated_exactly_when_issued",
                condition=Q(status__in=ISSUED, number__isnull=False, published_at__isnull=False)
                | (~Q(status__in=ISSUED) & Q(number__isnull=True, published_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="declined_or_archived_comes_with_a_reason",
                condition=~Q(status__in=(Status.DECLINED, Status.ARCHIVED)) | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="version_is_claimed_only_while_in_review",
                condition=Q(status=Status.IN_REVIEW, claimed_at__isnull=False)
                | (~Q(status=Status.IN_REVIEW) & Q(claimed_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="facts_are_dated_exactly_when_confirmed",
                condition=Q(facts_confirmed_by__isnull=True) | Q(facts_confirmed_at__isnull=False),
            ),
        )
        indexes = (
            models.Index(
                fields=("submitted_at", "id"),
                condition=Q(status__in=(Status.SUBMITTED, Status.IN_REVIEW)),
                name="versions_waiting_for_review",
            ),
        )

    def __str__(self) -> str:
        title = self.title or _("Practice without a title")
        return f"{title} ({self.number})" if self.number else str(title)

    def get_absolute_url(self) -> str:
        """Return the address of an issued version."""
        return reverse("practice_version", args=[self.practice.slug, self.number])

    @property
    def title(self) -> str:
        """The title this version gives."""
        return self.content.get("title", "")

    @property
    def is_writable(self) -> bool:
        """Whether the author may write in it."""
        return self.status in WRITABLE

    @property
    def is_open(self) -> bool:
        """Whether somebody still works on it."""
        return self.status in OPEN
