"""A person's own pages."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@login_required
@require_safe
def profile(request: HttpRequest) -> HttpResponse:
    """Show the person's own data."""
    return render(request, "accounts/profile.html")
