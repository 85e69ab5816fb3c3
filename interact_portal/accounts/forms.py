"""Forms of people: her own data, and the word with which she deletes her account.

The forms for signing up and in stand in `signing_in.py`: allauth's forms read this module's
`SignupNameForm` while they are being defined, so both cannot stand in one file.
"""

import zoneinfo

from django import forms
from django.utils.translation import gettext_lazy as _

from interact_portal.core.text import squeeze

from .models import User


class SignupNameForm(forms.Form):
    """What signing up asks beside address and password."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=150,
        help_text=_("As colleagues know you. You can change it later."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def clean_name(self) -> str:
        """Return the name with its spaces evened."""
        return squeeze(self.cleaned_data["name"])

    def signup(self, request: object, user: User) -> None:
        """Do nothing: `AccountAdapter.save_user` keeps the name, in the same step as the rest."""


def time_zones() -> list[tuple[str, str]]:
    """Return the zones a person may choose: the places of each continent, and UTC."""
    continents = ("Europe", "Africa", "America", "Asia", "Atlantic", "Indian", "Pacific")
    names = sorted(
        name
        for name in zoneinfo.available_timezones()
        if name.partition("/")[0] in continents and "/" in name
    )
    european = [name for name in names if name.startswith("Europe/")]
    others = [name for name in names if not name.startswith("Europe/")]
    return [(name, name.replace("_", " ")) for name in ("UTC", *european, *others)]


class ProfileForm(forms.ModelForm):
    """What a person says about herself."""

    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=time_zones,
        help_text=_("Times of seminars and deadlines are shown in this zone."),
    )

    class Meta:
        model = User
        fields = ("name", "phone", "language", "time_zone")
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "phone": forms.TextInput(attrs={"autocomplete": "tel", "type": "tel"}),
        }
        help_texts = {
            "phone": _(
                "Only the secretariat sees it, for example when a seminar moves at short notice."
            ),
            "language": _("Pages and letters come in this language as far as they are translated."),
        }

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = True

    def clean_name(self) -> str:
        """Return the name with its spaces evened."""
        return squeeze(self.cleaned_data["name"])


class DeleteAccountForm(forms.Form):
    """The confirmation that stands between a person and the end of her account."""

    sure = forms.BooleanField(
        label=_("Yes, delete my account and what it holds about me. I know that this is final."),
        error_messages={"required": _("Tick the box if you want to delete your account.")},
    )
