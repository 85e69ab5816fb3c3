"""Would it work here: a programme's profile answers what a practice needs, and what is alike.

Everything is said with its reason. What the portal does not know of a programme is not guessed.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goodpractice.choices import ConditionKind
from goodpractice.models import Condition
from programmes.choices import ControlSystem, Strand
from programmes.models import Programme

MET, UNMET, UNKNOWN = "met", "unmet", "unknown"
MILLION = Decimal(1_000_000)
# Bands of the programme's money, in million euro.
BANDS = (20, 50, 100, 250)


@dataclass(frozen=True)
class Answer:
    """What a programme's profile says to one condition: met, unmet or unknown, and why."""

    condition: str
    state: str
    because: str


@dataclass(frozen=True)
class Fit:
    """How a practice fits a programme."""

    programme: Programme
    answers: tuple[Answer, ...]

    @property
    def met(self) -> list[Answer]:
        """The conditions the programme meets."""
        return [answer for answer in self.answers if answer.state == MET]

    @property
    def missing(self) -> list[Answer]:
        """The conditions it does not meet."""
        return [answer for answer in self.answers if answer.state == UNMET]

    @property
    def open(self) -> list[Answer]:
        """The conditions only the reader can answer."""
        return [answer for answer in self.answers if answer.state == UNKNOWN]

    @property
    def answered(self) -> int:
        """How many conditions the profile answers."""
        return len(self.met) + len(self.missing)

    @property
    def in_words(self) -> str:
        """Return “Fits 4 of 5; missing: centralised control”."""
        if not self.answered:
            return _("Only you can check what it needs")
        sentence = _("Fits %(met)s of %(all)s") % {"met": len(self.met), "all": self.answered}
        if self.missing:
            missing = ", ".join(answer.condition for answer in self.missing)
            sentence += "; " + _("missing: %(what)s") % {"what": missing}
        return sentence


class Profile:
    """What the portal knows of a programme that conditions ask about."""

    def __init__(self, programme: Programme) -> None:
        self.programme = programme

    @cached_property
    def countries(self) -> int:
        """How many countries take part; 0 when not known."""
        return self.programme.participations.count()

    @cached_property
    def budget(self) -> Decimal | None:
        """Its money in million euro: the total, else the EU amount."""
        amount = self.programme.total_amount or self.programme.eu_amount
        return amount / MILLION if amount else None

    @cached_property
    def funds(self) -> set[str]:
        """The funds its axes spend."""
        return set(self.programme.axes.values_list("fund", flat=True))

    @property
    def first_year(self) -> int:
        """The first year of its period."""
        return int(self.programme.period[:4])

    @property
    def band(self) -> int | None:
        """In which band its money lies, or None when it is not known."""
        if self.budget is None:
            return None
        return sum(self.budget >= limit for limit in BANDS)


def fit_of(conditions: Iterable[Condition], profile: Profile) -> Fit:
    """Return how `profile` answers `conditions`."""
    return Fit(profile.programme, tuple(_answer(condition, profile) for condition in conditions))


def _answer(condition: Condition, profile: Profile) -> Answer:
    if condition.kind == ConditionKind.OTHER:
        return Answer(condition.text, UNKNOWN, _("Only you can check this."))
    known, because, meets = ANSWERS[condition.kind](condition.value, profile)
    if not known:
        return Answer(
            condition.text, UNKNOWN, _("The portal does not know this of your programme.")
        )
    return Answer(condition.text, MET if meets else UNMET, because)


Known = tuple[bool, str, bool]


def _strand(wanted: str, profile: Profile) -> Known:
    own = profile.programme.strand
    return bool(own), profile.programme.get_strand_display(), own == wanted


def _countries(profile: Profile) -> str:
    return ngettext("%(n)s country", "%(n)s countries", profile.countries) % {
        "n": profile.countries
    }


def _at_most(wanted: str, profile: Profile) -> Known:
    return profile.countries > 0, _countries(profile), profile.countries <= int(wanted)


def _at_least(wanted: str, profile: Profile) -> Known:
    return profile.countries > 0, _countries(profile), profile.countries >= int(wanted)


def _yes(own: bool | None, wanted: str, yes: str, no: str) -> Known:
    return own is not None, yes if own else no, own == (wanted == "yes")


def _external(wanted: str, profile: Profile) -> Known:
    own = profile.programme.external_border
    return _yes(own, wanted, _("It has an external border"), _("It has no external border"))


def _maritime(wanted: str, profile: Profile) -> Known:
    own = profile.programme.maritime
    return _yes(own, wanted, _("It has a maritime border"), _("It has no maritime border"))


def _control(wanted: str, profile: Profile) -> Known:
    own = profile.programme.control_system
    words = _("First level control: %(system)s") % {
        "system": ControlSystem(own).label if own else ""
    }
    return bool(own), words, own == wanted


def _budget(profile: Profile) -> str:
    return _("€ %(n)s million") % {"n": round(profile.budget or 0)}


def _budget_at_most(wanted: str, profile: Profile) -> Known:
    own = profile.budget
    return own is not None, _budget(profile), own is not None and own <= Decimal(wanted)


def _budget_at_least(wanted: str, profile: Profile) -> Known:
    own = profile.budget
    return own is not None, _budget(profile), own is not None and own >= Decimal(wanted)


def _fund(wanted: str, profile: Profile) -> Known:
    return bool(profile.funds), ", ".join(sorted(profile.funds)), wanted in profile.funds


def _period(wanted: str, profile: Profile) -> Known:
    words = profile.programme.get_period_display()
    return True, words, profile.first_year >= int(wanted)


def _language(wanted: str, profile: Profile) -> Known:
    own = profile.programme.languages
    return bool(own), ", ".join(own), wanted in own


ANSWERS: dict[str, Callable[[str, Profile], Known]] = {
    ConditionKind.STRAND: _strand,
    ConditionKind.COUNTRIES_AT_MOST: _at_most,
    ConditionKind.COUNTRIES_AT_LEAST: _at_least,
    ConditionKind.EXTERNAL_BORDER: _external,
    ConditionKind.MARITIME: _maritime,
    ConditionKind.CONTROL_SYSTEM: _control,
    ConditionKind.BUDGET_AT_MOST: _budget_at_most,
    ConditionKind.BUDGET_AT_LEAST: _budget_at_least,
    ConditionKind.FUND: _fund,
    ConditionKind.PERIOD_FROM: _period,
    ConditionKind.LANGUAGE: _language,
}


@dataclass(frozen=True)
class Likeness:
    """How alike two programmes are: which traits match, of those known of both."""

    programme: Programme
    same: tuple[str, ...]
    different: tuple[str, ...]

    @property
    def compared(self) -> int:
        """How many traits are known of both."""
        return len(self.same) + len(self.different)

    @property
    def in_words(self) -> str:
        """Return “4 of 6 match: cross-border, 3 countries, …”."""
        start = _("%(same)s of %(all)s traits match") % {
            "same": len(self.same),
            "all": self.compared,
        }
        return f"{start}: {', '.join(self.same)}" if self.same else start


def likeness(mine: Profile, other: Profile) -> Likeness:
    """Return how alike two programmes are. A trait that is unknown of one is left out."""
    traits = [
        (mine.programme.strand, other.programme.strand, _strand_name(other)),
        (mine.countries or None, other.countries or None, _countries(other)),
        (mine.programme.external_border, other.programme.external_border, _border_name(other)),
        (mine.programme.maritime, other.programme.maritime, _sea_name(other)),
        (mine.band, other.band, _size_name(mine, other)),
        (mine.programme.control_system, other.programme.control_system, _control_name(other)),
    ]
    known = [(a, b, words) for a, b, words in traits if a not in (None, "") and b not in (None, "")]
    same = tuple(words for a, b, words in known if a == b)
    different = tuple(words for a, b, words in known if a != b)
    return Likeness(other.programme, same, different)


def _strand_name(profile: Profile) -> str:
    own = profile.programme.strand
    return str(Strand(own).label).lower() if own else ""


def _size_name(mine: Profile, other: Profile) -> str:
    same = mine.band == other.band
    return _("a budget of the same size") if same else _("a budget of another size")


def _border_name(profile: Profile) -> str:
    own = profile.programme.external_border
    return _("an external border") if own else _("no external border")


def _sea_name(profile: Profile) -> str:
    return _("a maritime border") if profile.programme.maritime else _("a land border")


def _control_name(profile: Profile) -> str:
    own = profile.programme.control_system
    return _("%(system)s control") % {"system": ControlSystem(own).label.lower()} if own else ""
