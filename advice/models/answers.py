"""Published answers: an address for good, and the versions that stand or stood there."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from advice.choices import (
    AUTHORITY_MEANS,
    IN_WORK,
    ONCE_PUBLIC,
    PUBLIC,
    Authority,
    Change,
    VersionState,
)
from programmes.choices import Period, Role
from programmes.models import Theme

from .questions import Question

# Words that lead to other pages under /advice/.
NOT_AS_ADDRESS = (
    "ask", "questions", "invited", "feed", "export",
)  # fmt: skip


class PublishedAnswer(models.Model):
    """An answer everybody may read, at one address for good; its versions hold the words."""

    slug = models.SlugField(_("address"), max_length=120, unique=True)
    questions = models.ManyToManyField(
        Question, related_name="published_answers", blank=True, verbose_name=_("asked as")
    )
    superseded_by = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="supersedes",
        verbose_name=_("superseded by"),
    )

    class Meta:
        verbose_name = _("published answer")
        verbose_name_plural = _("published answers")
        constraints = (
            models.CheckConstraint(
                name="answer_does_not_supersede_itself",
                condition=Q(superseded_by__isnull=True) | ~Q(superseded_by=F("id")),
            ),
            models.CheckConstraint(
                name="address_of_an_answer_is_no_other_page",
                condition=~Q(slug__in=NOT_AS_ADDRESS),
            ),
        )

    def __str__(self) -> str:
        return self.slug

    def get_absolute_url(self) -> str:
        """Return the address of the answer's page."""
        return reverse("answer_detail", args=[self.slug])


class VersionQuerySet(models.QuerySet["PublishedVersion"]):
    """Which versions, and what comes along with them."""

    def public(self) -> "VersionQuerySet":
        """Keep the one version of each answer that stands at its address."""
        return self.filter(state__in=PUBLIC)

    def once_public(self) -> "VersionQuerySet":
        """Keep everything that was ever published."""
        return self.filter(state__in=ONCE_PUBLIC)

    def in_force(self) -> "VersionQuerySet":
        """Keep what holds today."""
        return self.filter(state=VersionState.PUBLISHED)

    def in_work(self) -> "VersionQuerySet":
        """Keep drafts and what waits for approval."""
        return self.filter(state__in=IN_WORK)

    def run_out(self) -> "VersionQuerySet":
        """Keep what stands as in force although its last day is over."""
        return self.in_force().filter(valid_until__lt=timezone.localdate())

    def in_force_first(self) -> "VersionQuerySet":
        """Know of each whether it holds (0) or not (1), to order by."""
        rank = Case(When(state=VersionState.PUBLISHED, then=Value(0)), default=Value(1))
        return self.annotate(rank=rank)

    def with_saved_by(self, user: models.Model) -> "VersionQuerySet":
        """Know of each whether `user` follows its answer."""
        followed = PublishedAnswer.objects.filter(pk=OuterRef("answer"), saved_by__person=user.pk)
        return self.annotate(is_saved=Exists(followed))

    def for_lists(self) -> "VersionQuerySet":
        """Bring along what a card shows."""
        return self.select_related("answer").prefetch_related("themes")


class PublishedVersion(models.Model):
    """One version of a published answer. Only `advice.workflow` writes its state.

    What was once public is never changed: a mistake is mended by the next version.
    """

    answer = models.ForeignKey(PublishedAnswer, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    state = models.CharField(
        _("state"), max_length=10, choices=VersionState.choices, default=VersionState.DRAFT
    )
    title = models.CharField(_("title"), max_length=150)
    question = models.TextField(_("question, without names"), max_length=3000)
    text = models.TextField(_("answer, without names"), max_length=12000)
    authority = models.CharField(_("authority"), max_length=12, choices=Authority.choices)
    periods = ArrayField(
        models.CharField(max_length=9, choices=Period.choices),
        verbose_name=_("periods it holds for"),
        default=list,
    )
    roles = ArrayField(
        models.CharField(max_length=30, choices=Role.choices),
        verbose_name=_("for whom"),
        default=list,
        blank=True,
    )
    themes = models.ManyToManyField(
        Theme, related_name="published_answers", blank=True, verbose_name=_("themes")
    )
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    change = models.CharField(
        _("kind of change"), max_length=5, choices=Change.choices, default=Change.MAJOR
    )
    note = models.CharField(
        _("what is new"), max_length=300, blank=True, help_text=_("Readers see it.")
    )
    returned_because = models.CharField(_("why it was sent back"), max_length=500, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("written by"),
    )  # fmt: skip
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("approved by"),
    )  # fmt: skip
    begun_at = models.DateTimeField(_("begun"), default=timezone.now)
    submitted_at = models.DateTimeField(_("sent for approval"), null=True, blank=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    ended_at = models.DateTimeField(_("no longer in force since"), null=True, blank=True)
    edits = models.PositiveIntegerField(_("times saved"), default=0)
    search = SearchVectorField(null=True, editable=False)
    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of a published answer")
        verbose_name_plural = _("versions of published answers")
        ordering = ("-number",)
        permissions = (("approve_publishedversion", _("Can approve published answers")),)
        constraints = (
            models.UniqueConstraint(
                fields=("answer", "number"), name="versions_of_an_answer_are_numbered_once"
            ),
            models.UniqueConstraint(
                fields=("answer",),
                condition=Q(state__in=("published", "expired", "superseded")),
                name="one_public_version_of_an_answer",
            ),
            models.UniqueConstraint(
                fields=("answer",),
                condition=Q(state__in=("draft", "approval")),
                name="one_working_version_of_an_answer",
            ),
            models.CheckConstraint(
                name="version_is_dated_exactly_when_once_public",
                condition=Q(state__in=("draft", "approval", "dropped"), published_at__isnull=True)
                | Q(
                    state__in=("published", "expired", "superseded", "replaced"),
                    published_at__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="version_in_force_has_not_ended",
                condition=~Q(state="published") | Q(ended_at__isnull=True),
            ),
            models.CheckConstraint(
                name="ended_version_says_since_when",
                condition=~Q(state__in=("expired", "superseded", "replaced"))
                | Q(ended_at__isnull=False),
            ),
            models.CheckConstraint(
                name="nobody_approves_her_own_answer",
                condition=Q(approved_by__isnull=True)
                | Q(written_by__isnull=True)
                | ~Q(approved_by=F("written_by")),
            ),
            models.CheckConstraint(
                name="published_answer_ends_after_it_starts",
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_until__gte=F("valid_from")),
            ),
            models.CheckConstraint(
                name="published_answer_names_its_periods",
                condition=Q(periods__len__gt=0) | Q(state__in=("draft", "dropped")),
            ),
        )
        indexes = (GinIndex(fields=("search",), name="answers_by_word", fastupdate=False),)

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the address of the answer, or of this version once another has followed."""
        if self.state in (*PUBLIC, *IN_WORK):
            return self.answer.get_absolute_url()
        return reverse("answer_version", args=[self.answer.slug, self.number])

    @property
    def is_public(self) -> bool:
        """Whether it stands at the answer's address."""
        return self.state in PUBLIC

    @property
    def is_in_force(self) -> bool:
        """Whether it holds today."""
        return self.state == VersionState.PUBLISHED

    @property
    def is_superseded(self) -> bool:
        """Whether another answer took its place."""
        return self.state == VersionState.SUPERSEDED

    @property
    def is_draft(self) -> bool:
        """Whether it is being written."""
        return self.state == VersionState.DRAFT

    @property
    def awaits_approval(self) -> bool:
        """Whether a second person has to approve it."""
        return self.state == VersionState.APPROVAL

    @property
    def authority_means(self) -> str:
        """How heavy it weighs, in a sentence."""
        return AUTHORITY_MEANS[Authority(self.authority)]

    @property
    def period_labels(self) -> list[str]:
        """The periods in words."""
        return [str(Period(period).label) for period in self.periods]

    @property
    def role_labels(self) -> list[str]:
        """Whom it is for, in words."""
        return [str(Role(role).label) for role in self.roles]
