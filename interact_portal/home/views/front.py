"""The home page: what the portal is for, and the doors to its rooms."""

from django.conf import settings
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from interact_portal.home.figures import live_figures
from programmes.maps import map_of_counts
from programmes.models import ParticipatingCountry, Programme
from programmes.views.finance import finance_of

# INTERACT's own programme, for which the portal was made.
OWN_PROGRAMME = "interact-2007-2013"


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Say what the portal is for, and lead on: by words, by service, by figure, by country."""
    counts = ParticipatingCountry.objects.order_by().values_list("country")
    programmes = reverse("programme_list")
    own = Programme.objects.prefetch_related("axes").filter(slug=OWN_PROGRAMME).first()
    context = {
        "services": services(),
        "figures": live_figures(),
        "map": map_of_counts(
            dict(counts.annotate(Count("programme", distinct=True))),
            lambda code: f"{programmes}?country={code}",
        ),
        "own": own,
        "own_finance": finance_of(own) if own else None,
        "linked_data": site_data(),
    }
    return render(request, "home/index.html", context)


def services() -> list[dict]:
    """Return the three services with what each gives; a room not open yet has no address."""
    return [
        {
            "name": _("Good practice"),
            "text": _(
                "How other programmes solved it: what they did, what it cost, what did not "
                "work, and who uses it today."
            ),
            "url": _address("practice_list"),
            "link": _("Find good practice"),
        },
        {
            "name": _("Seminars"),
            "text": _(
                "Training and exchange for programme bodies. Every programme has its "
                "guaranteed seats, and every answer says why."
            ),
            "url": _address("seminar_list"),
            "link": _("See the seminars"),
        },
        {
            "name": _("Advice"),
            "text": _(
                "Questions about putting a programme into practice, answered by the "
                "secretariat with the rule behind the answer and how long it holds."
            ),
            "url": _address("advice_list"),
            "link": _("Read answers or ask"),
        },
    ]


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def site_data() -> dict:
    """Return what the portal tells machines about itself, its search among it."""
    return {
        "@context": "https://schema.org",
        "@type": "WebSite",
        "name": _("INTERACT portal"),
        "url": settings.PORTAL_URL + reverse("home"),
        "publisher": {"@type": "Organization", "name": settings.OPERATOR},
        "potentialAction": {
            "@type": "SearchAction",
            "target": f"{settings.PORTAL_URL}{reverse('search')}?q={{words}}",
            "query-input": "required name=words",
        },
    }
