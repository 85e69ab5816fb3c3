"""What a reviewer can do with a version: each act with its form and the verb it calls."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from goodpractice import workflow
from goodpractice.choices import OPEN, Status
from goodpractice.forms.reviewing import (
    ArchiveForm,
    NoteForm,
    OutsideForm,
    PublishForm,
    ReasonForm,
    RemarkForm,
)
from goodpractice.models import PracticeVersion

Verb = Callable[[PracticeVersion, Any, dict[str, Any]], object]
DONE = _("Done.")
UNDER_REVIEW = (Status.SUBMITTED, Status.IN_REVIEW)


@dataclass(frozen=True)
class Act:
    """One act: its button, the form it needs, from which statuses, and the verb."""

    name: str
    label: str | Promise
    sources: frozenset[str]
    verb: Verb
    form: type[forms.Form] | None = None
    said: str | Promise = DONE


def _publish(version: PracticeVersion, by: Any, data: dict[str, Any]) -> object:
    more = {"change": data["change"], "note": data["note"]}
    if data["appears_at"]:
        return workflow.schedule(version, by=by, appears_at=data["appears_at"], **more)
    return workflow.publish(version, by=by, **more)


def _archive(version: PracticeVersion, by: Any, data: dict[str, Any]) -> object:
    if data["leaves_at"]:
        leaves_at = data["leaves_at"]
        return workflow.schedule(version, by=by, leaves_at=leaves_at, note=data["reason"])
    return workflow.archive(version, by=by, reason=data["reason"])


def _of(move: str) -> frozenset[str]:
    return workflow.MOVES[move].sources


ACTS = {
    act.name: act
    for act in (
        Act("claim", _("Take it on"), _of("claim"),
            lambda v, by, d: workflow.claim(v, by=by), said=_("You are on it now.")),
        Act("release", _("Give it back to the queue"), _of("release"),
            lambda v, by, d: workflow.release(v, by=by)),
        Act("confirm-facts", _("Confirm the facts for the programme"), frozenset(UNDER_REVIEW),
            lambda v, by, d: workflow.confirm_facts(v, by=by)),
        Act("remark", _("Remark on a part"), frozenset(UNDER_REVIEW),
            lambda v, by, d: workflow.remark_on(v, d["part"], d["text"], by=by), RemarkForm,
            _("The author is told of your remark.")),
        Act("ask-outside", _("Ask somebody outside"), frozenset(UNDER_REVIEW),
            lambda v, by, d: workflow.ask_outside(v, by=by, **d), OutsideForm,
            _("The link is on its way.")),
        Act("request-changes", _("Ask for changes"), _of("request changes"),
            lambda v, by, d: workflow.request_changes(v, by=by, note=d["reason"]), ReasonForm,
            _("It is back with its author.")),
        Act("publish", _("Publish"), _of("publish"), _publish, PublishForm),
        Act("decline", _("Decline"), _of("decline"),
            lambda v, by, d: workflow.decline(v, by=by, reason=d["reason"]), ReasonForm),
        Act("archive", _("Archive"), _of("archive"), _archive, ArchiveForm),
        Act("restore", _("Bring back into the catalogue"), _of("restore"),
            lambda v, by, d: workflow.restore(v, by=by, note=d["note"]), NoteForm),
        Act("cancel-schedule", _("Take back the planned day"),
            frozenset({*OPEN, Status.PUBLISHED}),
            lambda v, by, d: workflow.cancel_schedule(v, by=by)),
    )
}  # fmt: skip


def acts_for(version: PracticeVersion) -> list[Act]:
    """Return the acts that make sense for a version now."""
    planned = version.appears_at or version.leaves_at
    return [
        act
        for act in ACTS.values()
        if version.status in act.sources
        and (act.name != "cancel-schedule" or planned)
        and (act.name != "confirm-facts" or version.facts_confirmed_at is None)
    ]
