"""Programmes like the reader's own, with the reason, and what they did or use."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from goodpractice.related import programmes_like

from .choosing import chosen_profile


@require_safe
def alike(request: HttpRequest) -> HttpResponse:
    """Show the programmes most like the reader's, why, and their practices."""
    profile = chosen_profile(request)
    if profile is None:
        return redirect(f"{reverse('choose_programme')}?back={request.path}")
    context = {
        "mine": profile.programme,
        "programmes": programmes_like(profile),
        "crumbs": [
            (_("Good practice"), reverse("practice_list")),
            (_("Programmes like yours"), ""),
        ],
    }
    return render(request, "goodpractice/alike.html", context)
