"""What the style guide shows: sample content for every component, in all its states.

The interface is marked for translation; what stands for data of the portal is data, in English.
"""

import datetime
from decimal import Decimal

from django import forms
from django.conf import settings
from django.core.paginator import Page, Paginator
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from interact_portal.core.charts import Chart, Row, stacked_bars
from interact_portal.core.facets import Chip, Choice, Facet
from interact_portal.core.maps import Country, Map, draw_map, read_europe
from interact_portal.core.standing import Standing, Step
from programmes.finance import FinanceCheck

SEED = "Operational Programme ‘INTERACT’, financial table"


class SampleForm(forms.Form):
    """A registration with every kind of question."""

    name = forms.CharField(label=_("Your name"), max_length=150)
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("We send the confirmation and the calendar file there."),
    )
    role = forms.ChoiceField(
        label=_("Your role in the programme"),
        choices=[
            ("", _("Choose a role")),
            ("ma", _("Managing authority")),
            ("js", _("Joint secretariat")),
            ("aa", _("Audit authority")),
        ],
    )
    question = forms.CharField(
        label=_("The question you bring"), required=False, widget=forms.Textarea, max_length=500
    )
    days = forms.MultipleChoiceField(
        label=_("Which days will you attend?"),
        choices=[("1", _("Tuesday, 16 February")), ("2", _("Wednesday, 17 February"))],
        widget=forms.CheckboxSelectMultiple,
    )
    visible = forms.ChoiceField(
        label=_("Who may see you on the list of participants?"),
        choices=[("nobody", _("Nobody")), ("participants", _("The other participants"))],
        widget=forms.RadioSelect,
        initial="nobody",
    )
    arrival = forms.DateField(
        label=_("Day of arrival"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Hotels are asked for rooms from this day on."),
    )
    letter = forms.FileField(label=_("Letter of your body"), required=False)
    privacy = forms.BooleanField(
        label=_("I have read how my data are used"),
        error_messages={
            "required": _("Tick the box to go on: without it we may not keep your data.")
        },
    )


def sample_context() -> dict:
    """Return the context of `styleguide/index.html`."""
    return {
        "crumbs": [("Programmes", "#"), ("Style guide", "")],
        "cards": _cards(),
        "facets": _facets(),
        "chips": [
            Chip("Theme", "First level control", "#chips"),
            Chip("Strand", "Cross-border", "#chips"),
            Chip("In use", "by at least one other programme", "#chips"),
        ],
        "page": _page(177, 4),
        "long_page": _page(10_000, 250),
        "query": MultiValueDict({"theme": ["control"], "strand": ["cross-border"]}),
        "facts": _facts(),
        "key_figures": [
            {"value": "177", "label": "programmes since 2000", "url": "#figures"},
            {"value": "€ 8.1 billion", "label": "EU funds of the 93 programmes with finance data"},
            {"value": "42", "label": "countries take part"},
        ],
        "checks": [
            FinanceCheck("Axes add up to the total", Decimal(40_000_000), Decimal(40_000_000)),
            FinanceCheck("EU and national amount", Decimal(63_529_411), Decimal(63_529_412)),
        ],
        "amounts": [Decimal(34_000_000), Decimal("246581112.37"), Decimal(84_300), None],
        "today": datetime.date(2027, 2, 1),
        "now": timezone.now(),
        "finance_chart": _finance_chart(),
        "count_chart": _count_chart(),
        "map": _map(),
        "table_columns": [
            {"label": "Priority axis"},
            {"label": "EU", "amount": True},
            {"label": "National", "amount": True},
            {"label": "Total", "amount": True},
        ],
        "table_rows": [
            [
                {"text": "1 Service development and delivery", "url": "#table"},
                "€ 32,000,000",
                "€ 5,600,000",
                "€ 37,600,000",
            ],
            ["2 Technical assistance", "€ 2,000,000", "", "€ 2,400,000"],
        ],
        "table_foot": ["Both axes", "€ 34,000,000", "€ 6,000,000", "€ 40,000,000"],
        "compare_columns": [
            {"title": "Lump sum for the monitoring phase", "url": "#c1", "remove_url": "#r1"},
            {"title": "Train the trainer for management verifications", "url": "#c2"},
            {"title": "Three models of first level control", "url": "#c3"},
        ],
        "compare_rows": [
            {
                "label": "Programme",
                "values": ["Interreg Europe", "Five in Thessaloniki", "North West Europe"],
                "differs": True,
            },
            {"label": "Fund", "values": ["ERDF", "ERDF", "ERDF"], "differs": False},
            {"label": "Cost", "values": ["€ 12,000", "", ""], "differs": True},
        ],
        "standings": _standings(),
        "empty_form": SampleForm(),
        "wrong_form": _wrong_form(),
    }


def _cards() -> list[dict]:
    return [
        {
            "title": "Lump sum for the monitoring phase of projects",
            "url": "#card-1",
            "why": ["Fits 4 of 5 conditions of your programme", "In use in 7 programmes"],
            "summary": "Partners send no invoices after the project has ended: the secretariat "
            "checks the outputs and pays a fixed amount, worked out from real budgets.",
            "meta": ["Interreg Europe", "Simplified costs", "Verified in June 2026"],
            "badge": {"word": "Confirmed by an adopter", "kind": "good"},
        },
        {
            "title": "Exchange between the bodies that approve first level controllers in the "
            "sixteen countries with decentralised control, and what the audits of the first "
            "years taught them about missing overhead calculations and procurement",
            "url": "#card-2",
            "meta": ["INTERREG IVC", "First level control"],
        },
        {
            "title": "Operational Programme ‘INTERACT’",
            "url": "#card-3",
            "summary": "Advice, seminars and good practice for all who manage programmes of "
            "territorial cooperation.",
            "meta": ["2007-2013", "Interregional", "29 countries"],
            "amount": Decimal(40_000_000),
            "amount_label": "of this € 34.0 million EU",
        },
        {
            "title": "Management verifications in Interreg",
            "url": "#card-4",
            "why": ["2 seats left for your programme"],
            "meta": ["3 June 2027, 09:00 (CEST)", "Athens", "For you: controllers"],
            "badge": {"word": "Register by 14 May", "kind": "decision"},
        },
    ]


def _facets() -> list[Facet]:
    themes = [
        Choice("control", "First level control", 41, selected=True),
        Choice("sco", "Simplified cost options", 33),
        Choice("aid", "State aid", 18),
        Choice("audit", "Audit", 16),
        Choice("small", "Small projects", 12),
        Choice("eligibility", "Eligibility of expenditure", 11),
        Choice("macro", "Macro-regional strategies", 7),
        Choice("communication", "Communication", 6),
        Choice("ipa", "Funds for outer borders", 4),
    ]
    strands = [
        Choice("cross-border", "Cross-border", 96, selected=True),
        Choice("transnational", "Transnational", 31),
        Choice("interregional", "Interregional", 12),
    ]
    periods = [Choice("", "Any"), Choice("2021", "2021-2027", 44), Choice("2014", "2014-2020", 86)]
    return [
        Facet("theme", "Theme", themes, shown=6),
        Facet("strand", "Strand", strands),
        Facet("period", "Period", periods, single=True),
    ]


def _page(count: int, number: int) -> Page:
    return Paginator(range(count), 20).page(number)


def _facts() -> list[dict]:
    return [
        {"label": "Period", "value": "2007-2013"},
        {"label": "CCI", "value": ""},
        {
            "label": "Managing authority",
            "value": "Bratislava Self-Governing Region",
            "url": "#facts",
            "note": "since 2007, Bratislava",
        },
        {
            "label": "Info points",
            "entries": [
                {"text": "Turku", "url": "#turku"},
                {"text": "Valencia"},
                {"text": "Viborg"},
                {"text": "Vienna"},
            ],
        },
        {"label": "Decision", "value": None},
    ]


def _finance_chart() -> Chart:
    return stacked_bars(
        [
            Row("1 Service development and delivery", [32_000_000, 5_600_000], "#axis-1"),
            Row("2 Technical assistance", [2_000_000, 400_000], "#axis-2"),
        ],
        title="Finance by priority axis",
        sentence="Almost all of the money, 94 percent, goes into services; the EU pays 85 percent.",
        row_heading="Priority axis",
        series=["EU", "National"],
        source=SEED,
        source_url="https://ec.europa.eu/regional_policy/",
        as_of=datetime.date(2007, 12, 20),
    )


def _count_chart() -> Chart:
    return stacked_bars(
        [Row("2000-2006", [21]), Row("2007-2013", [26]), Row("2014-2020", [86]), Row("2021", [44])],
        title="Programmes by period",
        sentence="About half of the programmes we know of belong to 2014-2020.",
        row_heading="Period",
        series=["Programmes"],
        source="This portal",
        short=str,
        exact=str,
    )


def _map() -> Map:
    return draw_map(
        read_europe(settings.BASE_DIR / "programmes" / "data" / "europe.json"),
        [
            Country("AT", "Austria", "12 programmes", "#AT"),
            Country("CZ", "Czechia", "8 programmes", "#CZ"),
            Country("HU", "Hungary", "11 programmes", "#HU"),
            Country("CH", "Switzerland", "6 programmes", "#CH", "third"),
            Country("RE", "Réunion", "1 programme", "#RE"),
        ],
        title="Countries that take part",
        rule="A country is filled when at least one of its regions takes part.",
        source="Map: Natural Earth, borders as the European Union draws them.",
    )


def _standings() -> list[Standing]:
    ask = {"ask_name": "Maria Novak, seminar team", "ask_url": "mailto:interact@example.eu"}
    waiting = Standing(
        happened="You are third on the reserve list: your programme has 2 of 2 guaranteed seats.",
        happened_on=timezone.now(),
        next="Reserve seats are given to the programmes with the fewest seats first.",
        by=datetime.date(2027, 2, 1),
        steps=[
            Step("Asked for a seat", "done", datetime.date(2027, 1, 12)),
            Step("Reserve list", "current", datetime.date(2027, 1, 12)),
            Step("Reserve seats are given", "todo", datetime.date(2027, 2, 1)),
            Step("Seminar", "todo", datetime.date(2027, 2, 16)),
        ],
        **ask,
    )
    closed = Standing(happened="You withdrew your practice.", next="Nothing: it is closed.", **ask)
    return [waiting, closed]


def _wrong_form() -> SampleForm:
    answers = {"name": "Anna Kowalska", "email": "anna.example.eu", "role": "js"}
    return SampleForm(answers | {"visible": "nobody"}, auto_id="wrong_%s")
