"""What the hall holds about people: their posts at bodies."""

from typing import Any

from interact_portal.accounts.models import User
from interact_portal.accounts.personal_data import holds
from interact_portal.core import audit
from programmes.models import Membership


def _memberships(user: User) -> list[dict[str, Any]]:
    return [
        {
            "body": row.body.name,
            "post": row.post,
            "role": row.get_role_display(),
            "state": row.get_state_display(),
            "since": row.since,
            "until": row.until,
            "asked": row.asked_at,
            "decided": row.decided_at,
            "reason": row.reason,
        }
        for row in Membership.objects.filter(person=user).select_related("body").order_by("pk")
    ]


def _forget_memberships(user: User) -> None:
    for membership in Membership.objects.filter(person=user):
        audit.forget(membership)
        membership.delete()


holds("memberships", collect=_memberships, erase=_forget_memberships)
