"""Answers everybody may read: the list, one answer, its versions, and what readers say."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from advice.choices import ONCE_PUBLIC
from advice.differences import compare
from advice.exports import COLUMNS, answer_rows
from advice.filters import AnswerFilter
from advice.forms import UsefulForm
from advice.models import PublishedVersion, Term
from advice.workflow import reading
from interact_portal.core.exports import export
from interact_portal.core.panels import panels_of
from interact_portal.words.nothing import nothing_found

from .about_answers import cite, facts_of, linked_data, notice_of, related_to
from .parts import answer_card, file_links, frame_for, sort_links

PER_PAGE = 20
VOTED = "advice_voted"


@require_safe
@vary_on_headers("HX-Request")
def answer_list(request: HttpRequest) -> HttpResponse:
    """List the published answers that pass the filters, those in force first."""
    filters = AnswerFilter(request.GET, PublishedVersion.objects.public())
    orders = filters.in_order
    sort, sorts = sort_links(request, orders)
    rows = filters.rows.in_force_first().order_by("rank", *orders[sort][1]).for_lists()
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    words = str(filters.others.get("q", ""))
    context = {
        "filters": filters,
        "filters_on": filters.on,
        "page": page,
        "count": page.paginator.count,
        "cards": [answer_card(version) for version in page],
        "nothing": None if page.paginator.count else nothing_found("advice", filters),
        "sorts": sorts,
        "sort": sort,
        "files": file_links(filters.query_string()),
        "query": filters.query_string(),
        "clear_url": request.path,
        "ask_url": _ask_url(filters, words),
        "crumbs": [(_("Advice"), "")],
        "frame": frame_for(request),
    }
    return render(request, "advice/answer_list.html", context)


def _ask_url(filters: AnswerFilter, words: str) -> str:
    """Return where to ask what was looked for: words, theme and period come along."""
    known = {"title": words} | {
        key: filters.chosen[key][0] for key in ("theme", "period") if key in filters.chosen
    }
    known = {key: value for key, value in known.items() if value}
    return reverse("advice_ask") + (f"?{urlencode(known)}" if known else "")


@require_safe
def answer_export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Hand over the answers that pass the filters as a file."""
    filters = AnswerFilter(request.GET, PublishedVersion.objects.public())
    rows = filters.rows.order_by("-published_at", "pk")
    return export(kind, "answers", COLUMNS, answer_rows(rows))


@require_safe
def answer_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what holds today at this address, or that it no longer does and what follows."""
    version = _public(slug, request)
    crumbs = [(_("Advice"), reverse("advice_list")), (version.title, "")]
    mentions = Term.objects.found_in(version.text)
    context = {
        "version": version,
        "answer": version.answer,
        "facts": facts_of(version),
        "notice": notice_of(version),
        "mentions": mentions,
        "terms": [mention.term for mention in mentions],
        "bases": version.legal_bases.all(),
        "related": related_to(version),
        "panels": panels_of("answer", version, request.user),
        "versions_count": version.answer.versions.once_public().count(),
        "has_voted": version.pk in request.session.get(VOTED, []),
        "cite": cite(version),
        "crumbs": crumbs,
        "linked_data": linked_data(version, crumbs),
    }
    return render(request, "advice/answer_detail.html", context)


def _public(slug: str, request: HttpRequest) -> PublishedVersion:
    rows = PublishedVersion.objects.public().with_saved_by(request.user)
    rows = rows.select_related("answer__superseded_by").prefetch_related("themes", "legal_bases")
    return get_object_or_404(rows, answer__slug=slug)


@require_safe
def answer_versions(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the versions of an answer, and what changed between two of them, word by word."""
    versions = list(
        PublishedVersion.objects.once_public()
        .filter(answer__slug=slug)
        .select_related("answer")
        .order_by("-number")
    )
    if not versions:
        raise Http404
    by_number = {str(version.number): version for version in versions}
    after = by_number.get(request.GET.get("to", ""), versions[0])
    older = [version for version in versions if version.number < after.number]
    before = by_number.get(request.GET.get("from", ""), older[0] if older else None)
    title = versions[0].title
    context = {
        "versions": versions,
        "answer": versions[0].answer,
        "title": title,
        "after": after,
        "before": before,
        "changes": _changes(before, after) if before and before != after else [],
        "crumbs": [
            (_("Advice"), reverse("advice_list")),
            (title, versions[0].answer.get_absolute_url()),
            (_("Versions"), ""),
        ],
    }
    return render(request, "advice/answer_versions.html", context)


def _changes(before: PublishedVersion, after: PublishedVersion) -> list[tuple]:
    """Return each part that differs with its comparison."""
    parts = (
        (_("Title"), before.title, after.title),
        (_("Question"), before.question, after.question),
        (_("Answer"), before.text, after.text),
        (_("Authority"), before.get_authority_display(), after.get_authority_display()),
        (_("Periods"), ", ".join(before.period_labels), ", ".join(after.period_labels)),
    )
    return [(label, compare(old, new)) for label, old, new in parts if old != new]


@require_safe
def answer_version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Show one version as it was cited; the standing one is at the answer's own address."""
    version = get_object_or_404(
        PublishedVersion.objects.filter(state__in=ONCE_PUBLIC).select_related("answer"),
        answer__slug=slug,
        number=number,
    )
    crumbs = [
        (_("Advice"), reverse("advice_list")),
        (version.title, version.answer.get_absolute_url()),
        (_("Version %(number)s") % {"number": number}, ""),
    ]
    context = {
        "version": version,
        "facts": facts_of(version),
        "notice": notice_of(version),
        "bases": version.legal_bases.all(),
        "cite": cite(version),
        "crumbs": crumbs,
    }
    return render(request, "advice/answer_version.html", context)


@require_POST
def answer_vote(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep whether the answer was useful: once in a visit, without asking who says so."""
    version = get_object_or_404(PublishedVersion.objects.public(), answer__slug=slug)
    form = UsefulForm(request.POST)
    voted = request.session.get(VOTED, [])
    if form.is_valid() and not form.is_from_a_machine and version.pk not in voted:
        reading.vote(
            version,
            is_useful=form.cleaned_data["useful"] == "yes",
            comment=form.cleaned_data["comment"],
        )
        request.session[VOTED] = [*voted, version.pk]
        messages.success(request, _("Thank you: this helps us to write better answers."))
    return redirect(f"{reverse('answer_detail', args=[slug])}#useful")


@login_required
@require_POST
def answer_follow(request: HttpRequest, slug: str) -> HttpResponse:
    """Tell the reader when the answer changes, or no longer."""
    version = _public(slug, request)
    if version.is_saved:
        reading.unfollow(version.answer, by=request.user)
        messages.success(request, _("You are not told any more when this answer changes."))
    else:
        reading.follow(version.answer, by=request.user)
        messages.success(request, _("You get a letter when this answer changes."))
    return redirect(version.answer.get_absolute_url())
