"""Writing a practice: the short form, the whole form, a new version of what is public."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from js_asset import Media

from goodpractice import workflow
from goodpractice.comparison import ChangedPart, parts_that_differ
from goodpractice.content import BY_KEY, EMPTY, completed
from goodpractice.forms import BlockFormSet, ConditionFormSet, PracticeForm, ShortForm
from goodpractice.models import Practice, PracticeVersion
from goodpractice.permissions import may_review
from interact_portal.core.moves import IllegalMoveError

from .mine import own_version

EMPTY_CONTENT = {key: EMPTY[part.kind] for key, part in BY_KEY.items()}


@dataclass
class Sheet:
    """The whole form with its rows: one thing to fill, to check and to read."""

    form: PracticeForm
    conditions: forms.BaseFormSet
    blocks: forms.BaseFormSet

    @classmethod
    def of(cls, content: dict[str, Any], edits: int, data: Any = None) -> "Sheet":
        """Return the form filled with `content`, or with what was sent."""
        return cls(
            PracticeForm(data, initial=content | {"edits": edits}),
            ConditionFormSet(data, initial=content["conditions"], prefix="conditions"),
            BlockFormSet(data, initial=content["building_blocks"], prefix="blocks"),
        )

    def is_valid(self) -> bool:
        """Whether every part is well formed; all are looked at, so that all faults show."""
        faultless = [each.is_valid() for each in (self.form, self.conditions, self.blocks)]
        return all(faultless)

    def content(self) -> dict[str, Any]:
        """Return what was written."""
        return self.form.content() | {
            "conditions": _rows(self.conditions, "text"),
            "building_blocks": _rows(self.blocks, "title"),
        }

    @property
    def has_wrong_rows(self) -> bool:
        """Whether a row has a fault, which the summary of the form does not name."""
        return any(each.total_error_count() for each in (self.conditions, self.blocks))


def _rows(formset: forms.BaseFormSet, needed: str) -> list[dict]:
    rows = [form.cleaned_data for form in formset.forms if form.cleaned_data.get(needed)]
    return [
        {key: value for key, value in row.items() if key != "DELETE"}
        for row in rows
        if not row.get("DELETE")
    ]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def practice_new(request: HttpRequest) -> HttpResponse:
    """Begin a practice with the short form."""
    form = ShortForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        version = workflow.begin(form.content(), by=request.user)
        messages.success(request, _("Saved. Only you can see it until you hand it in."))
        step = "practice_edit" if "more" in request.POST else "practice_submission"
        return redirect(step, pk=version.pk)
    context = {
        "form": form,
        "editor": _editor(request, form),
        "crumbs": [(_("Good practice"), reverse("practice_list")), (_("Share a practice"), "")],
    }
    return render(request, "goodpractice/practice_new.html", context)


def _editor(request: HttpRequest, form: forms.BaseForm) -> Media:
    """Return the editor's scripts with the word by which the page's policy knows them."""
    return Media.from_media(form.media).with_nonce(str(request.csp_nonce))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def practice_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Write in a draft. Who saves second sees both texts, and nothing is overwritten."""
    version = own_version(request, pk)
    if not version.is_writable:
        messages.info(request, _("This version is not open for writing now."))
        return redirect("practice_submission", pk=pk)
    content = EMPTY_CONTENT | version.content
    sheet = Sheet.of(content, version.edits, request.POST if request.method == "POST" else None)
    theirs: list[ChangedPart] = []
    if request.method == "POST" and sheet.is_valid():
        try:
            return _saved(request, version, sheet)
        except workflow.EditedMeanwhileError as meanwhile:
            version = meanwhile.version
            theirs = parts_that_differ(version.content, completed(sheet.content()))
            sheet = _again(sheet, request, version)
        except IllegalMoveError:
            messages.error(request, _("It has moved on meanwhile; nothing was saved."))
            return redirect("practice_submission", pk=pk)
    return _sheet_page(request, version, sheet, theirs)


def _saved(request: HttpRequest, version: PracticeVersion, sheet: Sheet) -> HttpResponse:
    edits = sheet.form.cleaned_data["edits"] or 0
    workflow.save(version, sheet.content(), edits=edits, by=request.user)
    messages.success(request, _("Saved."))
    step = "practice_edit" if "stay" in request.POST else "practice_submission"
    return redirect(step, pk=version.pk)


def _again(sheet: Sheet, request: HttpRequest, version: PracticeVersion) -> Sheet:
    """Return the form with the reader's own answers, ready to be saved knowingly."""
    data = request.POST.copy()
    data["edits"] = str(version.edits)
    return Sheet.of(EMPTY_CONTENT | version.content, version.edits, data)


def _sheet_page(
    request: HttpRequest, version: PracticeVersion, sheet: Sheet, theirs: list[ChangedPart]
) -> HttpResponse:
    title = version.title or _("Practice without a title")
    mine = reverse("practice_submission", args=[version.pk])
    context = {
        "version": version,
        "sheet": sheet,
        "form": sheet.form,
        "theirs": theirs,
        "editor": _editor(request, sheet.form),
        "crumbs": [
            (_("Good practice"), reverse("practice_list")),
            (_("My practices"), reverse("my_practices")),
            (title, mine),
            (_("Edit"), ""),
        ],
    }
    return render(request, "goodpractice/practice_edit.html", context)


@login_required
@require_POST
def begin_version(request: HttpRequest, slug: str) -> HttpResponse:
    """Open a working copy of a public practice for its author or a reviewer."""
    practice = get_object_or_404(Practice.objects.public(), slug=slug)
    if practice.author_id != request.user.pk and not may_review(request.user):
        raise Http404
    version = workflow.begin_new_version(practice, by=request.user)
    step = "practice_edit" if version.is_writable else "practice_submission"
    return redirect(step, pk=version.pk)
