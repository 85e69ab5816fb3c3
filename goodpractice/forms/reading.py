"""What readers fill in: that a body uses a practice, a letter to its owner, a list."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from goodpractice.models import ReadingList, UsefulReason, UseStage
from goodpractice.permissions import bodies_of
from programmes.filters import programme_choices
from programmes.models import Body, Programme


def _long(rows: int = 4) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class UseForm(forms.Form):
    """How far a body got with a practice."""

    body = forms.ModelChoiceField(label=_("Your body"), queryset=Body.objects.none())
    programme = forms.ChoiceField(
        label=_("In which programme"), required=False,
        help_text=_("Leave it open where it concerns the body as a whole."),
    )  # fmt: skip
    stage = forms.ChoiceField(
        label=_("How far are you?"), choices=UseStage.choices, widget=forms.RadioSelect
    )
    changed = forms.CharField(
        label=_("What did you change?"), max_length=2000, required=False, widget=_long()
    )
    effort_days = forms.IntegerField(
        label=_("Effort in days"), required=False, min_value=0, max_value=100_000
    )
    result = forms.CharField(
        label=_("What came out?"), max_length=2000, required=False, widget=_long()
    )
    why_stopped = forms.CharField(
        label=_("If you stopped: why?"), max_length=2000, required=False, widget=_long()
    )

    def __init__(self, *args: Any, person: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = bodies_of(person)
        self.fields["programme"].choices = [
            ("", _("– the body as a whole –")),
            *programme_choices(),
        ]

    def clean(self) -> dict[str, Any]:
        """Ask for the reason of who stopped."""
        data = super().clean()
        if data.get("stage") == UseStage.STOPPED and not data.get("why_stopped"):
            self.add_error("why_stopped", _("Say why: it helps those who think of beginning."))
        return data

    def clean_programme(self) -> Programme | None:
        """Return the programme, or None for the body as a whole."""
        slug = self.cleaned_data["programme"]
        return Programme.objects.get(slug=slug) if slug else None


class DeclineForm(forms.Form):
    """Why a declared use is not confirmed."""

    reason = forms.CharField(
        label=_("What is wrong?"), max_length=300,
        error_messages={"required": _("Say why it is not so: the colleague is told.")},
    )  # fmt: skip


class LetterForm(forms.Form):
    """A letter to the owner of a practice."""

    text = forms.CharField(
        label=_("Your letter"), max_length=4000, min_length=20, widget=_long(8),
        help_text=_("Your name and address go with it; the answer comes straight to you."),
    )  # fmt: skip


class KeepForm(forms.Form):
    """Into which list a practice goes, with a note."""

    into = forms.ChoiceField(label=_("Into which list"), required=False)
    name = forms.CharField(label=_("Or into a new list called"), max_length=100, required=False)
    note = forms.CharField(
        label=_("A note for yourself and your readers"), max_length=500, required=False
    )

    def __init__(self, *args: Any, person: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = ReadingList.objects.filter(owner=person).values_list("pk", "name")
        self.fields["into"].choices = [("", _("– a new list –")), *own]

    def clean(self) -> dict[str, Any]:
        """Ask for a list."""
        data = super().clean()
        if not data.get("into") and not data.get("name"):
            self.add_error("name", _("Choose a list, or give a new one a name."))
        return data


class VoiceForm(forms.Form):
    """Whether a practice was useful, and why."""

    useful = forms.ChoiceField(choices=[("yes", _("Yes")), ("no", _("No"))])
    reason = forms.ChoiceField(choices=[("", ""), *UsefulReason.choices], required=False)


class NameForm(forms.Form):
    """Another name for a list."""

    name = forms.CharField(label=_("Name of the list"), max_length=100)


class CorrectionForm(forms.Form):
    """What a reader finds wrong."""

    text = forms.CharField(
        label=_("What is wrong, and what is right?"), max_length=2000, min_length=10,
        widget=_long(6),
    )  # fmt: skip
    email = forms.EmailField(
        label=_("Your e-mail address"), required=False,
        help_text=_("To tell you what became of it. It is forgotten once you know."),
    )  # fmt: skip

    def __init__(self, *args: Any, person: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if person.is_authenticated:
            del self.fields["email"]


class DecideForm(forms.Form):
    """What the reader is told of her correction."""

    answer = forms.CharField(
        label=_("Answer to the reader"), max_length=500, required=False, widget=_long()
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the reason where nothing is changed."""
        data = super().clean()
        if "turn-down" in self.data and not data.get("answer"):
            self.add_error("answer", _("Say why the practice stays as it is."))
        return data
