"""What the room holds about a person, and how it forgets her."""

from contextlib import suppress
from typing import Any

from interact_portal.accounts.models import User
from interact_portal.accounts.personal_data import holds

from .models import Registration
from .registration import RefusedError, forget, withdraw


def _registrations(user: User) -> list[dict[str, Any]]:
    rows = Registration.objects.of(user).select_related(
        "seminar", "body", "programme", "needs", "privacy_notice", "attendance", "certificate",
        "promise",
    )  # fmt: skip
    return [_one(row) for row in rows.prefetch_related("answers__question", "decisions")]


def _one(row: Registration) -> dict[str, Any]:
    needs, attendance = getattr(row, "needs", None), getattr(row, "attendance", None)
    certificate, promise = getattr(row, "certificate", None), getattr(row, "promise", None)
    return {
        "seminar": row.seminar.title,
        "name": row.name,
        "e-mail address": row.email,
        "reference": row.reference,
        "body": row.body_name,
        "programme": row.programme.name if row.programme else "",
        "came as": row.get_role_display(),
        "took part": row.get_mode_display(),
        "status": row.get_status_display(),
        "asked": row.asked_at,
        "decisions": [
            {"when": each.at, "outcome": each.get_outcome_display(), "why": each.sentence}
            for each in row.decisions.all()
        ],
        "question brought": row.brings_question,
        "answers": {each.question.label: each.values for each in row.answers.all()},
        "diet": needs.diet if needs else "",
        "access needs": needs.access if needs else "",
        "on the participants’ list for": row.get_visibility_display(),
        "agreed to": str(row.privacy_notice or ""),
        "agreed": row.agreed_at,
        "attendance": attendance.get_state_display() if attendance else "",
        "arrived": attendance.arrived_at if attendance else None,
        "certificate": certificate.number if certificate else "",
        "one thing to change": promise.text if promise else "",
    }


def _calendars(user: User) -> list[dict[str, Any]]:
    return [
        {"made": each.made_at, "revoked": each.revoked_at}
        for each in user.calendar_subscriptions.order_by("made_at")
    ]


def _forget_registrations(user: User) -> None:
    """Give open seats back first, so that the next moves up; then forget."""
    for registration in Registration.objects.of(user).select_related("seminar"):
        if registration.is_active:
            # Once the seminar has begun, the seat stays in its statistics.
            with suppress(RefusedError):
                withdraw(registration)
        forget(registration)


holds("seminars", collect=_registrations, erase=_forget_registrations)
holds(
    "calendars",
    collect=_calendars,
    erase=lambda user: user.calendar_subscriptions.all().delete(),
)
