"""What the room holds about people: what they wrote, declared, kept and asked; how it forgets."""

from typing import Any

from interact_portal.accounts.models import User
from interact_portal.accounts.personal_data import holds

from .content import readable
from .models import Correction, PracticeVersion, Remark, Use
from .workflow import forget_contact, forget_person, versions_naming


def _versions(user: User) -> list[dict[str, Any]]:
    rows = PracticeVersion.objects.by(user).select_related("practice").order_by("pk")
    return [
        {
            "title": version.title,
            "status": version.get_status_display(),
            "version": version.number,
            "begun": version.begun_at,
            "handed in": version.submitted_at,
            "published": version.published_at,
            "text": {
                str(part["label"]): part["text"]
                for part in readable(version.content, version.names)
            },
            "address of the contact": version.content.get("contact_email", ""),
        }
        for version in rows
    ]


def _remarks(user: User) -> list[dict[str, Any]]:
    rows = Remark.objects.filter(author=user).select_related("version").order_by("pk")
    return [{"practice": row.version.title, "made": row.made_at, "text": row.text} for row in rows]


def _uses(user: User) -> list[dict[str, Any]]:
    rows = Use.objects.filter(declared_by=user).select_related("practice", "body", "programme")
    return [
        {
            "practice": use.practice.title,
            "body": use.body.name,
            "programme": str(use.programme or ""),
            "how far": use.get_stage_display(),
            "declared": use.declared_at,
            "what was changed": use.changed,
            "result": use.result,
            "why it was stopped": use.why_stopped,
            "state": use.get_state_display(),
        }
        for use in rows.order_by("pk")
    ]


def _lists(user: User) -> list[dict[str, Any]]:
    lists = user.reading_lists.prefetch_related("entries__practice").order_by("pk")
    return [
        {
            "name": each.name,
            "made": each.made_at,
            "shared by link": bool(each.key),
            "practices": [
                {"title": entry.practice.title, "note": entry.note, "saved": entry.added_at}
                for entry in each.entries.all()
            ],
        }
        for each in lists
    ]


def _packs(user: User) -> list[dict[str, Any]]:
    return [
        {
            "title": pack.title,
            "made": pack.made_at,
            "notes": [item["note"] for item in pack.items if item["note"]],
        }
        for pack in user.briefing_packs.order_by("pk")
    ]


def _letters(user: User) -> list[dict[str, Any]]:
    rows = user.practice_contacts.select_related("practice").order_by("pk")
    return [
        {"practice": row.practice.title, "sent": row.asked_at, "answered": row.answered_at}
        for row in rows
    ]


def _corrections(user: User) -> list[dict[str, Any]]:
    rows = Correction.objects.filter(sent_by=user).select_related("practice").order_by("pk")
    return [
        {
            "practice": row.practice.title,
            "sent": row.sent_at,
            "text": row.text,
            "state": row.get_state_display(),
            "answer": row.answer,
        }
        for row in rows
    ]


def _contacts(user: User) -> list[dict[str, Any]]:
    return [
        {
            "practice": version.title,
            "status": version.get_status_display(),
            "name": version.content["contact_name"],
            "post": version.content["contact_post"],
            "address": version.content["contact_email"],
        }
        for version in versions_naming(user)
    ]


def _nothing(user: User) -> None:
    """Forget nothing here: the rows go, or lose the name, with the person's own row."""


holds("practices", collect=_versions, erase=forget_person)
holds("contacts of practices", collect=_contacts, erase=forget_contact)
holds("remarks on practices", collect=_remarks, erase=_nothing)
holds("uses of practices", collect=_uses, erase=_nothing)
holds("lists of practices", collect=_lists, erase=_nothing)
holds("briefing packs", collect=_packs, erase=_nothing)
holds("letters to owners of practices", collect=_letters, erase=_nothing)
holds("corrections of practices", collect=_corrections, erase=_nothing)
