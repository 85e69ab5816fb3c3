"""The audit trail's pen: `record()` is the only writer of AuditEntry."""

from typing import Any

from django.db import models

from .logs import current_request_id
from .models import AuditEntry

SYSTEM = "The portal"
SOMEBODY = "Somebody who has left"

# What the trail never holds, whoever calls.
NEVER = frozenset({"diet", "needs", "access_needs", "password", "secret", "token", "code"})


def record(
    act: str,
    thing: models.Model | type[models.Model],
    *,
    by: models.Model | None = None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    why: str = "",
) -> AuditEntry:
    """Write one row of the audit trail and return it.

    Called by every verb inside its own transaction, so that an act and its trace stand or fall
    together. `by` is the acting user, or None where the portal acts by itself (a job, a command).
    An act on a whole table (an import) names the model itself as `thing`. Raises ValueError where
    `before` or `after` holds what must never stand here.
    """
    forbidden = NEVER & {*(before or {}), *(after or {})}
    if forbidden:
        raise ValueError(f"The audit trail never holds {', '.join(sorted(forbidden))}.")
    is_table = isinstance(thing, type)
    return AuditEntry.objects.create(
        act=act,
        actor=by if by is not None and by.pk else None,
        actor_name=str(by)[:200] if by is not None else SYSTEM,
        thing_type=thing._meta.label_lower,
        thing_key="" if is_table else str(thing.pk),
        thing_name=str(thing._meta.verbose_name_plural if is_table else thing)[:300],
        before=before or {},
        after=after or {},
        why=why,
        request_id=current_request_id(),
    )


def trail_of(thing: models.Model) -> models.QuerySet[AuditEntry]:
    """Return the audit entries about `thing`, newest first."""
    return AuditEntry.objects.filter(thing_type=thing._meta.label_lower, thing_key=str(thing.pk))


def acts_by(person: models.Model) -> models.QuerySet[AuditEntry]:
    """Return what `person` did, newest first."""
    return AuditEntry.objects.filter(actor=person)


def forget_actor(person: models.Model) -> None:
    """Take the name of `person` out of her acts; that somebody acted stays."""
    acts_by(person).update(actor=None, actor_name=SOMEBODY)


def forget(thing: models.Model) -> None:
    """Take the name of `thing`, a person or her post, out of the trail; the acts stay."""
    name = f"{thing._meta.verbose_name} {thing.pk}"
    trail_of(thing).update(thing_name=name, before={}, after={}, why="")
