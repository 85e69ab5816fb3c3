"""Where allauth meets the portal: letters go to the outbox, second-factor secrets are encrypted."""

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from interact_portal.core.audit import record
from interact_portal.core.text import squeeze

from .models import User
from .notifications import write_account_letter
from .workflow import strike_out_used_codes


class AccountAdapter(DefaultAccountAdapter):
    """Signing up and in: our letters, our audit trail, codes that do not linger."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("This e-mail address and password do not belong together."),
        "incorrect_code": _("This is not the code we sent. Look at the newest letter."),
        "too_many_login_attempts": _("Too many attempts. Wait a few minutes, then try again."),
        "rate_limited": _("Too many requests. Wait a minute, then try again."),
        "unverified_primary_email": _("Confirm your main e-mail address first."),
        "duplicate_email": _("This address already belongs to your account."),
    }

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write the letter into the outbox instead of sending it from the request."""
        write_account_letter(template_prefix.rpartition("/")[2], email, context)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell the owner what changed about her account, and write it into the audit trail."""
        act = template_prefix.rpartition("/")[2].replace("_", " ")
        actor = self.request.user if self.request.user.is_authenticated else user
        record(act, user, by=actor)
        context = {"user": user} | (context or {})
        super().send_notification_mail(template_prefix, user, context, email)

    def save_user(self, request: HttpRequest, user: User, form: Form, commit: bool = True) -> User:
        """Keep the new person with her name and the language she reads the page in."""
        user.name = squeeze(form.cleaned_data.get("name") or user.name)
        user.language = _language_of(request)
        user = super().save_user(request, user, form, commit=commit)
        if commit:
            record("signed up", user, by=user)
        return user

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Confirm the address; the letter with its code has done its work."""
        confirmed = super().confirm_email(request, email_address)
        if confirmed:
            strike_out_used_codes([email_address.email])
            record("confirmed an address", email_address.user, by=email_address.user)
        return confirmed

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Let her in; the letters with codes that brought her here have done their work."""
        addresses = EmailAddress.objects.filter(user=user).values_list("email", flat=True)
        strike_out_used_codes(list(addresses))
        return super().post_login(request, user, **kwargs)


class MFAAdapter(DefaultMFAAdapter):
    """Second factors: their secrets stand in the table only encrypted."""

    def encrypt(self, text: str) -> str:
        """Return `text` encrypted with the newest key."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return what `encrypt` was given; ImproperlyConfigured when no key of ours made it."""
        try:
            return _cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken as error:
            raise ImproperlyConfigured(
                "A second factor was encrypted with another key. Set MFA_KEY (or SECRET_KEY) to "
                "the key it was made with, or remove the person's second factors."
            ) from error

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        """Return a name to begin with; she sees it in her list of passkeys."""
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return gettext("Passkey %(number)s") % {"number": number}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Return whose passkey it is: this host's, called by the portal's name."""
        entity = super().get_public_key_credential_rp_entity()
        return entity | {"name": settings.MFA_TOTP_ISSUER}


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """EU Login: where it is configured, and what it tells about a person."""

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        """Return EU Login when the settings name it; no table of providers is asked."""
        found = []
        for name, config in settings.SOCIALACCOUNT_PROVIDERS.items():
            for app in config["APPS"]:
                wanted = provider in (None, name, app["provider_id"])
                if wanted and client_id in (None, app["client_id"]):
                    found.append(SocialApp(provider=name, **app))
        return found

    def populate_user(
        self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]
    ) -> User:
        """Take name and address over from EU Login."""
        user = super().populate_user(request, sociallogin, data)
        full = data.get("name") or " ".join(
            part for part in (data.get("first_name"), data.get("last_name")) if part
        )
        user.name = squeeze(full)[:150]
        user.language = _language_of(request)
        return user

    def save_user(
        self, request: HttpRequest, sociallogin: SocialLogin, form: Form | None = None
    ) -> User:
        """Keep the new person; where EU Login gave all that is needed, no form was shown."""
        user = super().save_user(request, sociallogin, form)
        if form is None:
            record("signed up", user, by=user, why="EU Login")
        return user


def _language_of(request: HttpRequest) -> str:
    """Return the language of the page, if a person may choose it."""
    language = get_language() or settings.LANGUAGE_CODE
    return language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def _cipher() -> MultiFernet:
    """Return what encrypts with the newest key and reads with every key we have had."""
    keys = [settings.MFA_KEY, settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_derived(key)) for key in keys if key])


def _derived(key: str) -> bytes:
    digest = hashlib.blake2b(key.encode(), digest_size=32, person=b"portal-mfa").digest()
    return base64.urlsafe_b64encode(digest)
