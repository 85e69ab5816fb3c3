"""Forms of the desk: what officers write, to whom they give a question, what an answer rests on."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from advice.choices import Authority, State
from advice.models import CannedPassage, Question
from advice.permissions import officers
from advice.workflow.desk import Basis, Reply
from interact_portal.core.files import SentFile
from interact_portal.core.text import squeeze
from programmes.choices import Period
from programmes.models import Programme

from .public import files_field

ROWS_OF_BASES = 3


class DayInput(forms.DateInput):
    """A day, with the browser's own calendar."""

    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


class PassageForm(forms.Form):
    """A text into which ready passages can be put, without scripts: by a button of the form."""

    text = forms.CharField(
        label=_("Text"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 9}),
        error_messages={"required": _("Write something.")},
    )
    passage = forms.ModelChoiceField(
        label=_("Ready passage"), queryset=CannedPassage.objects.all(), required=False
    )

    def with_passage(self) -> "PassageForm":
        """Return the form with the chosen passage at the end of its text; nothing is checked."""
        data = self.data.copy()
        chosen = CannedPassage.objects.filter(pk=data.get(self.add_prefix("passage")) or None)
        key = self.add_prefix("text")
        for passage in chosen:
            data[key] = f"{data.get(key, '').rstrip()}\n\n{passage.text}".strip()
        data[self.add_prefix("passage")] = ""
        form = type(self)(initial={name: data.get(self.add_prefix(name)) for name in self.fields})
        for name, field in self.fields.items():
            if isinstance(field, forms.MultipleChoiceField):
                form.initial[name] = data.getlist(self.add_prefix(name))
        return form


class MessageForm(PassageForm):
    """What an officer writes to the asker, or as a note."""

    files = files_field()


class AnswerForm(PassageForm):
    """An answer, with its weight and how long it holds."""

    authority = forms.ChoiceField(
        label=_("Authority"), choices=Authority.choices, initial=Authority.OPINION
    )
    periods = forms.MultipleChoiceField(
        label=_("Holds for the periods"),
        choices=Period.choices[::-1],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    valid_from = forms.DateField(label=_("Valid from"), required=False, widget=DayInput())
    valid_until = forms.DateField(label=_("Valid until"), required=False, widget=DayInput())
    files = files_field()

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the beginning."""
        cleaned = super().clean()
        since, until = cleaned.get("valid_from"), cleaned.get("valid_until")
        if since and until and until < since:
            self.add_error("valid_until", _("It ends before it begins."))
        return cleaned

    def as_reply(self, bases: list[Basis]) -> Reply:
        """Return the answer."""
        names = ("text", "authority", "periods", "valid_from", "valid_until")
        return Reply(**{name: self.cleaned_data[name] for name in names}, legal_bases=list(bases))

    @property
    def sent_files(self) -> list[SentFile]:
        """The files that go along."""
        return self.cleaned_data.get("files") or []


class BasisForm(forms.Form):
    """One thing an answer rests on."""

    act = forms.CharField(label=_("Legal act"), max_length=200, required=False)
    article = forms.CharField(label=_("Article"), max_length=120, required=False)
    url = forms.URLField(label=_("Link"), max_length=300, required=False, assume_scheme="https")
    is_verified = forms.BooleanField(label=_("I have checked it in its source"), required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse an article without its act."""
        cleaned = super().clean()
        if not cleaned.get("act") and any(cleaned.get(name) for name in ("article", "url")):
            self.add_error("act", _("Name the act."))
        return cleaned


BasisFormSet = forms.formset_factory(BasisForm, extra=ROWS_OF_BASES, max_num=12)


def bases_of(formset: forms.BaseFormSet) -> list[Basis]:
    """Return the rows that name an act."""
    rows = [form.cleaned_data for form in formset if form.cleaned_data.get("act")]
    names = ("act", "article", "url", "is_verified")
    return [Basis(**{name: row[name] for name in names}) for row in rows]


class OfficerField(forms.ModelChoiceField):
    """An officer, by name."""

    def label_from_instance(self, officer: Any) -> str:
        """Return the officer's name."""
        return officer.get_full_name()


class AssignForm(forms.Form):
    """To whom a question is given."""

    officer = OfficerField(label=_("Officer"), queryset=None)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["officer"].queryset = officers()


class DueForm(forms.Form):
    """By when an answer is promised."""

    day = forms.DateField(label=_("Answer due"), widget=DayInput())

    def clean_day(self) -> Any:
        """Refuse a day that is over."""
        day = self.cleaned_data["day"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("Choose today or a day to come."))
        return day


class WhyForm(forms.Form):
    """A reason that the other one reads."""

    why = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Give a reason: it is read by the person.")},
    )

    def clean_why(self) -> str:
        """Return the reason with its spaces evened."""
        return squeeze(self.cleaned_data["why"])


class JoinForm(forms.Form):
    """The question that asks the same."""

    other = forms.ModelChoiceField(
        label=_("The same is asked in"), queryset=Question.objects.none()
    )

    def __init__(self, *args, question: Question, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        others = Question.objects.open().exclude(pk=question.pk)
        self.fields["other"].queryset = others.order_by("-asked_at")


class InviteForm(forms.Form):
    """Whom we ask, and what; the asker's name stays out of it."""

    email = forms.EmailField(label=_("E-mail address"))
    name = forms.CharField(label=_("Name"), max_length=150, required=False)
    programme = forms.ModelChoiceField(
        label=_("Programme"), queryset=Programme.objects.all(), required=False
    )
    text = forms.CharField(
        label=_("What we ask, without names"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Only this is shown to the programme."),
    )


class PublishForm(forms.Form):
    """Which other questions the answer for everybody answers too."""

    questions = forms.ModelMultipleChoiceField(
        label=_("Answers also"),
        queryset=Question.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args, question: Question, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        others = Question.objects.filter(
            state__in=(State.ANSWERED, State.CLOSED),
            use="publishable",
            theme=question.theme,
            forgotten_at__isnull=True,
        )
        self.fields["questions"].queryset = others.exclude(pk=question.pk)
