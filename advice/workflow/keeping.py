"""What the worker does: remind, close what has gone quiet, let answers expire, forget in time."""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from advice import notifications
from advice.choices import InvitationState, State
from advice.models import Attachment, Invitation, PublishedVersion, Question
from interact_portal.accounts.models import User
from interact_portal.core import audit
from interact_portal.core.moves import IllegalMoveError
from interact_portal.mail import outbox

from . import asking, desk, inviting, publishing
from .moves import locked, move

QUIET_AFTER_ANSWER = datetime.timedelta(days=30)
QUIET_AFTER_OUR_QUESTION = datetime.timedelta(days=60)


def remind_of_overdue() -> int:
    """Remind the officer of each question whose answer was due, once for each due day."""
    overdue = Question.objects.overdue().filter(reminded_at__isnull=True)
    keys = list(overdue.values_list("pk", flat=True))
    return sum(_remind(key) for key in keys)


@transaction.atomic
def _remind(key: int) -> bool:
    question = locked(Question(pk=key))
    if not question.is_overdue or question.reminded_at:
        return False
    question.reminded_at = timezone.now()
    question.save(update_fields=("reminded_at",))
    notifications.tell_overdue(question)
    return True


def remind_invited() -> int:
    """Ask the invited once more who have not answered in time."""
    late = Invitation.objects.filter(
        state=InvitationState.SENT,
        reminded_at__isnull=True,
        answer_by__lt=timezone.localdate(),
        question__state__in=(State.ASSIGNED, State.WAITING),
    ).select_related("question")
    return sum(_done(lambda each=each: inviting.remind(each, by=None)) for each in late)


def close_quiet() -> int:
    """Close what was answered a month ago, and what has waited for its asker for two."""
    now = timezone.now()
    answered = Question.objects.filter(
        state=State.ANSWERED, changed_at__lt=now - QUIET_AFTER_ANSWER
    )
    waiting = Question.objects.filter(
        state=State.WAITING, changed_at__lt=now - QUIET_AFTER_OUR_QUESTION
    )
    closed = 0
    for question in answered:
        why = _("You have not asked further since our answer.")
        closed += _done(lambda each=question, why=why: desk.close(each, by=None, why=why))
    for question in waiting:
        why = _("We have not heard from you since we asked back.")
        closed += _done(lambda each=question, why=why: desk.close(each, by=None, why=why))
    return closed


def expire_run_out() -> int:
    """Let the answers expire whose last day is over."""
    run_out = list(PublishedVersion.objects.run_out())
    return sum(_done(lambda each=each: publishing.expire(each, by=None)) for each in run_out)


def _done(act) -> bool:
    """Do `act`; somebody may have been quicker."""
    try:
        act()
    except IllegalMoveError:
        return False
    return True


def forget_past_their_time() -> int:
    """Forget words, files and names of questions closed long ago; return how many."""
    keys = list(Question.objects.past_their_time().values_list("pk", flat=True))
    for key in keys:
        forget(Question(pk=key))
    return len(keys)


@transaction.atomic
def forget(question: Question) -> None:
    """Take words, files, letters and names out of a question; that it was asked stays."""
    question = locked(question)
    outbox.forget(notifications.letters_about(question))
    for invitation in question.invitations.all():
        audit.forget(invitation)
    audit.forget(question)
    throw_away(question.attachments.all())
    question.messages.all().delete()
    question.invitations.all().delete()
    question.title = question.text = question.origin_key = question.origin_kind = ""
    question.asker = question.body = None
    question.forgotten_at = timezone.now()
    question.save()


def throw_away(attachments) -> None:
    """Delete attachments, and their files once this is certain."""
    for attachment in attachments:
        storage, name = attachment.file.storage, attachment.file.name
        transaction.on_commit(lambda storage=storage, name=name: storage.delete(name))
    Attachment.objects.filter(pk__in=[attachment.pk for attachment in attachments]).delete()


@transaction.atomic
def erase_asker(user: User) -> None:
    """Let the room forget a person: her questions lose their words, and she is on none any more."""
    for question in Question.objects.filter(asker=user):
        if question.is_open:
            asking.withdraw(question, by=user)
        forget(question)
    for question in Question.objects.filter(officer=user):
        question = locked(question)
        if question.state in (State.ASSIGNED, State.WAITING):
            move(question, "lose its officer", by=None, officer=None)
        else:
            question.officer = None
            question.save(update_fields=("officer",))
