"""What people are told about questions and answers. Every letter goes through the outbox.

Addresses stay hidden: letters come from the portal, and what is answered to them goes to the
address of the conversation (`reply_address`), never to a person.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from interact_portal.accounts.models import User
from interact_portal.mail import outbox
from interact_portal.mail.models import Letter

from .differences import compare, in_plain_text
from .incoming import REPLY_ABOVE
from .models import Invitation, Message, PublishedAnswer, PublishedVersion, Question

Readers = Callable[[PublishedAnswer], Iterable[User]]
_more_readers: list[Readers] = []


def tell_also(readers: Readers) -> None:
    """Let another room name who else has to hear of changes: who put an answer into a pack."""
    _more_readers.append(readers)


def readers_of(answer: PublishedAnswer) -> list[User]:
    """Return everybody who asked it, follows it or keeps it elsewhere, each once."""
    asked = Q(questions__published_answers=answer)
    joined = Q(questions__merged_into__published_answers=answer)
    follows = Q(saved_answers__answer=answer)
    found = User.objects.filter(asked | joined | follows, is_active=True).distinct()
    people = {person.pk: person for person in found}
    for readers in _more_readers:
        people |= {person.pk: person for person in readers(answer) if person.is_active}
    return [people[pk] for pk in sorted(people)]


def reply_address(token: str) -> str:
    """Return where letters to the conversation go: our own address with its token."""
    desk, _at, host = settings.CONTACT_EMAIL.partition("@")
    return f"{desk}+{token}@{host}"


def letters_about(question: Question) -> Any:
    """Return every letter that was written about a question."""
    return Letter.objects.filter(key__startswith=_key(question, ""))


# --- To the asker -------------------------------------------------------------------------------


def tell_received(question: Question, usual_days: int | None) -> None:
    """Say that the question has come, and when an answer may be expected."""
    _tell_asker(question, "received", "received", usual_days=usual_days)


def tell_message(message: Message, what: str) -> None:
    """Send what an officer wrote: asked_back, answered or message."""
    _tell_asker(message.question, what, f"message:{message.pk}", message=message)


def tell_joined(question: Question) -> None:
    """Say that the question was joined with one like it."""
    _tell_asker(question, "joined", f"joined:{question.merged_into_id}")


def tell_closed(question: Question, why: str) -> None:
    """Say that we closed the question, and why."""
    _tell_asker(question, "closed", f"closed:{question.closed_at:%Y%m%d%H%M%S%f}", why=why)


def tell_published(version: PublishedVersion) -> None:
    """Tell the askers that their question became an answer everybody may read."""
    for person in readers_of(version.answer):
        _tell_reader(person, version, "published")


def _tell_asker(question: Question, what: str, key: str, **more: Any) -> None:
    if question.asker is None:
        return
    outbox.post(
        key=_key(question, key),
        to=question.asker.email,
        person=question.asker,
        template=f"advice/email/{what}",
        context={
            "question": question,
            "url": settings.PORTAL_URL + question.get_absolute_url(),
            "reply_above": REPLY_ABOVE,
            **more,
        },
        reply_to=reply_address(question.reply_token),
    )


# --- To the secretariat -------------------------------------------------------------------------


def tell_new(question: Question) -> None:
    """Tell the desk of a new question."""
    _tell_desk(question, "new", "new")


def tell_given(question: Question, by: User) -> None:
    """Tell an officer that somebody else gave her a question."""
    key = f"given:{question.changed_at:%Y%m%d%H%M%S%f}"
    _tell_desk(question, "given", key, to=question.officer, by=by)


def tell_reply(message: Message, what: str = "reply") -> None:
    """Tell the officer that the asker or an invited programme wrote: reply or invited_answered."""
    question = message.question
    _tell_desk(question, what, f"desk:{message.pk}", to=question.officer, message=message)


def tell_reopened(question: Question) -> None:
    """Tell the officer that the answer was not enough."""
    key = f"reopened:{question.changed_at:%Y%m%d%H%M%S%f}"
    _tell_desk(question, "reopened", key, to=question.officer)


def tell_overdue(question: Question) -> None:
    """Remind the officer, or the desk, that the answer was due."""
    _tell_desk(question, "overdue", f"overdue:{question.due_on}", to=question.officer)


def _tell_desk(
    question: Question, what: str, key: str, *, to: User | None = None, **more: Any
) -> None:
    page = reverse("admin:advice_question_change", args=[question.pk])
    outbox.post(
        key=_key(question, key),
        to=to.email if to else settings.CONTACT_EMAIL,
        person=to,
        language="" if to else settings.LANGUAGE_CODE,
        template=f"advice/email/{what}",
        context={"question": question, "url": settings.PORTAL_URL + page, **more},
    )


# --- To invited programmes ----------------------------------------------------------------------


def tell_invited(invitation: Invitation, secret: str, what: str = "invited") -> None:
    """Put the question to somebody of another programme: invited, or invited_again."""
    number = Letter.objects.filter(
        key__startswith=_key(invitation.question, f"invited:{invitation.pk}:")
    ).count()
    page = reverse("invitation", args=[secret])
    outbox.post(
        key=_key(invitation.question, f"invited:{invitation.pk}:{number}"),
        to=invitation.email,
        language=settings.LANGUAGE_CODE,
        template=f"advice/email/{what}",
        context={
            "invitation": invitation,
            "url": settings.PORTAL_URL + page,
            "reply_above": REPLY_ABOVE,
        },
        reply_to=reply_address(invitation.reply_token),
    )


# --- About published answers --------------------------------------------------------------------


def tell_awaits_approval(version: PublishedVersion) -> None:
    """Ask the desk for a second person."""
    moment = f"{version.submitted_at:%Y%m%d%H%M%S%f}"
    _tell_writer(version, "awaits_approval", f"approval:{moment}", to=None)


def tell_returned(version: PublishedVersion) -> None:
    """Tell who wrote it what has to change."""
    moment = f"{version.submitted_at:%Y%m%d%H%M%S%f}"
    _tell_writer(version, "returned", f"returned:{moment}", to=version.written_by)


def tell_changed(version: PublishedVersion, before: PublishedVersion) -> None:
    """Tell the readers what a new version says that the one before did not, word by word."""
    for person in readers_of(version.answer):
        _tell_reader(person, version, "changed", changes=_changes(before, version))


def tell_superseded(version: PublishedVersion, successor: PublishedVersion) -> None:
    """Tell the readers that another answer took the place of this one, and what it says."""
    for person in readers_of(version.answer):
        changes = _changes(version, successor)
        _tell_reader(person, version, "superseded", successor=successor, changes=changes)


def _changes(before: PublishedVersion, after: PublishedVersion) -> str:
    """Return what differs word by word: the answer, then how heavy it weighs and when it holds."""
    facts = (
        (_("Authority"), before.get_authority_display(), after.get_authority_display()),
        (_("Holds for"), ", ".join(before.period_labels), ", ".join(after.period_labels)),
        (_("Valid until"), _last_day(before), _last_day(after)),
    )
    parts = [in_plain_text(compare(before.text, after.text))] if before.text != after.text else []
    parts += [f"{label}: [gone: {old}] [new: {new}]" for label, old, new in facts if old != new]
    return "\n\n".join(parts) or _("Only the question or the title is worded anew.")


def _last_day(version: PublishedVersion) -> str:
    return date_format(version.valid_until) if version.valid_until else _("no end")


def tell_expired(version: PublishedVersion) -> None:
    """Tell the readers that an answer no longer holds."""
    for person in readers_of(version.answer):
        _tell_reader(person, version, "expired")


def tell_desk_expired(version: PublishedVersion) -> None:
    """Tell the desk that an answer ran out and nothing took its place."""
    _tell_writer(version, "expired_desk", f"expired:{version.ended_at:%Y%m%d}", to=None)


def _tell_reader(person: User, version: PublishedVersion, what: str, **more: Any) -> None:
    successor = more.get("successor", version)
    outbox.post(
        key=f"answer:{version.pk}:{what}:{successor.pk}:{person.pk}",
        to=person.email,
        person=person,
        template=f"advice/email/{what}",
        context={
            "version": version,
            "url": settings.PORTAL_URL + version.answer.get_absolute_url(),
            "new_url": settings.PORTAL_URL + successor.answer.get_absolute_url(),
            **more,
        },
    )


def _tell_writer(version: PublishedVersion, what: str, key: str, *, to: User | None) -> None:
    page = reverse("admin:advice_publishedversion_change", args=[version.pk])
    outbox.post(
        key=f"answer:{version.pk}:{key}",
        to=to.email if to else settings.CONTACT_EMAIL,
        person=to,
        language="" if to else settings.LANGUAGE_CODE,
        template=f"advice/email/{what}",
        context={"version": version, "url": settings.PORTAL_URL + page},
    )


def _key(question: Question, rest: str) -> str:
    return f"question:{question.pk}:{rest}"
