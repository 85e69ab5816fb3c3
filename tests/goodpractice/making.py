"""Practices for tests, made by the room's own verbs."""

import datetime
from typing import Any

from django.utils import timezone

from goodpractice import workflow
from goodpractice.models import Practice, PracticeVersion
from tests.factories import make_staff, make_user

WHOLE = {
    "title": "One list of costs for all controllers",
    "summary": "Controllers of all countries use one list.",
    "problem": "<p>The same cost was cut in one country and accepted in the next.</p>",
    "done": "<p>A list says for each cost what proves it.</p>",
    "results": "<p>12 programmes answer alike.</p>",
    "contact_name": "Finance unit",
    "contact_email": "finance@example.eu",
}


def content_of(title: str = "", **parts: Any) -> dict[str, Any]:
    """Return the content of a practice that passes the checks."""
    return WHOLE | ({"title": title} if title else {}) | parts


def make_draft(title: str = "", *, by: Any = None, **parts: Any) -> PracticeVersion:
    """Return a draft that could be handed in."""
    return workflow.begin(content_of(title, **parts), by=by or make_user())


def make_submitted(title: str = "", *, by: Any = None, **parts: Any) -> PracticeVersion:
    """Return a version that waits for a reviewer."""
    version = make_draft(title, by=by, **parts)
    return workflow.submit(version, by=version.author)


def make_in_review(title: str = "", *, reviewer: Any = None, **parts: Any) -> PracticeVersion:
    """Return a version that `reviewer` is on, its facts confirmed."""
    reviewer = reviewer or make_staff()
    version = make_submitted(title, **parts)
    workflow.confirm_facts(version, by=reviewer)
    return workflow.claim(version, by=reviewer)


def make_practice(title: str = "", *, days: int = 0, **parts: Any) -> Practice:
    """Return a practice published `days` ago."""
    version = make_in_review(title, **parts)
    at = timezone.now() - datetime.timedelta(days=days)
    workflow.publish(version, by=version.reviewer, at=at)
    return Practice.objects.get(pk=version.practice_id)


def make_version_in(status: str, **parts: Any) -> PracticeVersion:
    """Return a version in `status`, brought there by the verbs."""
    reviewer = make_staff()
    if status == "draft":
        return make_draft(**parts)
    if status == "submitted":
        return make_submitted(**parts)
    version = make_in_review(reviewer=reviewer, **parts)
    if status == "changes-requested":
        return workflow.request_changes(version, by=reviewer, note="Add a figure.")
    if status == "declined":
        return workflow.decline(version, by=reviewer, reason="Not about programmes.")
    if status == "withdrawn":
        return workflow.withdraw(version, by=version.author)
    if status in ("published", "archived", "replaced"):
        version = workflow.publish(version, by=reviewer)
    if status == "archived":
        return workflow.archive(version, by=reviewer, reason="No longer done.")
    if status == "replaced":
        newer = workflow.begin_new_version(version.practice, by=version.author)
        newer = workflow.save(newer, {"summary": "Newer."}, edits=0, by=version.author)
        newer = workflow.submit(newer, by=version.author)
        workflow.confirm_facts(newer, by=reviewer)
        workflow.publish(workflow.claim(newer, by=reviewer), by=reviewer)
    version.refresh_from_db()
    return version
