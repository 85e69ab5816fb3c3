"""The outbox: `post` writes a letter, `send_one_due` sends it. Only this module writes Letter.

A letter is written in the transaction of the act it tells, so a rolled-back act tells nobody. The
worker locks one row, sends inside that transaction and marks it sent: a worker that dies frees the
row, and the only letter that can arrive twice is the one whose worker died between the mail
server's yes and our commit. Its Message-ID is made from its key, so mail programs can tell.
"""

import base64
import datetime
import hashlib
import logging
import smtplib
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.db.models import QuerySet
from django.template import Context
from django.template.loader import get_template
from django.utils import timezone, translation
from django.utils.translation import gettext

from interact_portal.core.audit import record
from interact_portal.core.text import squeeze

from .models import Letter

logger = logging.getLogger("portal.outbox")

# Seconds to wait after each failed attempt; after the last the letter has failed.
PATIENCE = (1, 5, 30, 120, 600, 3600, 6 * 3600, 24 * 3600)


# The address of a letter whose reader has left (RFC 2606: .invalid is nobody's).
NOBODY = "nobody@erased.invalid"


def post(
    *,
    key: str,
    to: str,
    template: str,
    context: dict[str, Any],
    person: Any = None,
    language: str = "",
    reply_to: str = "",
    headers: dict[str, str] | None = None,
    attachments: Iterable[tuple[str, str, bytes]] = (),
    secret_for: datetime.timedelta | None = None,
) -> Letter:
    """Write a letter from `<template>.txt`, whose first line is the subject; return it.

    Written in the reader's language, as plain text: nothing is escaped for HTML. A second letter
    with the same key is not written; the first is returned. `attachments` are triples of name,
    content type and bytes. A letter with a code says by `secret_for` how long its words may stay.
    """
    chosen = language or getattr(person, "language", "") or settings.LANGUAGE_CODE
    known = {
        "portal_url": settings.PORTAL_URL,
        "operator": settings.OPERATOR,
        "contact": settings.CONTACT_EMAIL,
        "person": person,
    }
    with translation.override(chosen):
        plain = get_template(f"{template}.txt").template
        rendered = plain.render(Context(known | context, autoescape=False))
    subject, _sep, text = rendered.strip().partition("\n")
    return write(
        key=key,
        to=to,
        subject=subject,
        text=text.strip() + "\n",
        person=person,
        reply_to=reply_to,
        headers=headers,
        attachments=attachments,
        secret_for=secret_for,
    )


def write(
    *,
    key: str,
    to: str,
    subject: str,
    text: str,
    person: Any = None,
    reply_to: str = "",
    headers: dict[str, str] | None = None,
    attachments: Iterable[tuple[str, str, bytes]] = (),
    secret_for: datetime.timedelta | None = None,
    not_before: datetime.datetime | None = None,
) -> Letter:
    """Write a letter whose words are ready; return it. It is sent at `not_before` or at once.

    Where a letter has this key already, that one stays as it is; what is returned bears its
    primary key.
    """
    letter = Letter(
        key=key,
        to=to,
        subject=squeeze(subject)[:300],
        text=text,
        person=person if person is not None and person.pk else None,
        reply_to=reply_to,
        headers=headers or {},
        attachments=[
            {"name": name, "type": kind, "content": base64.b64encode(content).decode()}
            for name, kind, content in attachments
        ],
        secret_until=timezone.now() + secret_for if secret_for else None,
        next_try_at=not_before or timezone.now(),
    )
    # One statement, as people wait behind it: a key that is there keeps its letter as it is.
    (letter,) = Letter.objects.bulk_create(
        [letter], update_conflicts=True, unique_fields=("key",), update_fields=("key",)
    )
    return letter


@transaction.atomic
def withdraw(letter: Letter, *, by: Any = None) -> bool:
    """Take back a letter that has not been sent yet; return whether that was still possible."""
    waiting = Letter.objects.filter(pk=letter.pk, state=Letter.State.QUEUED)
    withdrawn = bool(waiting.update(state=Letter.State.WITHDRAWN))
    if withdrawn:
        record("withdraw letter", letter, by=by)
    return withdrawn


def withdraw_all(letters: QuerySet[Letter]) -> int:
    """Take back those of `letters` that have not been sent yet, at once; return how many."""
    return letters.filter(state=Letter.State.QUEUED).update(state=Letter.State.WITHDRAWN)


@transaction.atomic
def send_again(letter: Letter, *, by: Any = None) -> bool:
    """Queue a letter once more that failed or was sent; return whether that was possible.

    A letter whose words are struck out or forgotten is not sent again: it says nothing any more.
    """
    left = Letter.objects.filter(pk=letter.pk).exclude(text="")
    left = left.filter(state__in=(Letter.State.SENT, Letter.State.FAILED))
    queued = bool(
        left.update(
            state=Letter.State.QUEUED,
            attempts=0,
            next_try_at=timezone.now(),
            sent_at=None,
            last_error="",
        )
    )
    if queued:
        record("send letter again", letter, by=by)
    return queued


def strike_out(letters: QuerySet[Letter]) -> int:
    """Take the words out of `letters`; those not sent yet are withdrawn. Return how many."""
    letters.filter(state=Letter.State.QUEUED).update(state=Letter.State.WITHDRAWN)
    return letters.update(text="", html="", attachments=[], secret_until=None)


def codes_past_their_time() -> QuerySet[Letter]:
    """Return the letters whose code is of no use any more."""
    return Letter.objects.filter(secret_until__lte=timezone.now())


def codes_sent_to(address: str) -> QuerySet[Letter]:
    """Return the letters to `address` that still hold a code."""
    return Letter.objects.filter(to__iexact=address, secret_until__isnull=False)


def forget(letters: QuerySet[Letter]) -> int:
    """Strike out words and address of `letters`; that one was written stays. Return how many."""
    strike_out(letters)
    return letters.update(
        to=NOBODY, subject=gettext("(erased)"), reply_to="", headers={}, last_error=""
    )


def send_all_due() -> int:
    """Send every letter that is due, one transaction each; return how many were tried."""
    tried = 0
    connection = get_connection()
    try:
        while send_one_due(connection):
            tried += 1
    finally:
        connection.close()
    return tried


def letters_due() -> QuerySet[Letter]:
    """Return the letters to be sent now, the longest waiting first."""
    return Letter.objects.filter(
        state=Letter.State.QUEUED, next_try_at__lte=timezone.now()
    ).order_by("next_try_at", "pk")


def a_letter_is_due() -> bool:
    """Say whether the worker has anything to send."""
    return letters_due().exists()


@transaction.atomic
def send_one_due(connection: Any) -> bool:
    """Send the letter that has been due longest; return whether there was one."""
    letter = letters_due().select_for_update(skip_locked=True).first()
    if letter is None:
        return False
    letter.attempts += 1
    try:
        connection.open()
        _as_message(letter, connection).send()
    except Exception as error:  # whatever is wrong with this letter must not hold up the next
        _note_failure(letter, error)
        connection.close()
    else:
        letter.state = Letter.State.SENT
        letter.sent_at = timezone.now()
        letter.last_error = ""
    letter.save()
    return True


def _as_message(letter: Letter, connection: Any) -> EmailMultiAlternatives:
    host = urlsplit(settings.PORTAL_URL).hostname
    digest = hashlib.sha256(letter.key.encode()).hexdigest()[:32]
    message = EmailMultiAlternatives(
        letter.subject,
        letter.text,
        to=[letter.to],
        reply_to=[letter.reply_to] if letter.reply_to else None,
        connection=connection,
        headers={"Message-ID": f"<{digest}@{host}>", **letter.headers},
    )
    if letter.html:
        message.attach_alternative(letter.html, "text/html")
    for file in letter.attachments:
        message.attach(file["name"], base64.b64decode(file["content"]), file["type"])
    return message


def _note_failure(letter: Letter, error: Exception) -> None:
    letter.last_error = f"{type(error).__name__}: {error}"[:1000]
    if _is_permanent(error) or letter.attempts > len(PATIENCE):
        letter.state = Letter.State.FAILED
    else:
        wait = datetime.timedelta(seconds=PATIENCE[letter.attempts - 1])
        letter.next_try_at = timezone.now() + wait
    logger.warning("letter not sent", extra={"letter": letter.key, "error": letter.last_error})


def _is_permanent(error: Exception) -> bool:
    """RFC 5321 section 4.2.1: a reply 5yz to the address or the text will not change by itself.

    A refused sign-in or sender is ours to mend, so those are tried again.
    """
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(500 <= reply[0] < 600 for reply in error.recipients.values())
    return isinstance(error, smtplib.SMTPDataError) and 500 <= error.smtp_code < 600
