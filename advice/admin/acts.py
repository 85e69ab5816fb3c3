"""What can be done about a question on the desk: each act with its form and its verb."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from advice.forms import desk as desk_forms
from advice.models import Message, Question
from advice.permissions import may_write
from advice.workflow import desk, inviting, publishing
from advice.workflow.desk import Basis
from interact_portal.core.moves import IllegalMoveError

Verb = Callable[[Question, Any, Any, list[Basis]], Any]


@dataclass(frozen=True)
class Act:
    """One act: the name of its form on the page, the form, and what it does."""

    name: str
    form: type[forms.Form] | None
    do: Verb

    def form_for(self, request: HttpRequest, question: Question) -> forms.Form | None:
        """Return the form as it was sent."""
        if self.form is None:
            return None
        more = {"question": question} if self.form is desk_forms.JoinForm else {}
        return self.form(request.POST, request.FILES, **more)


def _files(form: forms.Form) -> list:
    return form.cleaned_data.get("files") or []


ACTS = {
    "take": Act("take", None, lambda question, form, by, bases: desk.take(question, by=by)),
    "put-back": Act(
        "put_back", None, lambda question, form, by, bases: desk.put_back(question, by=by)
    ),
    "take-over": Act(
        "take_over", None, lambda question, form, by, bases: desk.assign(question, by, by=by)
    ),
    "assign": Act(
        "assign",
        desk_forms.AssignForm,
        lambda question, form, by, bases: desk.assign(
            question, form.cleaned_data["officer"], by=by
        ),
    ),
    "due": Act(
        "due",
        desk_forms.DueForm,
        lambda question, form, by, bases: desk.set_due(question, form.cleaned_data["day"], by=by),
    ),
    "ask-back": Act(
        "message",
        desk_forms.MessageForm,
        lambda question, form, by, bases: desk.ask_back(
            question, form.cleaned_data["text"], by=by, files=_files(form)
        ),
    ),
    "note": Act(
        "message",
        desk_forms.MessageForm,
        lambda question, form, by, bases: desk.note(
            question, form.cleaned_data["text"], by=by, files=_files(form)
        ),
    ),
    "answer": Act(
        "answer",
        desk_forms.AnswerForm,
        lambda question, form, by, bases: desk.answer(
            question, form.as_reply(bases), by=by, files=_files(form)
        ),
    ),
    "close": Act(
        "close",
        desk_forms.WhyForm,
        lambda question, form, by, bases: desk.close(question, by=by, why=form.cleaned_data["why"]),
    ),
    "join": Act(
        "join",
        desk_forms.JoinForm,
        lambda question, form, by, bases: desk.join(question, form.cleaned_data["other"], by=by),
    ),
    "invite": Act(
        "invite",
        desk_forms.InviteForm,
        lambda question, form, by, bases: inviting.invite(question, by=by, **form.cleaned_data),
    ),
}
SAID = {
    "take": gettext_lazy("The question is yours."),
    "put-back": gettext_lazy("Nobody is on the question now."),
    "take-over": gettext_lazy("The question is yours."),
    "assign": gettext_lazy("The question is given. The officer is told."),
    "due": gettext_lazy("The day is set."),
    "ask-back": gettext_lazy("The asker gets your question."),
    "note": gettext_lazy("The note is kept. The asker does not see it."),
    "answer": gettext_lazy("The answer is on its way."),
    "close": gettext_lazy("The question is closed. The asker is told."),
    "join": gettext_lazy("The questions are joined. The asker is told."),
    "invite": gettext_lazy("The programme is asked."),
}


def said(act: str) -> str:
    """Return what is said when the act is done."""
    return str(SAID[act])


def begin_publication(request: HttpRequest, question: Question) -> HttpResponse:
    """Begin an answer for everybody out of this question and those chosen beside it."""
    if not may_write(request.user):
        raise PermissionDenied
    form = desk_forms.PublishForm(request.POST, question=question)
    others = list(form.cleaned_data["questions"]) if form.is_valid() else []
    try:
        version = publishing.begin([question, *others], _first_words(question), by=request.user)
    except IllegalMoveError as error:
        messages.error(request, str(error))
        return redirect("admin:advice_question_change", question.pk)
    messages.success(request, _("The draft is begun. Now take the names out."))
    return redirect("admin:advice_publishedversion_change", version.pk)


def _first_words(question: Question) -> dict[str, Any]:
    """Return what the draft begins with: the question and its last answer."""
    content: dict[str, Any] = {
        "title": question.title,
        "question": question.text[:3000],
        "themes": [question.theme] if question.theme else [],
        "periods": [question.period] if question.period else [],
    }
    last = (
        Message.objects.filter(question=question, answer__isnull=False)
        .select_related("answer")
        .order_by("-written_at", "-pk")
        .first()
    )
    if last is not None:
        content |= {
            "text": last.text,
            "authority": last.answer.authority,
            "periods": last.answer.periods or content["periods"],
            "valid_from": last.answer.valid_from,
            "valid_until": last.answer.valid_until,
            "legal_bases": [
                Basis(basis.act, basis.article, basis.url, basis.is_verified)
                for basis in last.answer.legal_bases.all()
            ],
        }
    return content
