"""A person's own pages: what she told us, what we hold, and how to leave."""

import json
import time

from allauth.account.authentication import get_authentication_records
from allauth.account.decorators import reauthentication_required
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from interact_portal.accounts import workflow
from interact_portal.accounts.forms import DeleteAccountForm, ProfileForm
from interact_portal.accounts.models import User
from interact_portal.accounts.personal_data import collect_all
from interact_portal.core import audit

# Somebody without password and second factor proves herself by having just signed in by code.
FRESH_SECONDS = 15 * 60


@login_required
@require_safe
def profile(request: HttpRequest) -> HttpResponse:
    """Show what the account knows, and the way to change each part."""
    user = request.user
    context = {
        "addresses": EmailAddress.objects.filter(user=user).order_by("-primary", "email"),
        "factors": Authenticator.objects.filter(user=user).order_by("type", "created_at"),
        "memberships": user.memberships.select_related("body").order_by("state", "body__name"),
    }
    return render(request, "accounts/profile.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile_change(request: HttpRequest) -> HttpResponse:
    """Change name, telephone, language and time zone."""
    # The form writes into its instance even when it is wrong; the page needs the person unchanged.
    instance = User.objects.get(pk=request.user.pk)
    form = ProfileForm(request.POST or None, instance=instance)
    if request.method == "POST" and form.is_valid():
        workflow.change_profile(request.user, form.cleaned_data, by=request.user)
        messages.success(request, _("Your data are saved."))
        return redirect("profile")
    return render(request, "accounts/profile_change.html", {"form": form})


@never_cache
@login_required
@reauthentication_required
@require_GET
def download_my_data(request: HttpRequest) -> HttpResponse:
    """Give everything that the portal holds about her, as JSON."""
    held = {"written": timezone.now(), **collect_all(request.user)}
    text = json.dumps(held, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
    audit.record("downloaded own data", request.user, by=request.user)
    return HttpResponse(
        text,
        content_type="application/json; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="my-data.json"'},
    )


@never_cache
@login_required
@reauthentication_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete_account(request: HttpRequest) -> HttpResponse:
    """End the account after a fresh proof of who asks, and a tick."""
    if not _proved_lately(request):
        logout(request)
        messages.info(request, _("Please sign in again, so that only you can delete your account."))
        return redirect_to_login(reverse("delete_account"))
    form = DeleteAccountForm(request.POST or None)
    is_last = workflow.is_last_administrator(request.user)
    if request.method == "POST" and form.is_valid() and not is_last:
        workflow.delete_account(request.user, by=request.user)
        logout(request)
        messages.success(request, _("Your account is deleted. Thank you for your work with us."))
        return redirect("home")
    context = {"form": form, "is_last_administrator": is_last}
    return render(request, "accounts/delete_account.html", context)


def _proved_lately(request: HttpRequest) -> bool:
    records = get_authentication_records(request, request.user)
    latest = max((record["at"] for record in records), default=0)
    return time.time() - latest < FRESH_SECONDS
