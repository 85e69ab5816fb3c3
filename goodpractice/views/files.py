"""Files of practices: added, left out, handed over. They never run in the browser."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goodpractice import workflow
from goodpractice.choices import ISSUED
from goodpractice.forms import AttachmentForm
from goodpractice.models import Attachment
from goodpractice.permissions import may_write
from interact_portal.core.moves import IllegalMoveError

from .mine import own_version

# Shown by the browser itself; everything else is saved.
SHOWN = {"image/png", "image/jpeg"}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def attach(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a file to a draft."""
    version = own_version(request, pk)
    is_sent = request.method == "POST"
    form = AttachmentForm(request.POST, request.FILES) if is_sent else AttachmentForm()
    if form.is_valid():
        try:
            workflow.attach(
                version,
                form.cleaned_data["file"],
                title=form.cleaned_data["title"],
                by=request.user,
            )
        except IllegalMoveError:
            messages.error(request, _("No file can be added: it is full, or no longer a draft."))
        else:
            messages.success(request, _("The file is added."))
        return redirect("practice_submission", pk=pk)
    title = version.title or _("Practice without a title")
    context = {
        "form": form,
        "version": version,
        "crumbs": [
            (_("My practices"), reverse("my_practices")),
            (title, reverse("practice_submission", args=[pk])),
            (_("Add a file"), ""),
        ],
    }
    return render(request, "goodpractice/attach.html", context)


@login_required
@require_POST
def leave_out(request: HttpRequest, pk: int, attachment: int) -> HttpResponse:
    """Leave a file out of a draft."""
    version = own_version(request, pk)
    try:
        workflow.leave_out(version, attachment, by=request.user)
    except IllegalMoveError:
        messages.error(request, _("This version is not open for writing now."))
    return redirect("practice_submission", pk=pk)


@require_safe
def attachment(request: HttpRequest, pk: int) -> FileResponse:
    """Hand over a file of a version that this reader may see."""
    found = get_object_or_404(Attachment.objects.select_related("practice"), pk=pk)
    versions = found.practice.versions.all()
    naming = [
        version
        for version in versions
        if any(row["id"] == found.pk for row in version.content.get("attachments", []))
    ]
    issued = any(version.status in ISSUED for version in naming)
    if not issued and not any(may_write(request.user, version) for version in versions):
        raise Http404
    response = FileResponse(
        found.file.open(),
        as_attachment=found.kind not in SHOWN,
        filename=found.name,
        content_type=found.kind,
    )
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response
