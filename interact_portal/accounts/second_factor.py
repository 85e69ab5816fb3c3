"""The second factor of the staff: whether it was given in this session, and the way to give it."""

from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest
from django.urls import reverse

# Where enrolling leads back to; kept in the session, because it takes several pages.
NEXT = "second_factor_next"


def was_given(request: HttpRequest) -> bool:
    """Say whether authenticator app, recovery code or passkey was used in this session.

    The user must be named (`get_authentication_records(request)` alone returns nothing). EU Login
    by itself does not count: it does not say whether a second factor was asked.
    """
    records = get_authentication_records(request, request.user)
    return any(record.get("method") == "mfa" for record in records)


def way_to_give_it(request: HttpRequest, back_to: str) -> str:
    """Return the address where she gives her second factor, or sets one up, and then comes back."""
    query = urlencode({"next": back_to})
    if not is_mfa_enabled(request.user):
        return f"{reverse('second_factor_needed')}?{query}"
    methods = get_adapter().get_reauthentication_methods(request.user)
    factor = next(method for method in methods if method["id"].startswith("mfa_reauthenticate"))
    return f"{factor['url']}?{query}"
