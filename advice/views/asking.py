"""Asking: write, see what is answered already, send. Two pages, which need no scripts."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import is_valid_path, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from advice.figures import usual_working_days
from advice.filters import fitting_answers
from advice.forms import AskForm, FilesForm
from advice.models import PublishedVersion, Question
from advice.workflow import asking, reading
from advice.workflow.standing import usually
from interact_portal.core.panels import panels_of

# What a link may fill in: an empty search result brings its words, a page its theme.
PREFILLED = ("title", "text", "theme", "period", "programme", "body")
LONGEST = 5000


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def advice_ask(request: HttpRequest) -> HttpResponse:
    """Write a question; nothing is sent before the second page."""
    if request.method == "POST":
        form = AskForm(request.POST, person=request.user)
        if form.is_valid() and "change" not in request.POST:
            return _check(request, form, FilesForm())
        return _write(request, form)
    initial = {key: request.GET[key][:LONGEST] for key in PREFILLED if request.GET.get(key)}
    if "q" in request.GET:
        initial.setdefault("title", request.GET["q"][:150])
    return _write(request, AskForm(initial=initial, person=request.user), initial)


def _write(
    request: HttpRequest, form: AskForm, initial: dict[str, str] | None = None
) -> HttpResponse:
    words = form.data if form.is_bound else (initial or {})
    question = Question(title=words.get("title", "")[:150], text=words.get("text", "")[:LONGEST])
    context = {
        "form": form,
        "fitting": fitting_answers(question) if question.title else [],
        "usually": _usually(),
        "crumbs": [(_("Advice"), reverse("advice_list")), (_("Ask a question"), "")],
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "advice/ask.html", context, status=status)


def _usually(theme: int | None = None) -> str:
    days = usual_working_days(theme)
    return usually(days) if days else ""


@login_required
@require_safe
def ask_fitting(request: HttpRequest) -> HttpResponse:
    """Show what fits the words so far: asked by htmx while somebody writes."""
    title, text = (request.GET.get(name, "")[:LONGEST] for name in ("title", "text"))
    question = Question(title=title[:150], text=text)
    context = {"fitting": fitting_answers(question)}
    return render(request, "advice/_fitting.html", context)


@login_required
@require_POST
def ask_send(request: HttpRequest) -> HttpResponse:
    """Send what was written and checked; a fault leads back to the page that can mend it."""
    form = AskForm(request.POST, person=request.user)
    files = FilesForm(request.POST, request.FILES)
    if not form.is_valid():
        return _write(request, form)
    if not files.is_valid():
        return _check(request, form, files, status=422)
    question = asking.ask(request.user, form.as_wording(files.cleaned_data["files"] or []))
    messages.success(
        request,
        _("Your question is on its way. Its number is %(reference)s.")
        % {"reference": question.reference},
    )
    return redirect(question)


def _check(
    request: HttpRequest, form: AskForm, files: FilesForm, status: int = 200
) -> HttpResponse:
    question = form.as_question()
    hidden = [form[name].as_hidden() for name in form.fields]
    context = {
        "form": files,
        "hidden": hidden,
        "question": question,
        "said": _in_words(form),
        "fitting": fitting_answers(question),
        "panels": panels_of("question", question, request.user),
        "usually": _usually(question.theme_id),
        "crumbs": [
            (_("Advice"), reverse("advice_list")),
            (_("Ask a question"), reverse("advice_ask")),
            (_("Before you send it"), ""),
        ],
    }
    return render(request, "advice/ask_check.html", context, status=status)


def _in_words(form: AskForm) -> list[dict]:
    """Return what was chosen beside the text, for `components/facts.html`."""
    facts = []
    for name in ("theme", "programme", "body", "period", "urgency", "use"):
        if name in form.fields:
            value = form.cleaned_data[name]
            choices = dict(getattr(form.fields[name], "choices", ()))
            label = str(value) if hasattr(value, "pk") else choices.get(value or "", "")
            facts.append({"label": form.fields[name].label, "value": label or _("none")})
    return facts


@login_required
@require_POST
def ask_solved(request: HttpRequest) -> HttpResponse:
    """Note that an answer, or another page of the portal, was enough: nothing is sent."""
    if "page" in request.POST:
        url = _own_page(request.POST["page"])
    else:
        slug = request.POST.get("answer", "")
        version = get_object_or_404(PublishedVersion.objects.public(), answer__slug=slug)
        reading.vote(version, is_useful=True, instead_of_asking=True)
        url = version.answer.get_absolute_url()
    messages.success(request, _("Good that it is answered. Nothing was sent."))
    return redirect(url)


def _own_page(url: str) -> str:
    """Return the address if it leads to a page of the portal, and no further."""
    if not url_has_allowed_host_and_scheme(url, allowed_hosts=None) or not is_valid_path(url):
        raise Http404
    return url
