"""Letters in the organiser's own words, and personal invitations."""

from collections.abc import Iterable, Sequence

from django.db import models, transaction
from django.utils.translation import gettext as _

from interact_portal.core.audit import record
from interact_portal.core.models import AuditEntry
from seminars import notifications
from seminars.models import Invitation, Registration, Seminar
from seminars.registration import RefusedError


def addressees(seminar: Seminar, statuses: Sequence[str]) -> models.QuerySet[Registration]:
    """Return whom a letter to registrations of these statuses reaches."""
    rows = seminar.registrations.filter(status__in=statuses).exclude(email="")
    return rows.select_related("person", "seminar__country").order_by("pk")


@transaction.atomic
def write_to(
    seminar: Seminar,
    statuses: Sequence[str],
    *,
    subject: str,
    text: str,
    expected: int,
    by: models.Model,
) -> AuditEntry:
    """Write to everybody of these statuses, if they are still as many as were previewed.

    Raises RefusedError when their number has changed since: then the writer looks again.
    """
    people = list(addressees(seminar, statuses))
    if len(people) != expected:
        raise RefusedError(
            _("The letter would go to %(now)d people now, not to %(then)d. Please look again.")
            % {"now": len(people), "then": expected}
        )
    entry = record(
        "seminar.wrote to participants",
        seminar,
        by=by,
        after={"statuses": list(statuses), "people": len(people), "subject": subject},
        why=text,
    )
    for registration in people:
        notifications.write_to_participant(
            registration, key=f"own-words:{entry.pk}", subject=subject, text=text
        )
    return entry


@transaction.atomic
def invite(seminar: Seminar, people: Iterable[Invitation], *, by: models.Model) -> list[Invitation]:
    """Invite people who are not invited yet, each with a letter; return the new invitations."""
    there = {email.lower() for email in seminar.invitations.values_list("email", flat=True)}
    made = []
    for invitation in people:
        if invitation.email.lower() in there:
            continue
        there.add(invitation.email.lower())
        invitation.seminar, invitation.invited_by = seminar, by
        invitation.save()
        notifications.invite(invitation)
        made.append(invitation)
    record("seminar.invited", seminar, by=by, after={"people": len(made)})
    return made
