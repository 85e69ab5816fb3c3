"""Files of a practice: added to a draft, and left out again. What an issued version names stays."""

from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction

from goodpractice.content import completed
from goodpractice.models import Attachment, PracticeVersion
from interact_portal.core.audit import record
from interact_portal.core.files import SentFile
from interact_portal.core.moves import IllegalMoveError

from .moves import locked

MOST = 10


@transaction.atomic
def attach(version: PracticeVersion, file: SentFile, *, title: str, by: Any) -> Attachment:
    """Add a file to a draft under `title`; raise IllegalMoveError when it is full or closed."""
    version = _writable(version)
    rows = version.content["attachments"]
    if len(rows) >= MOST:
        raise IllegalMoveError("A practice has at most ten files.")
    attachment = Attachment(
        practice=version.practice,
        name=file.name,
        kind=file.kind,
        size=len(file.content),
        uploaded_by=by,
    )
    attachment.file.save(file.name, ContentFile(file.content), save=False)
    attachment.save()
    row = {"id": attachment.pk, "title": title, "name": file.name}
    _write(version, [*rows, row])
    record("attach", version, by=by, after={"file": file.name})
    return attachment


@transaction.atomic
def leave_out(version: PracticeVersion, attachment: int, *, by: Any) -> PracticeVersion:
    """Leave a file out of a draft; earlier versions that name it keep it."""
    version = _writable(version)
    rows = [row for row in version.content["attachments"] if row["id"] != attachment]
    _write(version, rows)
    record("leave out a file", version, by=by, before={"file": attachment})
    return version


def _writable(version: PracticeVersion) -> PracticeVersion:
    version = locked(version)
    if not version.is_writable:
        raise IllegalMoveError(f"Nobody writes in a version that is “{version.status}”.")
    return version


def _write(version: PracticeVersion, rows: list[dict]) -> None:
    version.content = completed(version.content | {"attachments": rows})
    version.edits += 1
    version.save()
