"""Addresses of the hall: programmes and bodies."""

from collections.abc import Callable

from django.urls import URLPattern, path

from . import feeds, views
from .views import memberships


def files(room: str, view: Callable) -> list[URLPattern]:
    """Return the addresses of a list as files: `programmes/export.csv` and so on."""
    return [
        path(f"{room}/export.{kind}", view, {"kind": kind}, f"{room}_{kind}")
        for kind in ("csv", "xlsx", "json")
    ]


urlpatterns = [
    path("programmes/", views.programme_list, name="programme_list"),
    path("programmes/compare/", views.programme_compare, name="programme_compare"),
    path("programmes/feed/", feeds.ProgrammeFeed(), name="programme_feed"),
    *files("programmes", views.programme_export),
    path("programmes/<slug:slug>/", views.programme_detail, name="programme_detail"),
    path("bodies/", views.body_list, name="body_list"),
    *files("bodies", views.body_export),
    path("bodies/<slug:slug>/", views.body_detail, name="body_detail"),
    path("bodies/<slug:slug>/join/", memberships.body_join, name="body_join"),
    path("memberships/", memberships.membership_list, name="membership_list"),
    path("memberships/ask/", memberships.membership_ask, name="membership_ask"),
    path("memberships/<int:pk>/", memberships.membership_detail, name="membership_detail"),
    *[
        path(
            f"memberships/<int:pk>/{act}/",
            memberships.membership_act,
            {"act": act},
            f"membership_{act}",
        )
        for act in memberships.ACTS
    ],
]
