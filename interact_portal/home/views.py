"""The front door: home page, health, and one page for each kind of error."""

import shutil

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from interact_portal.mail.outbox import letters_due

from .styleguide import sample_context

# A letter that is due for longer than this means that no worker is at work.
STUCK_AFTER_SECONDS = 600
LEAST_FREE_BYTES = 200 * 1024 * 1024


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Say what the portal is for and open its rooms."""
    return render(request, "home/index.html")


@never_cache
@require_safe
def alive(request: HttpRequest) -> JsonResponse:
    """Answer that this process runs; asks nothing of anybody else."""
    return JsonResponse({"alive": True})


@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """Answer whether the portal can work: database, outbox and disk; 503 where one cannot."""
    checks = {"database": _database_answers(), "disk": _disk_has_room()}
    checks["outbox"] = checks["database"] and _outbox_moves()
    fit = all(checks.values())
    return JsonResponse({"ready": fit, "checks": checks}, status=200 if fit else 503)


def _database_answers() -> bool:
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


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Show every component in its states (demo and development only)."""
    return render(request, "styleguide/index.html", sample_context())


def _error_page(request: HttpRequest, status: int) -> HttpResponse:
    return render(request, f"{status}.html", status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that makes no sense."""
    return _error_page(request, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a person who may not do this."""
    return _error_page(request, 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form that was open too long or came from elsewhere."""
    return render(request, "403.html", {"form_is_stale": True}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer an address that leads nowhere."""
    return _error_page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer when the portal itself failed; 503 where the database does not answer."""
    return _error_page(request, 500 if _database_answers() else 503)
