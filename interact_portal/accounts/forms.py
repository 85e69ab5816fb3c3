"""Forms of people."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import User


class SignupNameForm(forms.Form):
    """What signing up asks beside address and password."""

    name = forms.CharField(label=_("Your name"), max_length=150)

    def signup(self, request: object, user: User) -> None:
        """Keep the name with the new account."""
        user.name = self.cleaned_data["name"]
        user.save(update_fields=("name",))
