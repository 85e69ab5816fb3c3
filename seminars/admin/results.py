"""What came of a seminar, and lists to take away by purpose."""

from django.core.exceptions import PermissionDenied
from django.db.models import Avg, Count, QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from interact_portal.core.audit import record
from interact_portal.core.exports import export
from interact_portal.core.text import fold, squeeze
from seminars.choices import AttendanceState
from seminars.exports import (
    CATERER_COLUMNS,
    VENUE_COLUMNS,
    caterer_rows,
    full_columns,
    full_rows,
    venue_rows,
)
from seminars.models import Promise, Seminar, SurveyAnswer

from .desk import at_the_desk, desk_page

GRADES = (
    ("overall", _("The seminar as a whole")),
    ("useful", _("Its use for your work")),
    ("organised", _("How it was organised")),
)
PURPOSES = (
    ("caterer", _("For the caterer"), _("Counts only: how many eat what. No names.")),
    ("venue", _("For the venue"), _("Names and bodies of those who enter the building.")),
    ("full", _("Everything"), _("All that people said, needs included. Keep it to yourself.")),
)
# With fewer answers, and beside the list of who has not answered, one could tell whose they are.
LEAST_ANSWERS = 3
MAY_TAKE_ALL = "seminars.export_participants"


@require_safe
@at_the_desk
def results(request: HttpRequest, seminar: Seminar) -> HttpResponseBase:
    """Show attendance, opinions, questions brought and what people wanted to change."""
    answers = seminar.survey_answers.all()
    answered = answers.count()
    attendance = {
        state: seminar.registrations.filter(attendance__state=state).count()
        for state in AttendanceState.values
    }
    asked = seminar.registrations.filter(attendance__state=AttendanceState.ATTENDED)
    return desk_page(
        request,
        seminar,
        "results",
        _("Results"),
        attendance=[(AttendanceState(state).label, n) for state, n in attendance.items()],
        answered=answered,
        least=LEAST_ANSWERS,
        shown=answered >= LEAST_ANSWERS,
        silent=asked.filter(survey_mark=None, purged_at=None).order_by("name"),
        grades=grades_of(answers),
        liked=answers.exclude(liked="").values_list("liked", flat=True),
        missed=answers.exclude(missed="").values_list("missed", flat=True),
        questions=questions_brought(seminar),
        promises=Promise.objects.filter(registration__seminar=seminar).exclude(text=""),
    )


def grades_of(answers: QuerySet[SurveyAnswer]) -> list[dict]:
    """Return each grade with its average and how often it was given, the best first."""
    grades = []
    for name, label in GRADES:
        counts = dict(answers.values_list(name).annotate(n=Count("pk")).order_by())
        grades.append(
            {
                "label": label,
                "average": answers.aggregate(average=Avg(name))["average"],
                "counts": [counts.get(grade, 0) for grade in (5, 4, 3, 2, 1)],
            }
        )
    return grades


def questions_brought(seminar: Seminar) -> list[dict]:
    """Return the questions that participants bring, each once, what most bring first."""
    rows = seminar.registrations.active().exclude(brings_question="").select_related("body")
    same: dict[str, dict] = {}
    for person in rows.order_by("asked_at", "pk"):
        key = fold(squeeze(person.brings_question)).rstrip("?!. ")
        question = same.setdefault(key, {"text": person.brings_question, "bodies": []})
        question["bodies"].append(person.body_name)
    return sorted(same.values(), key=lambda question: -len(question["bodies"]))


@require_safe
@at_the_desk
def exports(request: HttpRequest, seminar: Seminar) -> HttpResponseBase:
    """Offer the lists, each with its purpose."""
    allowed = [
        {"key": key, "title": title, "what": what}
        for key, title, what in PURPOSES
        if key != "full" or request.user.has_perm(MAY_TAKE_ALL)
    ]
    return desk_page(request, seminar, "export", _("Lists to take away"), purposes=allowed)


@require_POST
@at_the_desk
def take(request: HttpRequest, seminar: Seminar) -> HttpResponseBase:
    """Hand a list over; the one with everything needs a permission, and every taking is logged."""
    purpose, kind = request.POST.get("purpose", ""), request.POST.get("kind", "csv")
    lists = {
        "caterer": (CATERER_COLUMNS, caterer_rows),
        "venue": (VENUE_COLUMNS, venue_rows),
        "full": (full_columns(seminar), full_rows),
    }
    if purpose not in lists or kind not in ("csv", "xlsx"):
        raise Http404
    if purpose == "full" and not request.user.has_perm(MAY_TAKE_ALL):
        raise PermissionDenied
    record("seminar.list taken", seminar, by=request.user, after={"purpose": purpose})
    columns, rows = lists[purpose]
    return export(kind, f"{seminar.slug}-{purpose}", columns, rows(seminar))
