"""A person's own questions. For others they are not there; officers have the back office."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from advice import permissions
from advice.choices import PUBLIC, State
from advice.exports import hand_over
from advice.figures import usual_working_days
from advice.forms import WriteForm
from advice.models import Attachment, Question
from advice.workflow import asking
from advice.workflow.moves import QUESTION_MOVES
from advice.workflow.standing import standing_of
from interact_portal.core.moves import IllegalMoveError, acts_possible_from

from .parts import question_card

# What the asker may do with one button: how it is called in the address, and the verb.
ACTS = {"accept": asking.accept, "reopen": asking.reopen, "withdraw": asking.withdraw}
SAID = {
    "accept": gettext_lazy("Good. The question is closed; you may open it again."),
    "reopen": gettext_lazy("The question is open again."),
    "withdraw": gettext_lazy("The question is taken back."),
}


@login_required
@never_cache
@require_safe
def question_list(request: HttpRequest) -> HttpResponse:
    """Show my questions, each with where it stands; those that wait for me first."""
    rows = Question.objects.asked_by(request.user).select_related("theme", "officer", "merged_into")
    questions = sorted(rows.order_by("-asked_at", "-pk"), key=_turn)
    usual = usual_working_days()
    context = {
        "cards": [question_card(each, standing_of(each, usual)) for each in questions],
        "crumbs": [(_("Advice"), reverse("advice_list")), (_("Your questions"), "")],
    }
    return render(request, "advice/question_list.html", context)


def _turn(question: Question) -> int:
    """Return 0 where the asker's word is wanted, 1 where ours is, 2 where nobody's is."""
    if question.state in (State.WAITING, State.ANSWERED):
        return 0
    return 1 if question.is_open else 2


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def question_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show my question with its conversation, and take in what I write."""
    question = _visible(request, pk)
    if not permissions.is_asker(request.user, question):
        return redirect("admin:advice_question_change", question.pk)
    form = WriteForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            asking.write(
                question,
                form.cleaned_data["text"],
                by=request.user,
                files=form.cleaned_data["files"] or [],
            )
        except IllegalMoveError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Your message is with the secretariat."))
        return redirect(question)
    return _detail(request, question, form)


def _detail(request: HttpRequest, question: Question, form: WriteForm) -> HttpResponse:
    possible = acts_possible_from(question.state, QUESTION_MOVES)
    context = {
        "question": question,
        "thread": question.messages.for_the_asker().for_threads(),
        "files": question.attachments.filter(message__isnull=True),
        "standing": standing_of(question, usual_working_days(question.theme_id)),
        "form": form,
        "may_write": question.state != State.MERGED,
        "may_accept": question.state == State.ANSWERED,
        "may_reopen": "reopen" in possible,
        "may_withdraw": "withdraw" in possible,
        "published": question.published_answers.filter(versions__state__in=PUBLIC).distinct(),
        "crumbs": [
            (_("Advice"), reverse("advice_list")),
            (_("Your questions"), reverse("question_list")),
            (question.reference, ""),
        ],
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "advice/question_detail.html", context, status=status)


@login_required
@require_POST
def question_act(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Say that the answer is enough or not, or take the question back."""
    question = _visible(request, pk)
    if not permissions.is_asker(request.user, question):
        raise Http404
    try:
        ACTS[act](question, by=request.user)
    except IllegalMoveError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, SAID[act])
    return redirect(question)


@login_required
@never_cache
@require_safe
def question_file(request: HttpRequest, pk: int, file: int) -> FileResponse | HttpResponse:
    """Hand over a file of my conversation, as a download."""
    question = _visible(request, pk)
    if not permissions.is_asker(request.user, question):
        return redirect("admin:advice_question_file", question.pk, file)
    files = Attachment.objects.filter(question=question).seen_by_asker()
    return hand_over(get_object_or_404(files, pk=file))


def _visible(request: HttpRequest, pk: int) -> Question:
    """Return the question for its asker or an officer; for others there is none."""
    rows = Question.objects.select_related(
        "asker", "officer", "merged_into", "theme", "programme", "body"
    )
    question = get_object_or_404(rows, pk=pk)
    user = request.user
    if not (permissions.is_asker(user, question) or permissions.is_officer(user)):
        raise Http404
    return question
