"""Importers of programmes and of their priority axes."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from interact_portal.core.money import exact_amount
from programmes.choices import ControlSystem, Fund, Period, Strand, ThematicObjective
from programmes.finance import FinanceCheck
from programmes.models import ParticipatingCountry, PriorityAxis, Programme

from .cells import (
    Amount,
    Cci,
    Cell,
    Day,
    LongText,
    OneOf,
    Percentage,
    Several,
    Slug,
    WholeNumber,
    YesNo,
)
from .columns import Column, LinkColumn
from .places import free_slug, refuse_taken
from .references import Names, Participations, ProgrammeName, ThemeName
from .resources import BadRowError, TableResource


class ParticipationColumn(LinkColumn):
    """The countries of a programme with their part."""

    def linked(self, instance: Programme) -> frozenset:
        """Return pairs of a country and its part."""
        return frozenset((one.country, one.part) for one in instance.participations.all())

    def write_links(self, instances: list[Programme]) -> None:
        """Write the pairs."""
        ParticipatingCountry.objects.filter(programme__in=instances).delete()
        ParticipatingCountry.objects.bulk_create(
            ParticipatingCountry(programme=programme, country=country, part=part)
            for programme in instances
            for country, part in sorted(self.current(programme), key=lambda pair: pair[0].code)
        )


class ProgrammeResource(TableResource):
    """Programmes, recognised by CCI number, else by address, else by title and period."""

    required = ("title", "period")
    command = "import_programmes"

    slug = Column("slug", Slug())
    cci = Column("cci", Cci())
    title = Column("title", Cell())
    short_name = Column("short_name", Cell())
    period = Column("period", OneOf(Period, {code[:5] + code[7:]: code for code in Period.values}))
    strand = Column("strand", OneOf(Strand, {"outermost (VI-D)": Strand.OUTERMOST}))
    intervention_type = Column("intervention_type", Cell())
    countries = ParticipationColumn("countries", Participations())
    languages = Column("languages", Several(longest=8))
    external_border = Column("external_border", YesNo())
    maritime = Column("maritime", YesNo())
    control_system = Column("control_system", OneOf(ControlSystem))
    area = Column("area", LongText())
    aim = Column("aim", LongText())
    expected_impact = Column("expected_impact", LongText())
    decision_number = Column("decision_number", Cell())
    decision_date = Column("decision_date", Day())
    approval_date = Column("approval_date", Day())
    website = Column("website", Cell())
    predecessors = LinkColumn("predecessors", Names(ProgrammeName()), late=True)
    themes = LinkColumn("themes", Names(ThemeName()))
    eu_amount = Column("eu_amount", Amount())
    national_amount = Column("national_amount", Amount())
    total_amount = Column("total_amount", Amount())
    amounts_basis = Column("amounts_basis", Cell())
    amounts_as_of = Column("amounts_as_of", Day())
    amounts_rounded = Column("amounts_rounded", YesNo(empty=False))
    amounts_source = Column("amounts_source", Cell())
    doubt = Column("doubt", Cell())
    source = Column("source", Cell())

    class Meta:
        model = Programme
        fields = (
            *("slug", "cci", "title", "short_name", "period", "strand", "intervention_type"),
            *("countries", "languages", "external_border", "maritime", "control_system", "area"),
            *("aim", "expected_impact", "decision_number", "decision_date", "approval_date"),
            *("website", "predecessors", "themes", "eu_amount", "national_amount", "total_amount"),
            *("amounts_basis", "amounts_as_of", "amounts_rounded", "amounts_source", "doubt"),
            "source",
        )

    def __init__(self, **kwargs: Any):
        super().__init__(**kwargs)
        self.by_cci: dict[str, Programme] = {}
        self.by_slug: dict[str, Programme] = {}
        self.by_title: dict[tuple[str, str], Programme] = {}
        self.met: list[Programme] = []

    def rows(self) -> QuerySet[Programme]:
        """Return all programmes with their countries, themes, predecessors and axes."""
        return Programme.objects.prefetch_related(
            "participations__country", "themes", "predecessors", "axes"
        )

    def index(self, instance: Programme) -> None:
        """Make the programme findable by CCI, by address, and by title and period."""
        if instance.cci:
            self.by_cci[instance.cci] = instance
        self.by_slug[instance.slug] = instance
        self.by_title[instance.title.lower(), instance.period] = instance

    def match(self, values: dict[str, Any]) -> Programme | None:
        """Return the programme; refuse a row whose CCI, address and title mean different ones."""
        cci, slug = values.get("cci", ""), values.get("slug", "")
        if not slug:
            values.pop("slug", None)
        if cci and not values["period"][:4] <= cci[:4] <= values["period"][5:]:
            raise BadRowError(
                _("the CCI “%(cci)s” is not of the period %(period)s")
                % {"cci": cci, "period": values["period"]},
                "cci",
            )
        titled = (values["title"].lower(), values["period"])
        found = self.by_cci.get(cci) or self.by_slug.get(slug) or self.by_title.get(titled)
        if found is not None and cci and found.cci not in ("", cci):
            raise BadRowError(
                _("“%(name)s” has another CCI, %(cci)s") % {"name": found, "cci": found.cci}, "cci"
            )
        refuse_taken(found, self.by_title.get(titled), column="title", value=values["title"])
        if slug and found is not None and found.slug != slug:
            refuse_taken(found, self.by_slug.get(slug), column="slug", value=slug)
            values.pop("slug")  # an address, once given, stays
        return found

    def complete(self, instance: Programme) -> None:
        """Make the address from name and period."""
        if not instance.slug:
            wanted = f"{instance.name} {instance.period}"
            instance.slug = free_slug(wanted, self.by_slug, longest=120)

    def doubts(self, instance: Programme) -> Iterator[tuple[str, str]]:
        """Name parts that do not make the published total."""
        if instance.pk:  # a new programme has no axes
            self.met.append(instance)
        yield from sum_doubts(instance)

    def doubts_in_the_end(self) -> Iterator[str]:
        """Name the programmes whose axes do not make their amounts."""
        for programme in self.met:
            yield from axes_doubts(programme)


class AxisResource(TableResource):
    """Priority axes, recognised by programme, code, fund and thematic objective."""

    required = ("programme", "code", "fund")
    command = "import_axes"

    programme = Column("programme", ProgrammeName())
    position = Column("position", WholeNumber())
    code = Column("code", Cell())
    title = Column("title", Cell())
    thematic_objective = Column(
        "thematic_objective",
        OneOf(ThematicObjective, {f"{number}": f"{number:02}" for number in range(1, 10)}),
    )
    fund = Column("fund", OneOf(Fund, {"IPAE": Fund.IPA}))
    eu_amount = Column("eu_amount", Amount())
    national_amount = Column("national_amount", Amount())
    total_amount = Column("total_amount", Amount())
    published_rate = Column("published_rate", Percentage())
    as_of = Column("as_of", Day())
    basis = Column("basis", Cell())
    source = Column("source", Cell())

    class Meta:
        model = PriorityAxis
        fields = (
            *("programme", "position", "code", "title", "thematic_objective", "fund"),
            *("eu_amount", "national_amount", "total_amount", "published_rate", "as_of"),
            *("basis", "source"),
        )

    def __init__(self, **kwargs: Any):
        super().__init__(**kwargs)
        self.by_key: dict[tuple, PriorityAxis] = {}
        self.by_short_key: dict[tuple, list[PriorityAxis]] = defaultdict(list)
        self.last_position: dict[int, int] = defaultdict(int)
        self.met: dict[int, Programme] = {}

    def rows(self) -> QuerySet[PriorityAxis]:
        """Return all axes with their programmes."""
        return PriorityAxis.objects.select_related("programme")

    def index(self, instance: PriorityAxis) -> None:
        """Make the axis findable."""
        short = (instance.programme_id, instance.code, instance.fund)
        key = (*short, instance.thematic_objective)
        if self.by_key.get(key) is not instance:
            self.by_key[key] = instance
            self.by_short_key[short].append(instance)
        last = self.last_position[instance.programme_id]
        self.last_position[instance.programme_id] = max(last, instance.position)

    def match(self, values: dict[str, Any]) -> PriorityAxis | None:
        """Return the axis; without the column for the objective it must be the only one."""
        if values.get("position", 0) is None:
            values.pop("position")
        short = (values["programme"].pk, values["code"], values["fund"])
        if "thematic_objective" in values:
            return self.by_key.get((*short, values["thematic_objective"]))
        candidates = self.by_short_key[short]
        if len(candidates) > 1:
            reason = _("the programme has this axis for several objectives: say for which")
            raise BadRowError(reason, "thematic_objective")
        return candidates[0] if candidates else None

    def complete(self, instance: PriorityAxis) -> None:
        """Put the axis after the last one of its programme."""
        if instance.position is None:
            instance.position = self.last_position[instance.programme_id] + 1

    def doubts(self, instance: PriorityAxis) -> Iterator[tuple[str, str]]:
        """Name parts that do not make the published total."""
        self.met[instance.programme_id] = instance.programme
        yield from sum_doubts(instance)

    def doubts_in_the_end(self) -> Iterator[str]:
        """Name the programmes of the file whose axes do not make their amounts."""
        met = Programme.objects.filter(pk__in=self.met).prefetch_related("axes").order_by("slug")
        for programme in met:
            yield from axes_doubts(programme)


def sum_doubts(row: Programme | PriorityAxis) -> Iterator[tuple[str, str]]:
    """Yield the difference where EU and national amount do not make the published total."""
    check = row.sum_check
    if check is not None and not check.holds:
        reason = _(
            "EU and national amount make %(computed)s, published are %(published)s: %(difference)s"
        )
        yield "total_amount", reason % _in_words(check)


def axes_doubts(programme: Programme) -> Iterator[str]:
    """Yield the differences between a programme's amounts and those of its axes."""
    for check in programme.axes_checks():
        if not check.holds:
            yield (
                "%(programme)s: %(label)s. "
                + _("The axes make %(computed)s, published are %(published)s: %(difference)s")
            ) % {"programme": programme, "label": check.label, **_in_words(check)}


def _in_words(check: FinanceCheck) -> dict[str, str]:
    amount = exact_amount(abs(check.difference))
    more_or_less = _("%(amount)s more") if check.difference > 0 else _("%(amount)s less")
    return {
        "computed": exact_amount(check.computed),
        "published": exact_amount(check.published),
        "difference": more_or_less % {"amount": amount},
    }
