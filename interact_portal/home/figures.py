"""The live figures of the home page: each counted now, each with the list behind it."""

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _

from advice.models import PublishedVersion
from goodpractice.models import Practice
from programmes.filters import WITH_FIGURES
from programmes.models import Body, ParticipatingCountry, Programme
from programmes.models.programmes import has_finance
from seminars.models import Seminar


def live_figures() -> list[dict]:
    """Return the figures for `components/key_figures.html`; what counts nothing is left out."""
    counts = Programme.objects.aggregate(
        all=Count("pk"),
        known=Count("pk", filter=has_finance()),
    )
    programmes = reverse("programme_list")
    countries = ParticipatingCountry.objects.aggregate(n=Count("country", distinct=True))["n"]
    figures = [
        (Practice.objects.published().count(), _("good practices"), reverse("practice_list")),
        (Seminar.objects.public().upcoming().count(), _("seminars ahead"), reverse("seminar_list")),
        (
            PublishedVersion.objects.public().count(),
            _("published answers"),
            reverse("advice_list"),
        ),
        (counts["all"], _("programmes"), programmes),
        (countries, _("countries take part"), f"{programmes}?view=map"),
        (
            counts["known"],
            _("programmes with finance data"),
            f"{programmes}?finance={WITH_FIGURES}",
        ),
        (Body.objects.count(), _("programme bodies"), reverse("body_list")),
    ]
    return [{"value": n, "label": label, "url": url} for n, label, url in figures if n]
