"""The programme a reader compares with: hers, kept in a cookie, without an account."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from goodpractice.fit import Profile
from programmes.filters import programme_choices
from programmes.models import Programme

COOKIE = "my-programme"
A_YEAR = 365 * 24 * 3600


def chosen_profile(request: HttpRequest) -> Profile | None:
    """Return the profile of the reader's programme, or None when she has chosen none."""
    slug = request.COOKIES.get(COOKIE, "")
    programme = Programme.objects.filter(slug=slug).first() if slug else None
    return Profile(programme) if programme is not None else None


@require_http_methods(["GET", "HEAD", "POST"])
def choose_programme(request: HttpRequest) -> HttpResponse:
    """Ask for the reader's programme, remember it or forget it, and lead her back."""
    asked = request.POST if request.method == "POST" else request.GET
    back = asked.get("back", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        back = reverse("practice_list")
    if request.method == "POST":
        return _remember(request, back)
    context = {
        "back": back,
        "chosen": request.COOKIES.get(COOKIE, ""),
        "programmes": list(programme_choices()),
        "crumbs": [(_("Good practice"), reverse("practice_list")), (_("Your programme"), "")],
    }
    return render(request, "goodpractice/choose_programme.html", context)


def _remember(request: HttpRequest, back: str) -> HttpResponse:
    response = redirect(back)
    slug = request.POST.get("programme", "")
    if slug and Programme.objects.filter(slug=slug).exists():
        response.set_cookie(
            COOKIE, slug, max_age=A_YEAR, samesite="Lax", httponly=True, secure=request.is_secure()
        )
    else:
        response.delete_cookie(COOKIE, samesite="Lax")
    return response
