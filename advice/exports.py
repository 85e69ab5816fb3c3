"""What leaves the room as a file: the list of published answers, and what people attached."""

from collections.abc import Iterator

from django.conf import settings
from django.db.models import QuerySet
from django.http import FileResponse

from .models import Attachment, PublishedVersion

COLUMNS = (
    "slug", "version", "title", "question", "answer", "authority", "state", "periods", "roles",
    "themes", "valid_from", "valid_until", "legal_basis", "published", "superseded_by", "page",
)  # fmt: skip
CHUNK = 500


def answer_rows(versions: QuerySet[PublishedVersion]) -> Iterator[tuple]:
    """Yield a row for each answer; lists in a cell are parted by semicolons."""
    rows = versions.select_related("answer__superseded_by").prefetch_related(
        "themes", "legal_bases"
    )
    for each in rows.iterator(chunk_size=CHUNK):
        after = each.answer.superseded_by
        yield (
            each.answer.slug,
            each.number,
            each.title,
            each.question,
            each.text,
            each.authority,
            each.state,
            ";".join(each.periods),
            ";".join(each.roles),
            ";".join(theme.slug for theme in each.themes.all()),
            each.valid_from,
            each.valid_until,
            ";".join(
                f"{basis} ({'verified' if basis.is_verified else 'not verified'})"
                for basis in each.legal_bases.all()
            ),
            each.published_at.date(),
            after.slug if after else "",
            settings.PORTAL_URL + each.answer.get_absolute_url(),
        )


def hand_over(attachment: Attachment) -> FileResponse:
    """Return an attachment as a download: never kept by caches, never run by a browser."""
    response = FileResponse(
        attachment.file.open("rb"),
        as_attachment=True,
        filename=attachment.name,
        content_type=attachment.kind,
    )
    response["Content-Security-Policy"] = "sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
