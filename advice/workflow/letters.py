"""Letters that come back to the portal: into the conversation whose address they were sent to."""

from django.db import transaction
from django.utils.translation import gettext as _

from advice.choices import InvitationState
from advice.incoming import IncomingLetter
from advice.models import Invitation, Message, Question
from interact_portal.accounts.models import User

from . import asking, desk, inviting


class UnknownConversationError(Exception):
    """No conversation has the address that the letter was sent to."""


@transaction.atomic
def take_in(letter: IncomingLetter) -> Message | None:
    """Put a letter into its conversation; return the message, or None where there is nothing to.

    Notes of absence and letters that have come before are left out. A letter from another address
    than the one we wrote to becomes an internal note: it may be a forwarded letter, or a forgery.
    """
    if letter.letter_id and Message.objects.filter(letter_id=letter.letter_id).exists():
        return None
    question = Question.objects.filter(
        reply_token__in=letter.tokens, forgotten_at__isnull=True
    ).first()
    invitation = None if question else _invitation(letter)
    if question is None and invitation is None:
        raise UnknownConversationError
    if letter.is_automatic or not (letter.text or letter.files):
        return None
    text = _text_of(letter)
    if question is not None:
        return _from_asker(letter, question, text)
    return _from_invited(letter, invitation, text)


def _from_asker(letter: IncomingLetter, question: Question, text: str) -> Message:
    asker = question.asker
    if not _is_from(letter, asker) or question.merged_into_id:
        return _as_note(letter, question, text)
    return asking.write(question, text, by=asker, files=letter.files, letter_id=letter.letter_id)


def _from_invited(letter: IncomingLetter, invitation: Invitation, text: str) -> Message:
    live = invitation.state in (InvitationState.SENT, InvitationState.ANSWERED)
    if letter.sender != invitation.email.lower() or not live:
        return _as_note(letter, invitation.question, text)
    return inviting.answer_invitation(
        invitation, text, files=letter.files, letter_id=letter.letter_id
    )


def _as_note(letter: IncomingLetter, question: Question, text: str) -> Message:
    said = _("A letter from %(sender)s came to this conversation. Check who wrote it:") % {
        "sender": letter.sender
    }
    return desk.note(
        question, f"{said}\n\n{text}", by=None, files=letter.files, letter_id=letter.letter_id
    )


def _is_from(letter: IncomingLetter, person: User) -> bool:
    confirmed = person.emailaddress_set.filter(verified=True, email__iexact=letter.sender)
    return letter.sender == person.email.lower() or confirmed.exists()


def _invitation(letter: IncomingLetter) -> Invitation | None:
    return (
        Invitation.objects.select_related("question")
        .filter(reply_token__in=letter.tokens, question__forgotten_at__isnull=True)
        .first()
    )


def _text_of(letter: IncomingLetter) -> str:
    """Return what was written, with a line about files that we did not take."""
    if not letter.refused:
        return letter.text
    left_out = _("(Files that were not taken: %(names)s)") % {"names": ", ".join(letter.refused)}
    return f"{letter.text}\n\n{left_out}".strip()
