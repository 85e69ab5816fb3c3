"""Addresses of accounts: a person's own pages, and allauth's for signing up and in."""

from collections.abc import Iterable

from allauth.urls import urlpatterns as allauth_patterns
from django.db import transaction
from django.urls import URLPattern, URLResolver, path
from django.views.i18n import set_language

from . import views


def in_one_transaction(patterns: Iterable[URLPattern | URLResolver]) -> list:
    """Return `patterns` with each page acting in one transaction: all of it or nothing.

    allauth saves a person, her address and her letter one after the other.
    """
    wrapped = []
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            in_one_transaction(pattern.url_patterns)
        else:
            pattern.callback = transaction.atomic(pattern.callback)
        wrapped.append(pattern)
    return wrapped


urlpatterns = [
    path("profile/", views.profile, name="profile"),
    path("profile/change/", views.profile_change, name="profile_change"),
    path("profile/my-data.json", views.download_my_data, name="download_my_data"),
    path("profile/delete/", views.delete_account, name="delete_account"),
    path("second-factor/", views.second_factor_needed, name="second_factor_needed"),
    path("language/", set_language, name="set_language"),
    *in_one_transaction(
        [
            path("2fa/totp/activate/", views.activate_totp, name="mfa_activate_totp"),
            path("2fa/webauthn/add/", views.add_webauthn, name="mfa_add_webauthn"),
            *allauth_patterns,
        ]
    ),
]
