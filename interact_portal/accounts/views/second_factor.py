"""The way to a second factor, and back to where it was asked for."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.utils import is_mfa_enabled
from allauth.mfa.webauthn.views import AddWebAuthnView
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET

from interact_portal.accounts.second_factor import NEXT


@login_required
@require_GET
def second_factor_needed(request: HttpRequest) -> HttpResponse:
    """Say why the back office asks for a second factor, and offer the ways to set one up."""
    wanted = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        wanted = ""
    if is_mfa_enabled(request.user):
        return redirect(wanted or "mfa_index")
    request.session[NEXT] = wanted
    return render(request, "accounts/second_factor_needed.html", _what_works_here(request))


class _Enrol:
    """Whoever has just shown that a factor works has given it in this session."""

    factor: str

    def form_valid(self, form: Form) -> HttpResponse:
        response = super().form_valid(form)
        record_authentication(
            self.request, self.request.user, "mfa", type=self.factor, reauthenticated=True
        )
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | _what_works_here(self.request)


class ActivateTOTP(_Enrol, ActivateTOTPView):
    """Set up an authenticator app."""

    factor = Authenticator.Type.TOTP


class AddWebAuthn(_Enrol, AddWebAuthnView):
    """Set up a passkey or a security key."""

    factor = Authenticator.Type.WEBAUTHN


activate_totp = ActivateTOTP.as_view()
add_webauthn = AddWebAuthn.as_view()


def _what_works_here(request: HttpRequest) -> dict[str, Any]:
    """Passkeys belong to a name: a browser refuses them where the host is a bare number."""
    host, port = split_domain_port(request.get_host())
    is_number = host.startswith("[") or host.replace(".", "").isdigit()
    named = f"http://localhost{':' + port if port else ''}{request.get_full_path()}"
    return {"named_address": named if is_number else ""}
