"""Whether the portal lives and can work, for those who watch over it."""

import shutil

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from interact_portal.mail.outbox import letters_due

# A letter that is due for longer than this means that no worker is at work.
STUCK_AFTER_SECONDS = 600
LEAST_FREE_BYTES = 200 * 1024 * 1024


@never_cache
@require_safe
def alive(request: HttpRequest) -> JsonResponse:
    """Answer that this process runs; asks nothing of anybody else."""
    return JsonResponse({"alive": True})


@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """Answer whether the portal can work: database, outbox and disk; 503 where one cannot."""
    checks = {"database": database_answers(), "disk": _disk_has_room()}
    checks["outbox"] = checks["database"] and _outbox_moves()
    fit = all(checks.values())
    return JsonResponse({"ready": fit, "checks": checks}, status=200 if fit else 503)


def database_answers() -> bool:
    """Say whether the database answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (DatabaseError, OSError, RuntimeError):
        return False
    return True


def _outbox_moves() -> bool:
    oldest = letters_due().first()
    if oldest is None:
        return True
    return (timezone.now() - oldest.next_try_at).total_seconds() < STUCK_AFTER_SECONDS


def _disk_has_room() -> bool:
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    return shutil.disk_usage(settings.DATA_DIR).free > LEAST_FREE_BYTES
