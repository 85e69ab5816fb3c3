"""The forms for signing up and in: allauth's, in our words and with an optional password."""

from typing import Any

from allauth.account.forms import LoginForm
from allauth.account.forms import SignupForm as AllauthSignupForm
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _


def _without_placeholders(form: forms.Form) -> None:
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)


class SignInForm(LoginForm):
    """Address and password; without a password a code is sent to the address."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _without_placeholders(self)
        self.fields["login"].label = _("E-mail address")
        password = self.fields["password"]
        password.required = False
        password.help_text = _("Leave it empty, and we send a code to your address.")


class SignUpForm(AllauthSignupForm):
    """Address, name, and a password for those who want one."""

    field_order = ("name", "email", "password1")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _without_placeholders(self)
        self.fields["email"].label = _("E-mail address")
        self.fields["email"].help_text = _("We send a code to this address to confirm it.")
        password = self.fields["password1"]
        password.label = _("Password")
        password.help_text = _(
            "You can do without: then we send you a code each time you sign in. "
            "If you choose one: at least 10 characters, not only digits, not a common word."
        )


class SetUpAppForm(ActivateTOTPForm):
    """The number that shows that the app works."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _without_placeholders(self)
        self.fields["code"].label = _("Number from the app")


class GiveFactorForm(AuthenticateForm):
    """The number from the app, or a recovery code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _without_placeholders(self)
        self.fields["code"].label = _("Number or recovery code")


class GiveFactorAgainForm(ReauthenticateForm):
    """The same, asked once more before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _without_placeholders(self)
        self.fields["code"].label = _("Number or recovery code")


class AddPasskeyForm(AddWebAuthnForm):
    """The name of a passkey, and whether it signs her in by itself."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name")
        self.fields["passwordless"].label = _("It may sign me in by itself")
        self.fields["passwordless"].help_text = _(
            "Without password or code. Untick it for a security key without fingerprint or PIN."
        )
        self.fields["passwordless"].initial = True
