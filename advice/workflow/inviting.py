"""Asking programmes that solved it: an invitation by secret link, without an account."""

import datetime
import hashlib
import secrets
from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from advice import notifications
from advice.choices import InvitationState, MessageKind
from advice.figures import holidays
from advice.models import Invitation, Message, Question
from advice.working_days import add_working_days
from interact_portal.accounts.models import User
from interact_portal.core.audit import record
from interact_portal.core.moves import IllegalMoveError
from programmes.models import Programme

from .asking import say
from .moves import locked, locked_invitation, move_invitation

MOST = 3
ANSWER_WITHIN = 5


def digest_of(secret: str) -> str:
    """Return what is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def invitation_for(secret: str) -> Invitation | None:
    """Return the invitation that a secret opens, or None where it opens none (any more)."""
    rows = Invitation.objects.select_related("question", "programme", "sent_by")
    return rows.filter(
        secret_digest=digest_of(secret),
        state__in=(InvitationState.SENT, InvitationState.ANSWERED),
        question__forgotten_at__isnull=True,
    ).first()


@transaction.atomic
def invite(
    question: Question,
    email: str,
    *,
    by: User,
    text: str,
    name: str = "",
    programme: Programme | None = None,
    answer_by: datetime.date | None = None,
) -> tuple[Invitation, str]:
    """Put a question, without the asker's name, to somebody of another programme.

    Returns the invitation and its secret, which is kept nowhere but in the letter. At most three
    are asked about a question, and nobody twice.
    """
    question = locked(question)
    if not question.is_open:
        raise IllegalMoveError(_("Only for an open question others can be asked."))
    if question.invitations.filter(state__in=(InvitationState.SENT, "answered")).count() >= MOST:
        raise IllegalMoveError(_("Three programmes are asked already."))
    secret = secrets.token_urlsafe(24)
    within = add_working_days(timezone.localdate(), ANSWER_WITHIN, holidays())
    try:
        with transaction.atomic():
            invitation = Invitation.objects.create(
                question=question,
                email=email.lower(),
                name=name,
                programme=programme,
                text=text,
                sent_by=by,
                secret_digest=digest_of(secret),
                answer_by=answer_by or within,
            )
    except IntegrityError as error:
        raise IllegalMoveError(_("This person is asked already.")) from error
    record("invite", question, by=by, after={"programme": str(programme or "")})
    notifications.tell_invited(invitation, secret)
    return invitation, secret


@transaction.atomic
def remind(invitation: Invitation, *, by: User | None) -> Invitation:
    """Ask once more, with a new link: the old one is kept nowhere and stops working."""
    invitation = locked_invitation(invitation)
    if invitation.state != InvitationState.SENT:
        raise IllegalMoveError(_("There is an answer already."))
    secret = secrets.token_urlsafe(24)
    invitation.secret_digest = digest_of(secret)
    invitation.reminded_at = timezone.now()
    invitation.save(update_fields=("secret_digest", "reminded_at"))
    record("remind", invitation, by=by)
    notifications.tell_invited(invitation, secret, "invited_again")
    return invitation


@transaction.atomic
def answer_invitation(
    invitation: Invitation, text: str, *, files: Iterable = (), letter_id: str = ""
) -> Message:
    """Take in what the invited programme says; the officer is told. She may write again."""
    invitation = locked_invitation(invitation)
    move_invitation(invitation, "answer", by=None, decided_at=timezone.now())
    message = say(
        invitation.question,
        MessageKind.FROM_INVITED,
        text,
        by=None,
        files=files,
        letter_id=letter_id,
        invitation=invitation,
    )
    notifications.tell_reply(message, "invited_answered")
    return message


@transaction.atomic
def decline_invitation(invitation: Invitation) -> Invitation:
    """Let the invited programme say that it does not want to answer."""
    invitation = locked_invitation(invitation)
    move_invitation(invitation, "decline", by=None, decided_at=timezone.now())
    return invitation


@transaction.atomic
def end_invitation(invitation: Invitation, *, by: User | None) -> Invitation:
    """Let the link stop working before an answer came."""
    invitation = locked_invitation(invitation)
    move_invitation(invitation, "end", by=by, decided_at=timezone.now())
    return invitation
