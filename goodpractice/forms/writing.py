"""The form of a practice: whole, or short enough for ten minutes. A draft may stay incomplete."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from goodpractice.choices import ConditionKind, Language, Outcome, Stage
from goodpractice.models.practices import TITLE_LENGTH
from interact_portal.core.rich_text import RichTextField
from programmes.choices import ControlSystem, Fund, Role, Strand
from programmes.filters import country_choices, programme_choices
from programmes.models import Body, Theme

from .widgets import SeveralField

FIRST_YEAR, LAST_YEAR = 1990, 2060
Text = forms.CharField


def _long(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def theme_groups() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the themes below the theme they are part of."""
    themes = list(Theme.objects.order_by("name"))
    tops = [theme for theme in themes if theme.parent_id is None]
    return [
        (
            top.name,
            [(each.slug, each.name) for each in themes if top.pk in (each.pk, each.parent_id)],
        )
        for top in tops
    ]


def body_choices() -> list[tuple[str, str]]:
    """Return the bodies the portal knows."""
    return [("", _("– not in this list –")), *Body.objects.values_list("slug", "name")]


class DraftForm(forms.Form):
    """What both forms share: the number of savings its writer saw."""

    edits = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, SeveralField):
                field.prepare()

    def content(self) -> dict[str, Any]:
        """Return what was written, as a version keeps it."""
        content = {key: value for key, value in self.cleaned_data.items() if key != "edits"}
        for key in ("since", "until", "staff_days"):
            if key in content:
                content[key] = content[key] or None
        if isinstance(content.get("cost"), Decimal):
            content["cost"] = str(content["cost"])
        if "verified_on" in content:
            day = content["verified_on"]
            content["verified_on"] = day.isoformat() if day else ""
        return content


class ShortForm(DraftForm):
    """Four answers: enough to hand in; the secretariat helps with the rest."""

    title = Text(
        label=_("Title"),
        max_length=TITLE_LENGTH,
        help_text=_("At most 100 characters. Say what is done, not what the project is called."),
    )
    problem = RichTextField(label=_("Which problem does it answer?"))
    done = RichTextField(label=_("What was done?"))
    programmes = SeveralField(
        label=_("Programme"), choices=programme_choices, required=False,
        help_text=_("Somebody of the programme is asked to confirm the facts."),
    )  # fmt: skip
    contact_name = Text(
        label=_("Contact"), max_length=120, help_text=_("A person or a unit. This is shown.")
    )
    contact_email = forms.EmailField(
        label=_("Address of the contact"),
        help_text=_("Never shown: readers write through the portal."),
    )


class PracticeForm(DraftForm):
    """All parts of a practice, in the order of the page; only the title is needed to save."""

    title = Text(
        label=_("Title"),
        max_length=TITLE_LENGTH,
        help_text=_("At most 100 characters. Say what is done, not what the project is called."),
    )
    summary = Text(
        label=_("In two sentences"), max_length=400, widget=_long(), required=False,
        help_text=_("Shown in the list of results."),
    )  # fmt: skip
    problem = RichTextField(label=_("The problem"), required=False)
    done = RichTextField(label=_("What was done"), required=False)
    results = RichTextField(
        label=_("Results"), required=False, help_text=_("With at least one figure, if you can.")
    )
    not_worked = RichTextField(
        label=_("What did not work"), required=False,
        help_text=_("What would you do differently? Readers look here first."),
    )  # fmt: skip
    outcome = forms.ChoiceField(label=_("How it ended"), choices=Outcome.choices)
    roles = forms.MultipleChoiceField(
        label=_("For whom"), choices=Role.choices, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    stages = forms.MultipleChoiceField(
        label=_("Stage of the programme cycle"), choices=Stage.choices, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    themes = forms.MultipleChoiceField(
        label=_("Themes"), choices=theme_groups, required=False,
        widget=forms.CheckboxSelectMultiple, help_text=_("One to three are best."),
    )  # fmt: skip
    programmes = SeveralField(
        label=_("Programmes"), choices=programme_choices, required=False,
        help_text=_("Where it was done. Somebody of the programme confirms the facts."),
    )  # fmt: skip
    countries = SeveralField(label=_("Countries"), choices=country_choices, required=False)
    owner = forms.ChoiceField(label=_("Owner"), choices=body_choices, required=False)
    owner_name = Text(label=_("Owner, where it is not in the list"), max_length=200, required=False)
    since = forms.IntegerField(
        label=_("Since (year)"), required=False,
        validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)],
    )  # fmt: skip
    until = forms.IntegerField(
        label=_("Until (year)"), required=False,
        validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)],
    )  # fmt: skip
    cost = forms.DecimalField(
        label=_("Cost in euro"), required=False, min_value=0, max_digits=14, decimal_places=2,
        help_text=_("Leave empty where it is not known; the page says so."),
    )  # fmt: skip
    staff_days = forms.IntegerField(
        label=_("Staff days"), required=False, min_value=0, max_value=1_000_000
    )
    cost_note = Text(label=_("What the cost covers"), max_length=300, required=False)
    legal_basis = RichTextField(label=_("Legal basis"), required=False)
    how_measured = Text(
        label=_("How the results were measured"), max_length=400, required=False, widget=_long(2),
        help_text=_("Who counted what. With it the evidence is “measured”."),
    )  # fmt: skip
    evaluation = Text(
        label=_("Independent evaluation"), max_length=400, required=False, widget=_long(2),
        help_text=_("Who evaluated it and what came out. Not by the owner."),
    )  # fmt: skip
    evaluation_url = forms.URLField(
        label=_("Where the evaluation stands"), required=False, max_length=200,
        assume_scheme="https",
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Language of this text"), choices=Language.choices)
    source = Text(label=_("Source"), max_length=1000, required=False)
    verified_on = forms.DateField(
        label=_("Last verified on"), required=False, widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("The day somebody last looked whether the facts still hold."),
    )  # fmt: skip
    contact_name = Text(
        label=_("Contact"), max_length=120, required=False,
        help_text=_("A person or a unit. This is shown."),
    )  # fmt: skip
    contact_post = Text(label=_("Post of the contact"), max_length=120, required=False)
    contact_email = forms.EmailField(
        label=_("Address of the contact"), required=False,
        help_text=_("Never shown: readers write through the portal."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Refuse a practice that ends before it starts."""
        data = super().clean()
        since, until = data.get("since"), data.get("until")
        if since and until and until < since:
            self.add_error("until", _("It cannot end before it starts."))
        return data


# What a profile is compared with, by kind: the values that may be written.
WANTED = {
    ConditionKind.STRAND: Strand.values,
    ConditionKind.EXTERNAL_BORDER: ["yes", "no"],
    ConditionKind.MARITIME: ["yes", "no"],
    ConditionKind.CONTROL_SYSTEM: ControlSystem.values,
    ConditionKind.FUND: Fund.values,
}
NUMBERS = {
    ConditionKind.COUNTRIES_AT_MOST,
    ConditionKind.COUNTRIES_AT_LEAST,
    ConditionKind.BUDGET_AT_MOST,
    ConditionKind.BUDGET_AT_LEAST,
    ConditionKind.PERIOD_FROM,
}


class ConditionForm(forms.Form):
    """One thing a programme needs for the practice to work."""

    text = Text(label=_("It needs"), max_length=200)
    kind = forms.ChoiceField(
        label=_("Answered by"), choices=ConditionKind.choices, initial=ConditionKind.OTHER
    )
    value = Text(
        label=_("Wanted"), max_length=60, required=False,
        help_text=_("A number, yes or no, or a word such as centralised or cross-border."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Refuse a value that no profile can be compared with."""
        data = super().clean()
        kind, value = data.get("kind", ""), data.get("value", "").strip().lower()
        if kind == ConditionKind.OTHER:
            data["value"] = ""
        elif kind in NUMBERS and not value.isdigit():
            self.add_error("value", _("Write a whole number."))
        elif kind in WANTED and (match := _same(value, WANTED[kind])) is not None:
            data["value"] = match
        elif kind in WANTED:
            words = ", ".join(WANTED[kind])
            self.add_error("value", _("Write one of these: %(words)s.") % {"words": words})
        elif kind and not value:
            self.add_error("value", _("Write what is wanted."))
        return data


def _same(value: str, known: list[str]) -> str | None:
    return next((each for each in known if each.lower() == value), None)


class BlockForm(forms.Form):
    """A part that can be taken over by itself."""

    title = Text(label=_("Name of the part"), max_length=120)
    text = Text(
        label=_("What it is and how to use it"), max_length=4000, required=False, widget=_long(4)
    )


ConditionFormSet = forms.formset_factory(
    ConditionForm, extra=2, max_num=12, can_delete=True, validate_max=True
)
BlockFormSet = forms.formset_factory(
    BlockForm, extra=1, max_num=10, can_delete=True, validate_max=True
)
