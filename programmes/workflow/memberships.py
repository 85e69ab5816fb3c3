"""Memberships of people at bodies: asked for, confirmed or declined by a colleague, ended.

Only this module writes Membership.state and Membership.role. A body's designated person answers
for colleagues; where there is none, or no answer came in time, the secretariat does.
"""

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from interact_portal.accounts.models import User
from interact_portal.core.audit import record
from interact_portal.core.moves import IllegalMoveError, Move
from interact_portal.core.standing import Standing, Step
from programmes import notifications
from programmes.choices import MembershipRole, MembershipState
from programmes.models import Body, Membership

ASKED, CONFIRMED, DECLINED, ENDED = (
    MembershipState.ASKED,
    MembershipState.CONFIRMED,
    MembershipState.DECLINED,
    MembershipState.ENDED,
)

MOVES = {
    "confirm": Move(frozenset({ASKED}), CONFIRMED),
    "decline": Move(frozenset({ASKED}), DECLINED),
    "leave": Move(frozenset({ASKED, CONFIRMED}), ENDED),
    "end": Move(frozenset({CONFIRMED}), ENDED),
}


@transaction.atomic
def ask(person: User, body: Body, *, post: str = "") -> Membership:
    """Ask that `person` belongs to `body`; a colleague or the secretariat is asked to answer.

    Raises IllegalMoveError when she has asked before or belongs to it already.
    """
    body = Body.objects.select_for_update().get(pk=body.pk)
    if Membership.objects.open().filter(person=person, body=body).exists():
        raise IllegalMoveError(_("You have asked already, or belong to this body."))
    membership = Membership.objects.create(person=person, body=body, post=post)
    record("ask", membership, by=person, after={"state": membership.state})
    notifications.tell_asked(membership)
    return membership


@transaction.atomic
def enter(person: User, body: Body, *, by: User, role: str = MembershipRole.MEMBER) -> Membership:
    """Make `person` a confirmed member of `body` at once: the secretariat knows her.

    Raises IllegalMoveError when she has asked or belongs to it already.
    """
    body = Body.objects.select_for_update().get(pk=body.pk)
    if Membership.objects.open().filter(person=person, body=body).exists():
        raise IllegalMoveError(_("She has asked already, or belongs to this body."))
    membership = Membership.objects.create(
        person=person,
        body=body,
        role=role,
        state=CONFIRMED,
        since=timezone.localdate(),
        decided_at=timezone.now(),
        decided_by=by,
    )
    record("enter", membership, by=by, after={"state": CONFIRMED, "role": role})
    notifications.tell_person(membership, "confirmed")
    return membership


@transaction.atomic
def confirm(membership: Membership, *, by: User) -> Membership:
    """Let the person belong to the body from today."""
    membership = _step(membership, "confirm", by=by, since=timezone.localdate())
    notifications.tell_person(membership, "confirmed")
    return membership


@transaction.atomic
def decline(membership: Membership, *, by: User, reason: str) -> Membership:
    """Say no, with a reason that the person reads."""
    membership = _step(membership, "decline", by=by, reason=reason)
    notifications.tell_person(membership, "declined")
    return membership


@transaction.atomic
def leave(membership: Membership, *, by: User) -> Membership:
    """Take back the question, or leave the body: the person's own act, so no letter tells her."""
    return _step(membership, "leave", by=by, until=_today_or(membership))


@transaction.atomic
def end(membership: Membership, *, by: User, reason: str) -> Membership:
    """End somebody else's membership, with a reason that the person reads."""
    membership = _step(membership, "end", by=by, reason=reason, until=_today_or(membership))
    notifications.tell_person(membership, "ended")
    return membership


@transaction.atomic
def appoint(membership: Membership, *, by: User) -> Membership:
    """Make a member the designated person, who confirms colleagues."""
    return _give_role(membership, MembershipRole.DESIGNATED, "appointed", by=by)


@transaction.atomic
def relieve(membership: Membership, *, by: User) -> Membership:
    """Make a designated person an ordinary member again."""
    return _give_role(membership, MembershipRole.MEMBER, "relieved", by=by)


def join(kept: Membership, gone: Membership) -> None:
    """Make one post of a person's two at bodies that are merged: confirmed if either was.

    It begins on the earlier day and has the wider role. `gone` is deleted by the caller, who also
    leaves the row in the audit trail; nobody is told, because nothing changes for the person.
    """
    if kept.state == ASKED and gone.state == CONFIRMED:
        for name in ("state", "decided_at", "decided_by", "reason", "since", "until"):
            setattr(kept, name, getattr(gone, name))
    elif kept.state == gone.state == CONFIRMED and gone.since:
        kept.since = min(kept.since or gone.since, gone.since)
    if gone.state == CONFIRMED and gone.role == MembershipRole.DESIGNATED:
        kept.role = gone.role
    kept.post = kept.post or gone.post
    kept.save()


def pass_on_overdue() -> int:
    """Hand the questions nobody answered in time to the secretariat; return how many are new."""
    overdue = Membership.objects.overdue().select_related("person", "body")
    return sum(notifications.tell_overdue(membership) for membership in overdue)


def _locked(membership: Membership) -> Membership:
    rows = Membership.objects.select_for_update(of=("self",)).select_related("person", "body")
    return rows.get(pk=membership.pk)


def _step(membership: Membership, act: str, *, by: User, **fields: object) -> Membership:
    membership = _locked(membership)
    before = membership.state
    membership.state = MOVES[act].step_from(before)
    membership.decided_at = timezone.now()
    membership.decided_by = by
    for name, value in fields.items():
        setattr(membership, name, value)
    membership.save()
    record(
        act,
        membership,
        by=by,
        before={"state": before},
        after={"state": membership.state},
        why=membership.reason if "reason" in fields else "",
    )
    return membership


def _give_role(membership: Membership, role: str, what: str, *, by: User) -> Membership:
    membership = _locked(membership)
    if membership.state != CONFIRMED or membership.role == role:
        raise IllegalMoveError(_("Only a confirmed member can be given another role."))
    before, membership.role = membership.role, role
    membership.decided_at = timezone.now()
    membership.decided_by = by
    membership.save()
    record(what, membership, by=by, before={"role": before}, after={"role": role})
    notifications.tell_person(membership, what)
    return membership


def _today_or(membership: Membership) -> object:
    """Return today, or the day it began where that is still to come."""
    return max(timezone.localdate(), membership.since or timezone.localdate())


def standing_of(membership: Membership) -> Standing:
    """Return where a membership stands; needs `with_designated()` while it is waiting."""
    happened, following, by = _SAID[membership.state](membership)
    asked_on = timezone.localtime(membership.asked_at).date()
    decided = membership.decided_at and timezone.localtime(membership.decided_at).date()
    waits = membership.state == ASKED
    return Standing(
        happened=happened,
        next=following,
        by=by,
        ask_name=settings.OPERATOR,
        ask_url=f"mailto:{settings.CONTACT_EMAIL}",
        happened_on=membership.decided_at or membership.asked_at,
        steps=[
            Step(_("Asked"), "done", asked_on),
            Step(_("Answered"), "current" if waits else "done", decided or None),
        ],
    )


def _said_asked(membership: Membership) -> tuple:
    body = membership.body
    if membership.has_designated:
        following = _("The designated person of %(body)s confirms or declines.") % {"body": body}
    else:
        following = _("The secretariat confirms or declines: nobody at %(body)s does yet.") % {
            "body": body
        }
    return _("You asked to belong to %(body)s.") % {"body": body}, following, membership.answer_due


def _said_confirmed(membership: Membership) -> tuple:
    happened = _("You belong to %(body)s.") % {"body": membership.body}
    if membership.role == MembershipRole.DESIGNATED:
        return happened, _("As designated person you confirm colleagues."), None
    return happened, _("Nothing. Leave when you change your post."), None


def _said_declined(membership: Membership) -> tuple:
    happened = _("%(body)s declined: “%(reason)s”") % {
        "body": membership.body,
        "reason": membership.reason,
    }
    return happened, _("You may ask again, for example with the right post."), None


def _said_ended(membership: Membership) -> tuple:
    happened = _("You belonged to %(body)s.") % {"body": membership.body}
    if membership.reason:
        happened += " " + _("It ended: “%(reason)s”") % {"reason": membership.reason}
    return happened, _("Nothing. You may ask again."), None


_SAID = {
    ASKED: _said_asked,
    CONFIRMED: _said_confirmed,
    DECLINED: _said_declined,
    ENDED: _said_ended,
}
