"""Forms of the hall: asking to belong to a body, and the reason for a no."""

from django import forms
from django.utils.translation import gettext_lazy as _

from interact_portal.core.text import squeeze


class AskForm(forms.Form):
    """What somebody says who asks to belong to a body."""

    post = forms.CharField(
        label=_("Your post there"),
        max_length=120,
        required=False,
        help_text=_("For example: head of unit, controller, communication officer."),
    )

    def clean_post(self) -> str:
        """Return the post with its spaces evened."""
        return squeeze(self.cleaned_data["post"])


class ReasonForm(forms.Form):
    """Why somebody is declined, or no longer belongs to a body."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The person reads it."),
        error_messages={"required": _("Give a reason: the person reads it.")},
    )

    def clean_reason(self) -> str:
        """Return the reason with its spaces evened."""
        return squeeze(self.cleaned_data["reason"])
