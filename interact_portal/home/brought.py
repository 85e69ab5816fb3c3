"""Questions that participants bring to seminars: each arrives on the desk of the advice room.

The seminar keeps what was written for its trainers; the desk answers it, and the question says to
which seminar it was brought. It stays private: nobody was asked whether others may read it.
"""

from django.conf import settings
from django.db.models import CharField, Exists, OuterRef, QuerySet
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.text import Truncator

from advice.choices import Use
from advice.models import Question
from advice.workflow import asking
from advice.workflow.asking import Origin, Wording
from seminars.models import Registration

KIND = "seminar"
LONGEST_TITLE = 150


def not_yet_on_the_desk() -> QuerySet[Registration]:
    """Return the registrations, with an account and before the seminar ends, still to be read."""
    key = Cast(OuterRef("pk"), CharField())
    known = Question.objects.filter(origin_kind=KIND, origin_key=key)
    return (
        Registration.objects.active()
        .exclude(brings_question="")
        .filter(person__is_active=True, seminar__ends_at__gt=timezone.now())
        .filter(~Exists(known))
    )


def take_over() -> int:
    """Put what was brought to the secretariat in the participant's name; return how many."""
    rows = not_yet_on_the_desk().select_related("seminar", "person", "programme", "body")
    taken = [_ask(registration) for registration in rows]
    return len(taken)


def _ask(registration: Registration) -> Question:
    seminar, text = registration.seminar, registration.brings_question.strip()
    wording = Wording(
        title=Truncator(" ".join(text.split())).chars(LONGEST_TITLE),
        text=text,
        theme=seminar.themes.first(),
        programme=registration.programme,
        body=registration.body,
        use=Use.PRIVATE,
    )
    origin = Origin(
        kind=KIND,
        key=str(registration.pk),
        name=seminar.title[:200],
        url=settings.PORTAL_URL + seminar.get_absolute_url(),
    )
    return asking.ask(registration.person, wording, origin=origin)
