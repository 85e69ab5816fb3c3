"""Forms of answers for everybody: what a draft says, and what takes the place of an answer."""

from typing import Any

from django import forms
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from advice.choices import Authority, Change
from advice.models import PublishedAnswer, PublishedVersion
from programmes.choices import Period, Role
from programmes.models import Theme

from .desk import DayInput


class VersionForm(forms.Form):
    """What an answer for everybody says."""

    title = forms.CharField(label=_("Title"), max_length=150, required=False)
    question = forms.CharField(
        label=_("Question, without names"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 5}),
        required=False,
    )
    text = forms.CharField(
        label=_("Answer, without names"),
        max_length=12_000,
        widget=forms.Textarea(attrs={"rows": 14}),
        required=False,
        help_text=_("An empty line parts paragraphs; lines that begin with “- ” are a list."),
    )
    authority = forms.ChoiceField(label=_("Authority"), choices=Authority.choices)
    periods = forms.MultipleChoiceField(
        label=_("Holds for the periods"),
        choices=Period.choices[::-1],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    themes = forms.ModelMultipleChoiceField(
        label=_("Themes"),
        queryset=Theme.objects.exclude(parent__slug="thematic-objectives").order_by("name"),
        widget=forms.SelectMultiple(attrs={"size": 8}),
        required=False,
    )
    roles = forms.MultipleChoiceField(
        label=_("For whom"),
        choices=Role.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    valid_from = forms.DateField(label=_("Valid from"), required=False, widget=DayInput())
    valid_until = forms.DateField(label=_("Valid until"), required=False, widget=DayInput())
    change = forms.ChoiceField(
        label=_("Kind of change"), choices=Change.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=_("What is new"), max_length=300, required=False, help_text=_("Readers see it.")
    )
    edits = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, version: PublishedVersion, **kwargs) -> None:
        kwargs.setdefault("initial", _as_initial(version))
        super().__init__(*args, **kwargs)
        if version.number == 1:
            del self.fields["change"], self.fields["note"]

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the beginning."""
        cleaned = super().clean()
        since, until = cleaned.get("valid_from"), cleaned.get("valid_until")
        if since and until and until < since:
            self.add_error("valid_until", _("It ends before it begins."))
        return cleaned

    @property
    def content(self) -> dict[str, Any]:
        """What was written, without the count of edits."""
        return {name: value for name, value in self.cleaned_data.items() if name != "edits"}


def _as_initial(version: PublishedVersion) -> dict[str, Any]:
    names = [name for name in VersionForm.base_fields if name != "themes"]
    return {name: getattr(version, name) for name in names} | {
        "themes": list(version.themes.values_list("pk", flat=True))
    }


class AnswerField(forms.ModelChoiceField):
    """An answer in force, by the title it has now."""

    def label_from_instance(self, answer: PublishedAnswer) -> str:
        """Return the title."""
        return answer.title_now


class SupersedeForm(forms.Form):
    """Which answer takes the place of this one."""

    successor = AnswerField(label=_("Superseded by"), queryset=None)
    why = forms.CharField(label=_("Reason"), max_length=300, required=False)

    def __init__(self, *args, version: PublishedVersion, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        standing = PublishedAnswer.objects.filter(versions__state="published")
        standing = standing.annotate(title_now=F("versions__title")).exclude(pk=version.answer_id)
        self.fields["successor"].queryset = standing.order_by("title_now", "pk")
