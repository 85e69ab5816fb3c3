"""The name and the pace of a saved search."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .choices import Frequency
from .models import LONGEST_NAME


class SavedSearchForm(forms.Form):
    """How a saved search is called, and how often it is told."""

    name = forms.CharField(
        label=_("Name"),
        max_length=LONGEST_NAME,
        help_text=_("Stands in the subject of the letters."),
        error_messages={"required": _("Give the search a name, so that you know it again.")},
    )
    frequency = forms.ChoiceField(
        label=_("Write to me"),
        choices=Frequency.choices,
        widget=forms.RadioSelect,
        help_text=_("Only when there is something new. Small corrections are not told."),
        error_messages={"required": _("Choose how often we write to you.")},
    )
