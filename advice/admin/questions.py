"""The queue of questions by the day they are due, and one question with what can be done."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from advice import figures
from advice.choices import State
from advice.exports import hand_over
from advice.forms.desk import BasisFormSet, bases_of
from advice.models import Attachment, Invitation, Question
from advice.permissions import officers
from advice.workflow import inviting
from programmes.models import Theme

from .acts import ACTS, begin_publication, said
from .parts import DeskAdmin, act_or_say
from .thread import thread_context

PER_PAGE = 50
QUEUES = ("open", "mine", "new", "overdue", "waiting", "answered", "closed")


@admin.register(Question)
class QuestionAdmin(DeskAdmin):
    """Questions on the desk."""

    def get_urls(self) -> list[URLPattern]:
        """Add the acts, the figures and the files to the back office's own addresses."""
        own = [
            path("figures/", self.guarded(self.figures), name="advice_question_figures"),
            path(
                "<int:pk>/files/<int:file>/", self.guarded(self.file), name="advice_question_file"
            ),
            path(
                "<int:pk>/invitations/<int:number>/<str:act>/",
                require_POST(self.guarded(self.invitation_act)),
                name="advice_question_invitation",
            ),
            path(
                "<int:pk>/<str:act>/",
                require_POST(self.guarded(self.act)),
                name="advice_question_act",
            ),
        ]
        return [own[0], own[1], own[2], *super().get_urls()[:-1], own[3]]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Show the queue, what is overdue on top."""
        return self.guarded(self._queue)(request)

    def _queue(self, request: HttpRequest) -> HttpResponse:
        queue = request.GET.get("queue", "open")
        queue = queue if queue in QUEUES else "open"
        rows = _in_queue(queue, request.user)
        theme, officer = request.GET.get("theme", ""), request.GET.get("officer", "")
        if theme:
            rows = rows.filter(theme__slug=theme)
        if officer.isdigit():
            rows = rows.filter(officer=officer)
        page = Paginator(rows.for_lists().in_order_of_the_desk(), PER_PAGE)
        context = {
            "page": page.get_page(request.GET.get("page")),
            "queue": queue,
            "queues": [(name, _in_queue(name, request.user).count()) for name in QUEUES],
            "themes": Theme.objects.filter(questions__isnull=False).distinct(),
            "officers": officers(),
            "theme": theme,
            "officer": officer,
            "load": figures.load_by_officer(),
        }
        return TemplateResponse(
            request, "advice/desk/queue.html", self.page(request, _("Questions"), context)
        )

    def figures(self, request: HttpRequest) -> HttpResponse:
        """Show how long answers take by theme, and who has how many questions."""
        context = {
            "times": figures.times_by_theme(),
            "load": figures.load_by_officer(),
            "usual": figures.usual_working_days(),
        }
        return TemplateResponse(
            request,
            "advice/desk/figures.html",
            self.page(request, _("The desk in figures"), context),
        )

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Show one question with its conversation and what can be done."""
        return self.guarded(self._show)(request, object_id)

    def _show(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self._thread(request, _question(object_id))

    def _thread(
        self, request: HttpRequest, question: Question, status: int = 200, **bound: Any
    ) -> HttpResponse:
        context = thread_context(question, request.user, bound)
        return TemplateResponse(
            request,
            "advice/desk/question.html",
            self.page(request, str(question), context),
            status=status,
        )

    def act(self, request: HttpRequest, pk: int, act: str) -> HttpResponse:
        """Do one of the acts; a form with faults comes back with them."""
        question = _question(pk)
        if act == "publish":
            return begin_publication(request, question)
        chosen = ACTS.get(act)
        if chosen is None:
            return redirect("admin:advice_question_change", pk)
        form = chosen.form_for(request, question)
        bases = BasisFormSet(request.POST, prefix="bases") if act == "answer" else None
        if "insert" in request.POST and hasattr(form, "with_passage"):
            return self._thread(request, question, **{chosen.name: form.with_passage()})
        if (form and not form.is_valid()) or (bases is not None and not bases.is_valid()):
            return self._thread(request, question, 422, **{chosen.name: form}, bases=bases)
        rests_on = bases_of(bases) if bases is not None else []

        def verb() -> Any:
            return chosen.do(question, form, request.user, rests_on)

        act_or_say(request, verb, said(act))
        return redirect("admin:advice_question_change", pk)

    def invitation_act(self, request: HttpRequest, pk: int, number: int, act: str) -> HttpResponse:
        """Remind somebody who was asked, or end the asking."""
        invitation = get_object_or_404(
            Invitation.objects.select_related("question"), question=pk, pk=number
        )
        verbs: dict[str, Callable] = {
            "remind": inviting.remind,
            "end": inviting.end_invitation,
        }
        if act in verbs:
            act_or_say(request, lambda: verbs[act](invitation, by=request.user), _("Done."))
        return redirect("admin:advice_question_change", pk)

    def file(self, request: HttpRequest, pk: int, file: int) -> HttpResponse:
        """Hand over a file of the conversation."""
        return hand_over(get_object_or_404(Attachment, question=pk, pk=file))


def _question(pk: Any) -> Question:
    rows = Question.objects.select_related(
        "asker", "officer", "theme", "programme", "body", "merged_into"
    )
    return get_object_or_404(rows, pk=pk if str(pk).isdigit() else None)


def _in_queue(queue: str, user: Any):
    rows = Question.objects.all()
    return {
        "open": rows.open(),
        "mine": rows.open().filter(officer=user),
        "new": rows.filter(state=State.NEW),
        "overdue": rows.overdue(),
        "waiting": rows.filter(state=State.WAITING),
        "answered": rows.filter(state=State.ANSWERED),
        "closed": rows.filter(state__in=(State.CLOSED, State.MERGED)),
    }[queue]
