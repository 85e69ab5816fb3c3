"""A seminar as the back office fills it in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from seminars.choices import LANGUAGES, PARTICIPANT_ROLES, Ask
from seminars.models import Seminar


def several(label: str, choices: list) -> forms.MultipleChoiceField:
    """Return a question with ticks for a field that holds a list."""
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple
    )


class SeminarForm(forms.ModelForm):
    """Lists are ticked, not typed; news of the agenda is told with the other changes."""

    audience_roles = several(_("For"), PARTICIPANT_ROLES)
    languages = several(_("Languages"), LANGUAGES)
    asks = several(_("Asks for"), Ask.choices)
    agenda_news = forms.CharField(
        label=_("What is new in the agenda"),
        required=False,
        max_length=500,
        help_text=_("One sentence; it stands in the letter that tells participants."),
    )

    class Meta:
        model = Seminar
        # The back office names the rest in its fieldsets.
        fields = ("title",)
