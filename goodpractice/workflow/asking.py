"""Readers' voices and their letters to the owner of a practice."""

import datetime
import statistics
from typing import Any

from django.db import transaction
from django.utils import timezone

from goodpractice import notifications
from goodpractice.models import Contact, Practice, Voice
from goodpractice.models.lists import new_key
from goodpractice.standings import PATIENCE, working_days_after
from interact_portal.core.audit import record
from interact_portal.core.moves import IllegalMoveError
from interact_portal.mail import outbox
from interact_portal.mail.models import Letter

MOST_LETTERS_A_DAY = 10


class TooManyLettersError(IllegalMoveError):
    """One person writes to at most ten owners a day."""


def give_voice(practice: Practice, reader: str, *, is_useful: bool, reason: str = "") -> Voice:
    """Write down a reader's word; a second one replaces her first."""
    voice, _made = Voice.objects.update_or_create(
        practice=practice, reader=reader, defaults={"is_useful": is_useful, "reason": reason}
    )
    return voice


@transaction.atomic
def write_to_owner(practice: Practice, text: str, *, by: Any) -> Contact:
    """Send a letter to the contact of a practice and count that it was sent."""
    if not practice.contact_email:
        raise IllegalMoveError("The practice has no contact.")
    since = timezone.now() - datetime.timedelta(days=1)
    if Contact.objects.filter(asked_by=by, asked_at__gte=since).count() >= MOST_LETTERS_A_DAY:
        raise TooManyLettersError("At most ten letters a day.")
    contact = Contact.objects.create(practice=practice, asked_by=by, key=new_key())
    record("write to the owner", practice, by=by)
    notifications.write_to_owner(contact, text)
    return contact


@transaction.atomic
def mark_answered(contact: Contact) -> Contact:
    """Note that the owner says she has answered."""
    contact = Contact.objects.select_for_update().get(pk=contact.pk)
    if contact.answered_at is None:
        contact.answered_at = timezone.now()
        contact.save()
    return contact


def usual_reply_days(practice: Practice) -> int | None:
    """Return in how many days the owner usually answers (the median), or None when not known."""
    days = [
        (answered - asked).days + 1
        for asked, answered in practice.contacts.filter(answered_at__isnull=False).values_list(
            "asked_at", "answered_at"
        )
    ]
    return round(statistics.median(days)) if days else None


@transaction.atomic
def remind_of_unanswered() -> int:
    """Tell the secretariat and the readers of letters unanswered too long; return how many."""
    today, told = timezone.localdate(), 0
    waiting = Contact.objects.select_for_update(of=("self",)).filter(
        answered_at__isnull=True, reminded_at__isnull=True
    )
    for contact in waiting.select_related("practice", "asked_by"):
        if working_days_after(timezone.localdate(contact.asked_at), PATIENCE) < today:
            contact.reminded_at = timezone.now()
            contact.save()
            notifications.tell_unanswered(contact)
            told += 1
    return told


def forget_words_of_letters() -> int:
    """Strike out what readers wrote to owners once it is sent; return how many letters."""
    sent = Letter.objects.filter(key__regex=r"^contact:\d+$", state=Letter.State.SENT)
    return outbox.strike_out(sent.exclude(text=""))
