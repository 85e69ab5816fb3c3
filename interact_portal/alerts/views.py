"""Pages of saved searches: save, my saved searches, change, pause, delete, and no more letters."""

import datetime
from collections.abc import Iterable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from interact_portal.core.moves import IllegalMoveError

from . import workflow
from .choices import Frequency
from .forms import SavedSearchForm
from .models import LONGEST_QUERY, SavedSearch
from .registry import SavableList, all_lists, canonical, list_called, one_for_each_row, short_name

PREVIEW = datetime.timedelta(days=30)
SHOWN = 10


@login_required
@require_safe
def saved_search_list(request: HttpRequest) -> HttpResponse:
    """Show my saved searches, each with its filters and how often it is told."""
    searches = _rows(SavedSearch.objects.of(request.user))
    lists = [{"label": savable.label, "url": savable.address("")} for savable in all_lists()]
    context = {"searches": searches, "lists": lists, "crumbs": _crumbs()}
    return render(request, "alerts/saved_search_list.html", context)


def _rows(searches: Iterable[SavedSearch]) -> list[dict]:
    """Return what the page shows of each; what choices are called is asked once for each list."""
    rows, names = [], {}
    for search in searches:
        savable = list_called(search.list)
        if savable is None:
            continue
        filters = savable.filtered(search.query)
        if search.list in names:
            filters.names = names[search.list]
        names[search.list] = filters.names
        rows.append(
            {
                "search": search,
                "label": savable.label,
                "url": savable.address(search.query),
                "chips": filters.chips,
                "unknown": filters.unknown,
            }
        )
    return rows


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def saved_search_new(request: HttpRequest, name: str) -> HttpResponse:
    """Save the filtered list of the address, after a look at what the letters would have held."""
    savable = _list_or_404(name)
    filters = savable.filters(request.GET)
    query = canonical(filters)
    if len(query) > LONGEST_QUERY:
        messages.error(request, _("These are too many filters to save. Take some off."))
        return redirect(savable.address(query))
    kept = SavedSearch.objects.of(request.user).filter(list=name, query=query).first()
    if kept is not None:
        messages.info(request, _("You have saved this search already. Change it here."))
        return redirect(kept)
    suggested = {"name": short_name(savable, filters), "frequency": Frequency.WEEKLY}
    form = SavedSearchForm(request.POST or None, initial=suggested)
    if request.method == "POST" and form.is_valid() and _saved(request, form, savable, query):
        return redirect("saved_search_list")
    context = {"crumbs": _crumbs(_("Save this search")), "form": form}
    return _form_page(request, SavedSearch(list=name, query=query), savable, context)


def _saved(request: HttpRequest, form: SavedSearchForm, savable: SavableList, query: str) -> bool:
    chosen = {"name": form.cleaned_data["name"], "pace": form.cleaned_data["frequency"]}
    try:
        search = workflow.save(request.user, savable, query, **chosen)
    except IllegalMoveError as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, _("“%(name)s” is saved.") % {"name": search.name})
    return True


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def saved_search_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the name or the pace of a saved search."""
    search = _mine(request, pk)
    savable = _list_or_404(search.list)
    now = {"name": search.name, "frequency": search.frequency}
    form = SavedSearchForm(request.POST or None, initial=now)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        workflow.change(search, name=chosen["name"], pace=chosen["frequency"])
        messages.success(request, _("“%(name)s” is saved.") % {"name": chosen["name"]})
        return redirect("saved_search_list")
    context = {"crumbs": _crumbs(search.name), "form": form, "search": search}
    return _form_page(request, search, savable, context)


@login_required
@require_POST
def saved_search_act(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Pause, resume or delete a saved search."""
    search = _mine(request, pk)
    if act == "pause":
        workflow.pause(search)
        said = _("No more letters about “%(name)s” until you resume them.")
    elif act == "resume":
        workflow.resume(search)
        said = _("Letters about “%(name)s” come again.")
    else:
        workflow.remove(search)
        said = _("“%(name)s” is deleted.")
    messages.success(request, said % {"name": search.name})
    return redirect("saved_search_list")


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def saved_search_stop(request: HttpRequest, secret: str) -> HttpResponse:
    """End the letters of a saved search without signing in.

    Mail programs send the POST by themselves, without cookies (RFC 8058); a person who follows the
    link confirms first, because programs that check links follow them too.
    """
    search = get_object_or_404(SavedSearch, secret=secret)
    if request.method == "POST":
        search = workflow.pause(search)
    return render(request, "alerts/saved_search_stop.html", {"search": search})


def _form_page(
    request: HttpRequest, search: SavedSearch, savable: SavableList, context: dict
) -> HttpResponse:
    """Show the form beside what the letters of the last month would have held."""
    filters = savable.filtered(search.query)
    news = one_for_each_row(workflow.news_in(search, timezone.now() - PREVIEW))
    context |= {
        "label": savable.label,
        "list_url": savable.address(search.query),
        "chips": filters.chips,
        "unknown": filters.unknown,
        "news": news[:SHOWN],
        "news_count": len(news),
        "news_more": max(len(news) - SHOWN, 0),
    }
    return render(request, "alerts/saved_search_form.html", context)


def _mine(request: HttpRequest, pk: int) -> SavedSearch:
    return get_object_or_404(SavedSearch.objects.of(request.user), pk=pk)


def _list_or_404(name: str) -> SavableList:
    savable = list_called(name)
    if savable is None:
        raise Http404
    return savable


def _crumbs(last: str = "") -> list[tuple[str, str]]:
    here = (_("Saved searches"), reverse("saved_search_list") if last else "")
    return [(_("Your profile"), reverse("profile")), here, *([(last, "")] if last else [])]
