"""One page for each kind of error, in the portal's look."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from .health import database_answers


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
    return _error_page(request, 500 if database_answers() else 503)
