"""What makes a practice acceptable, who decides, and what its evidence means: open to everybody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from goodpractice.checks import ADVICE, ERROR, criteria
from goodpractice.choices import Evidence
from goodpractice.forms.reviewing import RUBRIC
from goodpractice.standings import PATIENCE

EVIDENCE = {
    Evidence.DESCRIBED: gettext_lazy("Its owner describes it."),
    Evidence.MEASURED: gettext_lazy("Its owner says how the result was measured."),
    Evidence.CONFIRMED: gettext_lazy(
        "A body elsewhere uses it, and the person designated by that body has confirmed it. "
        "Nobody sets this by hand: it follows from the register of use."
    ),
    Evidence.EVALUATED: gettext_lazy(
        "Somebody independent has evaluated it, and the evaluation is named."
    ),
}


@require_safe
def how_we_accept(request: HttpRequest) -> HttpResponse:
    """Show by which criteria practices are accepted: the same that the checks apply."""
    context = {
        "needed": criteria(ERROR),
        "wished": criteria(ADVICE),
        "rubric": RUBRIC,
        "evidence": [(level.label, words) for level, words in EVIDENCE.items()],
        "days": PATIENCE,
        "crumbs": [(_("Good practice"), reverse("practice_list")), (_("How we accept"), "")],
    }
    return render(request, "goodpractice/how_we_accept.html", context)
