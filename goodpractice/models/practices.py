"""Practices as the public reads them, and the addresses they had before.

A practice's row holds the content of its current version, written only when a version is
published (`workflow.publishing`). Until its first publication the row is empty but for its author.
"""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from goodpractice.choices import (
    OPEN,
    PUBLIC,
    ConditionKind,
    Evidence,
    InUse,
    Language,
    Outcome,
    Stage,
    Status,
)
from programmes.choices import Role
from programmes.models import Body, Country, Programme, Theme

TITLE_LENGTH = 100


class PracticeQuerySet(models.QuerySet["Practice"]):
    """Which practices, and what comes along with them."""

    def published(self) -> "PracticeQuerySet":
        """Keep the practices that stand in the catalogue."""
        return self.filter(current__status=Status.PUBLISHED)

    def public(self) -> "PracticeQuerySet":
        """Keep the practices that have a page: published, or archived with a notice."""
        return self.filter(current__status__in=PUBLIC)

    def visible_to(self, user: models.Model) -> "PracticeQuerySet":
        """Keep what `user` may see: all public ones, and her own whatever their status."""
        if user.is_staff:
            return self
        public = Q(current__status__in=PUBLIC)
        return self.filter(public | Q(author=user.pk) if user.pk else public)

    def in_work(self) -> "PracticeQuerySet":
        """Keep the practices of which somebody works on a version."""
        return self.filter(versions__status__in=OPEN)

    def for_cards(self) -> "PracticeQuerySet":
        """Bring along what a result shows, in two more queries."""
        rows = self.select_related("owner", "current").prefetch_related("programmes", "countries")
        return rows.defer("current__content", "current__names")


class Practice(models.Model):
    """One case: what was done somewhere in a programme, why, and how it went."""

    slug = models.SlugField(_("address"), max_length=110, unique=True, null=True, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="practices",
        verbose_name=_("author"),
    )
    current = models.OneToOneField(
        "goodpractice.PracticeVersion",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="shown_by",
        verbose_name=_("version shown"),
    )
    begun_at = models.DateTimeField(_("begun"), auto_now_add=True)

    title = models.CharField(_("title"), max_length=TITLE_LENGTH, blank=True)
    summary = models.CharField(_("summary"), max_length=400, blank=True)
    problem = models.TextField(_("the problem"), blank=True)
    done = models.TextField(_("what was done"), blank=True)
    results = models.TextField(_("results"), blank=True)
    not_worked = models.TextField(_("what did not work"), blank=True)
    legal_basis = models.TextField(_("legal basis"), blank=True)
    outcome = models.CharField(
        _("how it ended"), max_length=10, choices=Outcome.choices, default=Outcome.RUNNING
    )
    roles = ArrayField(
        models.CharField(max_length=30, choices=Role.choices),
        verbose_name=_("for whom"),
        default=list,
        blank=True,
    )
    stages = ArrayField(
        models.CharField(max_length=20, choices=Stage.choices),
        verbose_name=_("stage of the programme cycle"),
        default=list,
        blank=True,
    )
    themes = models.ManyToManyField(
        Theme, related_name="practices", blank=True, verbose_name=_("themes")
    )
    programmes = models.ManyToManyField(
        Programme, related_name="practices", blank=True, verbose_name=_("programmes")
    )
    countries = models.ManyToManyField(
        Country, related_name="practices", blank=True, verbose_name=_("countries")
    )
    owner = models.ForeignKey(
        Body,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="practices",
        verbose_name=_("owner"),
    )
    owner_name = models.CharField(
        _("owner, where it is not among the bodies"), max_length=200, blank=True
    )
    since = models.PositiveSmallIntegerField(_("since (year)"), null=True, blank=True)
    until = models.PositiveSmallIntegerField(_("until (year)"), null=True, blank=True)
    cost = models.DecimalField(
        _("cost in euro"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    staff_days = models.PositiveIntegerField(_("staff days"), null=True, blank=True)
    cost_note = models.CharField(_("what the cost covers"), max_length=300, blank=True)
    language = models.CharField(
        _("language"), max_length=2, choices=Language.choices, default=Language.EN
    )
    source = models.CharField(_("source"), max_length=1000, blank=True)
    verified_on = models.DateField(_("last verified"), null=True, blank=True)
    contact_name = models.CharField(_("contact"), max_length=120, blank=True)
    contact_post = models.CharField(_("post of the contact"), max_length=120, blank=True)
    contact_email = models.EmailField(
        _("address of the contact"), blank=True, help_text=_("Never shown.")
    )
    how_measured = models.CharField(_("how it was measured"), max_length=400, blank=True)
    evaluation = models.CharField(_("independent evaluation"), max_length=400, blank=True)
    evaluation_url = models.URLField(_("where the evaluation stands"), blank=True)

    evidence = models.CharField(
        _("evidence"), max_length=10, choices=Evidence.choices, default=Evidence.DESCRIBED
    )
    evidence_reason = models.CharField(_("why this evidence"), max_length=500, blank=True)
    in_use = models.CharField(
        _("in use elsewhere"), max_length=10, choices=InUse.choices, default=InUse.NO
    )
    users_count = models.PositiveIntegerField(_("programmes that use it"), default=0)
    user_countries_count = models.PositiveIntegerField(_("countries that use it"), default=0)
    stopped_count = models.PositiveIntegerField(_("programmes that stopped"), default=0)

    objects = PracticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("practice")
        verbose_name_plural = _("practices")
        ordering = ("title", "pk")
        constraints = (
            models.CheckConstraint(
                name="practice_has_title_and_address_exactly_when_public",
                condition=Q(current__isnull=True, title="", slug__isnull=True)
                | (Q(current__isnull=False, slug__isnull=False) & ~Q(title="")),
            ),
            models.CheckConstraint(
                name="practice_ends_after_it_starts",
                condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(until__gte=F("since")),
            ),
            models.CheckConstraint(
                name="practice_cost_is_not_negative",
                condition=Q(cost__isnull=True) | Q(cost__gte=0),
            ),
            models.CheckConstraint(
                name="evidence_comes_with_its_reason",
                condition=Q(evidence=Evidence.DESCRIBED) | ~Q(evidence_reason=""),
            ),
        )

    def __str__(self) -> str:
        return self.title or str(_("Practice without a title"))

    def get_absolute_url(self) -> str:
        """Return the address of the practice's page; only a public one has a page."""
        return reverse("practice_detail", args=[self.slug])

    @property
    def owner_label(self) -> str:
        """The owner in words, or empty."""
        return self.owner.name if self.owner else self.owner_name

    @property
    def is_archived(self) -> bool:
        """Whether the page carries the notice that it is kept for the record."""
        return self.current is not None and self.current.status == Status.ARCHIVED

    @property
    def years(self) -> str:
        """Since when and until when, in words: “2019–2022”, “since 2019”, or empty."""
        if self.since and self.until:
            return f"{self.since}–{self.until}" if self.until != self.since else str(self.since)
        if self.since:
            return _("since %(year)s") % {"year": self.since}
        return _("until %(year)s") % {"year": self.until} if self.until else ""


class FormerPracticeAddress(models.Model):
    """An address a practice had before; it leads to the present one for ever."""

    slug = models.SlugField(_("old address"), max_length=110, unique=True)
    practice = models.ForeignKey(Practice, models.CASCADE, related_name="former_addresses")
    since = models.DateTimeField(_("since"), auto_now_add=True)

    class Meta:
        verbose_name = _("former address of a practice")
        verbose_name_plural = _("former addresses of practices")

    def __str__(self) -> str:
        return self.slug


class Condition(models.Model):
    """One thing a programme needs for the practice to work there; its profile may answer it."""

    practice = models.ForeignKey(Practice, models.CASCADE, related_name="conditions")
    position = models.PositiveSmallIntegerField(_("position"))
    text = models.CharField(_("condition"), max_length=200)
    kind = models.CharField(
        _("what it asks of a programme"),
        max_length=20,
        choices=ConditionKind.choices,
        default=ConditionKind.OTHER,
    )
    value = models.CharField(_("wanted"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("condition")
        verbose_name_plural = _("conditions")
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(
                fields=("practice", "position"), name="one_condition_at_each_position"
            ),
            models.CheckConstraint(
                name="condition_names_what_is_wanted_where_a_profile_answers",
                condition=Q(kind=ConditionKind.OTHER, value="")
                | (~Q(kind=ConditionKind.OTHER) & ~Q(value="")),
            ),
        )

    def __str__(self) -> str:
        return self.text


class BuildingBlock(models.Model):
    """A part of the practice that can be taken over by itself."""

    practice = models.ForeignKey(Practice, models.CASCADE, related_name="building_blocks")
    position = models.PositiveSmallIntegerField(_("position"))
    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(_("what it is and how to use it"), blank=True)

    class Meta:
        verbose_name = _("building block")
        verbose_name_plural = _("building blocks")
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(
                fields=("practice", "position"), name="one_building_block_at_each_position"
            ),
        )

    def __str__(self) -> str:
        return self.title
