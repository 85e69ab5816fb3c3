"""Programmes of territorial cooperation, the countries in them and the money of their axes."""

import re
from decimal import Decimal

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Sum
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from programmes.choices import ControlSystem, Fund, Part, Period, Strand, ThematicObjective
from programmes.finance import FinanceCheck, Money, check_parts

from .places import Country, Theme


def euro_field(label: str) -> models.DecimalField:
    """Return a field for an amount in euro, exact to the cent; None means not published."""
    return models.DecimalField(
        label,
        max_digits=16,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0))],
    )


def normalise_cci(text: str) -> str:
    """Return a CCI number as it is stored: `(2007) CB163PO 029` becomes `2007CB163PO029`."""
    return re.sub(r"[\s()\[\]./_-]", "", text).upper()


def has_finance() -> Q:
    """Return the condition that a programme has a published figure, its own or of an axis."""
    axes = PriorityAxis.objects.filter(programme=OuterRef("pk"))
    return Q(eu_amount__isnull=False) | Q(total_amount__isnull=False) | Q(Exists(axes))


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    """Which programmes, and what comes along with them."""

    def with_finance(self) -> "ProgrammeQuerySet":
        """Keep the programmes that have any published figure of their own or of an axis."""
        return self.filter(has_finance())

    def with_sums_that_differ(self) -> "ProgrammeQuerySet":
        """Keep those whose parts do not make what was published, as `finance_checks` would say."""
        parts = F("eu_amount") + F("national_amount")
        differs = Q(
            pk__in=Programme.objects.exclude(total_amount=parts)
            .filter(
                eu_amount__isnull=False, national_amount__isnull=False, total_amount__isnull=False
            )
            .values("pk")
        )
        for field in ("eu_amount", "national_amount", "total_amount"):
            sums = (
                Programme.objects.filter(**{f"{field}__isnull": False})
                .order_by()
                .annotate(axes_all=Count("axes"), axes_known=Count(f"axes__{field}"))
                .filter(axes_all__gt=0, axes_all=F("axes_known"))
                .annotate(axes_sum=Sum(f"axes__{field}"))
                .exclude(axes_sum=F(field))
            )
            differs |= Q(pk__in=sums.values("pk"))
        return self.filter(differs)

    def for_lists(self) -> "ProgrammeQuerySet":
        """Bring the countries and the funds of the axes along."""
        return self.with_funds().prefetch_related("participations__country")

    def with_funds(self) -> "ProgrammeQuerySet":
        """Bring the funds of the axes along, which say what the amounts are."""
        axes = PriorityAxis.objects.order_by().only("programme", "fund")
        return self.prefetch_related(models.Prefetch("axes", axes))


class Programme(models.Model):
    """A programme in one period. What is not known is empty, and shown as “not published”."""

    title = models.CharField(_("title"), max_length=255)
    short_name = models.CharField(_("short name"), max_length=80, blank=True)
    slug = models.SlugField(_("address"), max_length=120, unique=True)
    period = models.CharField(_("period"), max_length=9, choices=Period.choices)
    strand = models.CharField(_("strand"), max_length=20, choices=Strand.choices, blank=True)
    cci = models.CharField(
        _("CCI number"),
        max_length=15,
        blank=True,
        help_text=_("The Commission's code, e.g. 2014TC16RFIR002."),
    )
    intervention_type = models.CharField(_("intervention type"), max_length=120, blank=True)
    decision_number = models.CharField(_("decision number"), max_length=60, blank=True)
    decision_date = models.DateField(_("decision date"), null=True, blank=True)
    approval_date = models.DateField(_("approval date"), null=True, blank=True)
    aim = models.TextField(_("aim"), blank=True)
    expected_impact = models.TextField(_("expected impact"), blank=True)
    area = models.TextField(_("area"), blank=True)
    website = models.URLField(_("website"), blank=True)
    countries = models.ManyToManyField(
        Country, through="ParticipatingCountry", related_name="programmes"
    )
    themes = models.ManyToManyField(
        Theme, related_name="programmes", blank=True, verbose_name=_("themes")
    )
    predecessors = models.ManyToManyField(
        "self",
        symmetrical=False,
        related_name="successors",
        blank=True,
        verbose_name=_("predecessors"),
    )

    external_border = models.BooleanField(_("external border"), null=True, blank=True)
    maritime = models.BooleanField(_("maritime"), null=True, blank=True)
    control_system = models.CharField(
        _("first level control"), max_length=15, choices=ControlSystem.choices, blank=True
    )
    languages = ArrayField(
        models.CharField(max_length=8),
        verbose_name=_("programme languages"),
        default=list,
        blank=True,
    )

    eu_amount = euro_field(_("EU amount, as published"))
    national_amount = euro_field(_("national amount, as published"))
    total_amount = euro_field(_("total, as published"))
    amounts_basis = models.CharField(_("what the amounts are"), max_length=200, blank=True)
    amounts_as_of = models.DateField(_("amounts as of"), null=True, blank=True)
    amounts_rounded = models.BooleanField(_("amounts are rounded"), default=False)
    amounts_source = models.CharField(_("source of the amounts"), max_length=500, blank=True)
    doubt = models.CharField(_("what is doubtful"), max_length=500, blank=True)
    source = models.CharField(_("source"), max_length=1000, blank=True)

    history = HistoricalRecords(m2m_fields=[themes, predecessors])
    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ("-period", "title")
        constraints = (
            models.UniqueConstraint(
                fields=("cci",), condition=~Q(cci=""), name="one_programme_for_each_cci"
            ),
            models.UniqueConstraint(
                Lower("title"), "period", name="one_programme_for_each_title_and_period"
            ),
            models.CheckConstraint(
                name="cci_is_written_without_spaces_or_brackets",
                condition=Q(cci="") | Q(cci__regex=r"^(19|20)\d\d[A-Z0-9]{6,11}$"),
            ),
            models.CheckConstraint(
                name="programme_amounts_are_not_negative",
                condition=(Q(eu_amount__isnull=True) | Q(eu_amount__gte=0))
                & (Q(national_amount__isnull=True) | Q(national_amount__gte=0))
                & (Q(total_amount__isnull=True) | Q(total_amount__gte=0)),
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the address of the programme's page."""
        return reverse("programme_detail", args=[self.slug])

    @property
    def name(self) -> str:
        """The short name where there is one, otherwise the title."""
        return self.short_name or self.title

    @property
    def money(self) -> Money:
        """The published amounts with share and rate computed from them."""
        return Money(self.eu_amount, self.national_amount, self.total_amount)

    @property
    def sum_check(self) -> FinanceCheck | None:
        """Whether EU and national amount make the published total; None when that is unknown."""
        return check_parts(self.money, _("EU + national = total"))

    def axes_checks(self) -> list[FinanceCheck]:
        """Return the checks of the axes' amounts against the programme's own.

        Uses `self.axes.all()`, which lists prefetch.
        """
        axes = list(self.axes.all())
        checks = (
            FinanceCheck.of_sum(
                label, [getattr(axis, field) for axis in axes], getattr(self, field)
            )
            for field, label in (
                ("eu_amount", _("EU amounts of the axes = EU amount")),
                ("national_amount", _("National amounts of the axes = national amount")),
                ("total_amount", _("Axes together = total")),
            )
        )
        return [check for check in checks if check is not None]

    def finance_checks(self) -> list[FinanceCheck]:
        """Return what can be checked of the figures: own parts, and the axes against the total."""
        parts = self.sum_check
        return ([parts] if parts else []) + self.axes_checks()


class ParticipatingCountry(models.Model):
    """A country's part in a programme."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="participations")
    country = models.ForeignKey(
        Country, models.PROTECT, related_name="participations", verbose_name=_("country")
    )
    part = models.CharField(_("takes part as"), max_length=15, choices=Part.choices)

    class Meta:
        verbose_name = _("participating country")
        verbose_name_plural = _("participating countries")
        ordering = ("part", "country__english_name")
        constraints = (
            models.UniqueConstraint(
                fields=("programme", "country"), name="country_is_once_in_a_programme"
            ),
        )

    def __str__(self) -> str:
        return f"{self.country} – {self.get_part_display()}"


class PriorityAxis(models.Model):
    """A published row of an axis: its code, objective and fund, and its amounts as published.

    One axis that serves two objectives or spends two funds has a row for each, as the Commission
    publishes it.
    """

    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="axes", verbose_name=_("programme")
    )
    position = models.PositiveSmallIntegerField(_("position"))
    code = models.CharField(_("code"), max_length=20, help_text=_("As published: 1, PA 1, TA."))
    title = models.CharField(_("title"), max_length=300, blank=True)
    thematic_objective = models.CharField(
        _("thematic objective"), max_length=6, choices=ThematicObjective.choices, blank=True
    )
    fund = models.CharField(_("fund"), max_length=10, choices=Fund.choices)
    eu_amount = euro_field(_("EU amount"))
    national_amount = euro_field(_("national amount"))
    total_amount = euro_field(_("total, as published"))
    published_rate = models.DecimalField(
        _("EU rate in percent, as published"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
    )
    basis = models.CharField(_("what the amounts are"), max_length=200, blank=True)
    as_of = models.DateField(_("as of"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=500, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("priority axis")
        verbose_name_plural = _("priority axes")
        ordering = ("programme", "position", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("programme", "code", "fund", "thematic_objective"),
                name="axis_is_once_for_each_fund_and_objective",
            ),
            models.CheckConstraint(
                name="axis_amounts_are_not_negative",
                condition=(Q(eu_amount__isnull=True) | Q(eu_amount__gte=0))
                & (Q(national_amount__isnull=True) | Q(national_amount__gte=0))
                & (Q(total_amount__isnull=True) | Q(total_amount__gte=0)),
            ),
            models.CheckConstraint(
                name="published_rate_is_a_percentage",
                condition=Q(published_rate__isnull=True)
                | Q(published_rate__gte=0, published_rate__lte=100),
            ),
        )

    def __str__(self) -> str:
        return f"{self.programme}, {self.code}"

    @property
    def money(self) -> Money:
        """The published amounts with share and rate computed from them."""
        return Money(self.eu_amount, self.national_amount, self.total_amount)

    @property
    def sum_check(self) -> FinanceCheck | None:
        """Whether EU and national amount make the published total; None when that is unknown."""
        return check_parts(self.money, _("EU + national = total"))
