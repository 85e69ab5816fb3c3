"""Answers for everybody on the desk: written, stripped of names, approved by a second person."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from advice.anonymity import find_traces
from advice.choices import PUBLIC
from advice.differences import compare
from advice.forms.desk import BasisFormSet, WhyForm, bases_of
from advice.forms.versions import SupersedeForm, VersionForm
from advice.models import PublishedVersion
from advice.permissions import may_approve
from advice.workflow import publishing
from advice.workflow.moves import VERSION_MOVES, EditedMeanwhileError
from interact_portal.core.duties import TodayFilter
from interact_portal.core.moves import IllegalMoveError, acts_possible_from

from .parts import DeskAdmin, act_or_say

SAID = {
    "submit": gettext_lazy("A second person is asked to approve it."),
    "publish": gettext_lazy("The answer is published. Whoever asked is told."),
    "send-back": gettext_lazy("The draft is sent back."),
    "drop": gettext_lazy("The draft is dropped."),
    "supersede": gettext_lazy("The answer is superseded. Its readers are told."),
    "expire": gettext_lazy("The answer is no longer in force. Its readers are told."),
}
NEEDS_APPROVER = ("publish", "send-back")


@admin.register(PublishedVersion)
class PublishedVersionAdmin(DeskAdmin):
    """Versions of published answers."""

    list_display = ("title", "number", "state", "authority", "written_by", "published_at", "useful")
    list_filter = (TodayFilter, "state", "authority")
    search_fields = ("title", "question", "text")
    list_select_related = ("written_by",)
    ordering = ("-begun_at",)
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest):
        """Count what readers said."""
        return (
            super()
            .get_queryset(request)
            .annotate(
                useful_count=Count("votes", filter=Q(votes__is_useful=True)),
                votes_count=Count("votes"),
            )
        )

    @admin.display(description=gettext_lazy("useful"))
    def useful(self, version: PublishedVersion) -> str:
        """Return how many readers found it useful, of those who said."""
        if not version.votes_count:
            return ""
        return _("%(useful)s of %(all)s") % {
            "useful": version.useful_count,
            "all": version.votes_count,
        }

    def get_urls(self) -> list[URLPattern]:
        """Add the acts to the back office's own addresses."""
        act = path(
            "<int:pk>/<str:act>/",
            require_POST(self.guarded(self.act)),
            name="advice_publishedversion_act",
        )
        return [*super().get_urls()[:-1], act]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Show a version: a draft to write in, otherwise to read, approve or end."""
        return self.guarded(self._show)(request, object_id)

    def _show(self, request: HttpRequest, object_id: str) -> HttpResponse:
        version = _version(object_id)
        if not version.is_draft:
            return self._page(request, version)
        form = VersionForm(request.POST or None, version=version)
        bases = BasisFormSet(
            request.POST or None,
            prefix="bases",
            initial=None if request.POST else list(version.legal_bases.values()),
        )
        if request.method == "POST":
            if form.is_valid() and bases.is_valid():
                return self._save(request, version, form, bases)
            return self._page(request, version, 422, form=form, bases=bases)
        return self._page(request, version, form=form, bases=bases)

    def _save(
        self, request: HttpRequest, version: PublishedVersion, form: VersionForm, bases: Any
    ) -> HttpResponse:
        content = form.content | {"legal_bases": bases_of(bases)}
        try:
            version = publishing.save(
                version, content, edits=form.cleaned_data["edits"], by=request.user
            )
            if "submit" in request.POST:
                publishing.submit(version, by=request.user)
        except EditedMeanwhileError as error:
            messages.error(request, str(error))
            return self._page(request, version, 409, form=form, bases=bases, now=error.version)
        except IllegalMoveError as error:
            messages.error(request, str(error))
        else:
            done = SAID["submit"] if "submit" in request.POST else _("The draft is saved.")
            messages.success(request, done)
        return redirect("admin:advice_publishedversion_change", version.pk)

    def _page(
        self, request: HttpRequest, version: PublishedVersion, status: int = 200, **more: Any
    ) -> HttpResponse:
        questions = list(version.answer.questions.select_related("asker", "officer"))
        standing = version.answer.versions.filter(state__in=PUBLIC).exclude(pk=version.pk).first()
        context = {
            "version": version,
            "questions": questions,
            "possible": acts_possible_from(version.state, VERSION_MOVES),
            "may_approve": may_approve(request.user, version),
            "traces": {
                name: find_traces(getattr(version, name), questions)
                for name in ("title", "question", "text")
            },
            "standing": standing,
            "changes": compare(standing.text, version.text) if standing else [],
            "missing": publishing.what_is_missing(version) if version.is_draft else [],
            "votes": version.votes.all()[:50],
            "why": WhyForm(),
            "supersede": SupersedeForm(version=version),
            **more,
        }
        page = self.page(request, version.title or _("Draft"), context)
        return TemplateResponse(request, "advice/desk/version.html", page, status=status)

    def act(self, request: HttpRequest, pk: int, act: str) -> HttpResponse:
        """Approve, send back, drop, supersede, expire, or begin the next version."""
        version = _version(pk)
        if act in NEEDS_APPROVER and not may_approve(request.user, version):
            raise PermissionDenied
        if act == "new-version":
            return _begin_new_version(request, version)
        verb = self._verb(request, version, act)
        if verb is None:
            messages.error(request, _("Fill in the form of this act."))
        else:
            act_or_say(request, verb, str(SAID[act]))
        return redirect("admin:advice_publishedversion_change", pk)

    def _verb(
        self, request: HttpRequest, version: PublishedVersion, act: str
    ) -> Callable[[], Any] | None:
        """Return what is to be done, or None where the form of the act is not filled."""
        by = request.user
        plain = {"publish": publishing.publish, "drop": publishing.drop}
        if act in plain:
            return lambda: plain[act](version, by=by)
        if act in ("send-back", "expire"):
            form = WhyForm(request.POST)
            if not form.is_valid():
                return None
            given = publishing.send_back if act == "send-back" else publishing.expire
            return lambda: given(version, by=by, why=form.cleaned_data["why"])
        if act == "supersede":
            chosen = SupersedeForm(request.POST, version=version)
            if not chosen.is_valid():
                return None
            return lambda: publishing.supersede(version, by=by, **chosen.cleaned_data)
        return None


def _begin_new_version(request: HttpRequest, version: PublishedVersion) -> HttpResponse:
    try:
        version = publishing.begin_new_version(version.answer, by=request.user)
    except IllegalMoveError as error:
        messages.error(request, str(error))
    return redirect("admin:advice_publishedversion_change", version.pk)


def _version(pk: Any) -> PublishedVersion:
    rows = PublishedVersion.objects.select_related("answer", "written_by", "approved_by")
    return get_object_or_404(rows, pk=pk if str(pk).isdigit() else None)
