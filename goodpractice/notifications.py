"""What people are told about practices: letters into the outbox, in the transaction of the act."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from goodpractice.models import (
    Contact,
    Correction,
    OutsideReview,
    PracticeVersion,
    Remark,
    Use,
    UseState,
)
from goodpractice.permissions import designated_for, people_who_confirm_facts
from interact_portal.mail import outbox


def tell_submitted(version: PracticeVersion, *, again: bool) -> None:
    """Thank the author, tell the secretariat, and ask the programme to confirm the facts."""
    _to_author(version, "submitted", again=again)
    outbox.post(
        key=_key(version, "waiting", settings.CONTACT_EMAIL),
        to=settings.CONTACT_EMAIL,
        template="goodpractice/email/waiting",
        context=_context(version) | {"again": again},
    )
    if version.facts_confirmed_at is None:
        for person in people_who_confirm_facts(version):
            _to(person, version, "confirm_facts")


def tell_withdrawn(version: PracticeVersion, reviewer: Any) -> None:
    """Tell the reviewer who was on it that the author took it back."""
    if reviewer is not None:
        _to(reviewer, version, "withdrawn")


def tell_claimed(version: PracticeVersion) -> None:
    """Tell the author who reads it now."""
    _to_author(version, "claimed")


def tell_changes_requested(version: PracticeVersion) -> None:
    """Tell the author what is wanted."""
    _to_author(version, "changes_requested")


def tell_facts_confirmed(version: PracticeVersion) -> None:
    """Tell the reviewer that the programme stands for the facts."""
    if version.reviewer is not None:
        _to(version.reviewer, version, "facts_confirmed")


def tell_declined(version: PracticeVersion) -> None:
    """Tell the author the reason."""
    _to_author(version, "declined")


def tell_published(version: PracticeVersion) -> None:
    """Tell the author where it stands now."""
    _to_author(version, "published")


def tell_remark(remark: Remark) -> None:
    """Tell the author of a remark on a part."""
    if remark.version.author is not None:
        _to(remark.version.author, remark.version, "remark", remark=remark)


def tell_answer(remark: Remark) -> None:
    """Tell who made a remark what the author answered."""
    if remark.author is not None:
        _to(remark.author, remark.version, "remark_answered", remark=remark)


def ask_outside(review: OutsideReview, secret: str) -> None:
    """Send the secret link to somebody outside."""
    path = reverse("practice_outside", args=[secret])
    outbox.post(
        key=f"practice:outside:{review.pk}",
        to=review.email,
        template="goodpractice/email/outside_asked",
        context=_context(review.version)
        | {"review": review, "link": f"{settings.PORTAL_URL}{path}"},
        reply_to=review.asked_by.email if review.asked_by else "",
    )


def tell_outside_answered(review: OutsideReview) -> None:
    """Tell who asked that the opinion is there."""
    if review.asked_by is not None:
        _to(review.asked_by, review.version, "outside_answered", review=review)


def tell_archived(version: PracticeVersion) -> None:
    """Tell the author why it left the catalogue."""
    _to_author(version, "archived")


def ask_to_confirm_use(use: Use) -> None:
    """Ask the body's designated people to confirm; where there is none, the secretariat."""
    people = list(designated_for(use.body))
    for person in people:
        _about_use(use, "use_asked", person.email, person)
    if not people:
        _about_use(use, "use_asked", settings.CONTACT_EMAIL, None)


def tell_use_decided(use: Use) -> None:
    """Tell who declared it, and the practice's author when it was confirmed."""
    if use.declared_by is not None:
        _about_use(use, "use_decided", use.declared_by.email, use.declared_by)
    author = use.practice.author
    if use.state == UseState.CONFIRMED and author is not None and author != use.declared_by:
        _about_use(use, "use_news", author.email, author)


def _about_use(use: Use, name: str, to: str, person: Any) -> None:
    outbox.post(
        key=f"use:{use.pk}:{name}:{to}:{timezone.now():%Y%m%d%H%M%S%f}",
        to=to,
        person=person,
        template=f"goodpractice/email/{name}",
        context={
            "use": use,
            "title": use.practice.title,
            "use_url": f"{settings.PORTAL_URL}{use.get_absolute_url()}",
            "page_url": f"{settings.PORTAL_URL}{use.practice.get_absolute_url()}",
        },
    )


def write_to_owner(contact: Contact, text: str) -> None:
    """Send a reader's letter to the contact of a practice; answers go to the reader."""
    practice, reader = contact.practice, contact.asked_by
    done = reverse("practice_contact_answered", args=[contact.key])
    outbox.post(
        key=f"contact:{contact.pk}",
        to=practice.contact_email,
        template="goodpractice/email/contact",
        context={
            "practice": practice,
            "reader": reader,
            "text": text,
            "page_url": f"{settings.PORTAL_URL}{practice.get_absolute_url()}",
            "done_url": f"{settings.PORTAL_URL}{done}",
        },
        reply_to=reader.email,
    )


def tell_unanswered(contact: Contact) -> None:
    """Tell the secretariat and the reader that a letter has waited too long."""
    context = {
        "practice": contact.practice,
        "contact": contact,
        "page_url": f"{settings.PORTAL_URL}{contact.practice.get_absolute_url()}",
    }
    outbox.post(
        key=f"contact:{contact.pk}:unanswered",
        to=settings.CONTACT_EMAIL,
        template="goodpractice/email/contact_unanswered",
        context=context,
    )
    if contact.asked_by is not None:
        outbox.post(
            key=f"contact:{contact.pk}:sorry",
            to=contact.asked_by.email,
            person=contact.asked_by,
            template="goodpractice/email/contact_sorry",
            context=context,
        )


def tell_correction(correction: Correction) -> None:
    """Tell the secretariat and the author what a reader finds wrong."""
    _about_correction(correction, "correction", settings.CONTACT_EMAIL, None)
    author = correction.practice.author
    if author is not None:
        _about_correction(correction, "correction", author.email, author)


def tell_correction_decided(correction: Correction, address: str) -> None:
    """Tell the reader, at her account or at `address`, and the author what became of it."""
    reader, author = correction.sent_by, correction.practice.author
    if reader is not None:
        _about_correction(correction, "correction_decided", reader.email, reader)
    elif address:
        _about_correction(correction, "correction_decided", address, None)
    if author is not None and author != reader:
        _about_correction(correction, "correction_decided", author.email, author)


def _about_correction(correction: Correction, name: str, to: str, person: Any) -> None:
    outbox.post(
        key=f"correction:{correction.pk}:{name}:{to}",
        to=to,
        person=person,
        template=f"goodpractice/email/{name}",
        context={
            "correction": correction,
            "title": correction.practice.title,
            "page_url": f"{settings.PORTAL_URL}{correction.practice.get_absolute_url()}",
        },
    )


def _to_author(version: PracticeVersion, name: str, **context: Any) -> None:
    if version.author is not None:
        _to(version.author, version, name, **context)


def _to(person: Any, version: PracticeVersion, name: str, **context: Any) -> None:
    outbox.post(
        key=_key(version, name, person.pk),
        to=person.email,
        person=person,
        template=f"goodpractice/email/{name}",
        context=_context(version) | context,
    )


def _key(version: PracticeVersion, name: str, to: Any) -> str:
    """Return a key that is the same for the same act only: an act may come again later."""
    return f"practice:{version.pk}:{name}:{to}:{timezone.now():%Y%m%d%H%M%S%f}"


def _context(version: PracticeVersion) -> dict[str, Any]:
    mine = reverse("practice_submission", args=[version.pk])
    facts = reverse("practice_facts", args=[version.pk])
    return {
        "version": version,
        "title": version.title,
        "mine_url": f"{settings.PORTAL_URL}{mine}",
        "facts_url": f"{settings.PORTAL_URL}{facts}",
        "page_url": f"{settings.PORTAL_URL}{version.practice.get_absolute_url()}"
        if version.practice.slug
        else "",
    }
