"""A reader's lists: keep, order, note, share by link, make a briefing pack."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goodpractice import workflow
from goodpractice.forms.reading import KeepForm, NameForm
from goodpractice.models import BriefingPack, ListEntry, Practice, ReadingList
from interact_portal.core.moves import IllegalMoveError

from .cards import cards_of
from .choosing import chosen_profile


@login_required
@require_safe
def my_lists(request: HttpRequest) -> HttpResponse:
    """Show a reader's lists and packs."""
    context = {
        "lists": ReadingList.objects.filter(owner=request.user).prefetch_related("entries"),
        "packs": BriefingPack.objects.filter(owner=request.user),
        "crumbs": [(_("Good practice"), reverse("practice_list")), (_("My lists"), "")],
    }
    return render(request, "goodpractice/my_lists.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def keep(request: HttpRequest, slug: str) -> HttpResponse:
    """Put a practice into a list."""
    practice = get_object_or_404(Practice.objects.public().select_related("current"), slug=slug)
    form = KeepForm(request.POST if request.method == "POST" else None, person=request.user)
    if form.is_valid():
        try:
            reading_list = _chosen_list(request, form)
            workflow.keep(reading_list, practice, note=form.cleaned_data["note"])
        except IllegalMoveError:
            form.add_error(None, _("This list is full. Make another one."))
        else:
            messages.success(request, _("It is in your list."))
            return redirect(reading_list)
    context = {
        "practice": practice,
        "form": form,
        "crumbs": [
            (_("Good practice"), reverse("practice_list")),
            (practice.title, practice.get_absolute_url()),
            (_("Save to a list"), ""),
        ],
    }
    return render(request, "goodpractice/keep.html", context)


def _chosen_list(request: HttpRequest, form: KeepForm) -> ReadingList:
    if form.cleaned_data["into"]:
        return ReadingList.objects.get(owner=request.user, pk=form.cleaned_data["into"])
    return workflow.make_list(form.cleaned_data["name"], by=request.user)


def own_list(request: HttpRequest, pk: int) -> ReadingList:
    """Return a list of this person, or answer 404."""
    return get_object_or_404(ReadingList, pk=pk, owner=request.user)


@login_required
@require_safe
def list_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a list to its owner."""
    reading_list = own_list(request, pk)
    context = {
        "list": reading_list,
        "entries": entries_of(request, reading_list),
        "shared_url": _shared_url(request, reading_list),
        "crumbs": [
            (_("Good practice"), reverse("practice_list")),
            (_("My lists"), reverse("my_lists")),
            (reading_list.name, ""),
        ],
    }
    return render(request, "goodpractice/list_detail.html", context)


def _shared_url(request: HttpRequest, reading_list: ReadingList) -> str:
    if not reading_list.key:
        return ""
    return request.build_absolute_uri(reverse("practice_shared_list", args=[reading_list.key]))


def entries_of(request: HttpRequest, reading_list: ReadingList) -> list[dict]:
    """Return the practices of a list with card, note and whether they changed since."""
    entries = list(reading_list.entries.all())
    profile = chosen_profile(request)
    practices = Practice.objects.public().for_cards()
    if profile is not None:
        practices = practices.prefetch_related("conditions")
    found = practices.in_bulk([entry.practice_id for entry in entries])
    shown = [entry for entry in entries if entry.practice_id in found]
    cards = cards_of([found[entry.practice_id] for entry in shown], profile=profile)
    return [
        {
            "entry": entry,
            "card": card,
            "has_changed": found[entry.practice_id].current.number > entry.version_seen,
            "practice": found[entry.practice_id],
        }
        for entry, card in zip(shown, cards, strict=True)
    ]


@require_safe
def shared_list(request: HttpRequest, key: str) -> HttpResponse:
    """Show a shared list to everybody with its link, read-only."""
    reading_list = get_object_or_404(ReadingList, key=key)
    entries = entries_of(request, reading_list)
    context = {
        "list": reading_list,
        "entries": entries,
        "changed": sum(each["has_changed"] for each in entries),
    }
    return render(request, "goodpractice/shared_list.html", context)


@login_required
@require_POST
def change_entry(request: HttpRequest, pk: int) -> HttpResponse:
    """Move a practice up or down in a list, take it out, or change its note."""
    entries = ListEntry.objects.select_related("reading_list", "practice__current")
    entry = get_object_or_404(entries, pk=pk, reading_list__owner=request.user)
    acts: dict[str, Callable] = {
        "up": workflow.move_up,
        "down": workflow.move_down,
        "out": workflow.take_out,
    }
    asked = [act for name, act in acts.items() if name in request.POST]
    if asked:
        asked[0](entry)
    elif "note" in request.POST:
        workflow.keep(entry.reading_list, entry.practice, note=request.POST["note"][:500])
    return redirect(entry.reading_list)


@login_required
@require_POST
def change_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Share a list, stop sharing it, throw it away, or make a briefing pack of it."""
    reading_list = own_list(request, pk)
    acts: dict[str, Callable] = {"share": workflow.share, "stop": workflow.stop_sharing}
    for name, act in acts.items():
        if name in request.POST:
            act(reading_list)
    if "pack" in request.POST:
        return _pack(request, reading_list)
    if "delete" in request.POST:
        workflow.delete_list(reading_list)
        messages.success(request, _("The list is thrown away. Packs made of it stay."))
        return redirect("my_lists")
    return redirect(reading_list)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def rename_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a list another name."""
    reading_list = own_list(request, pk)
    sent = request.POST if request.method == "POST" else None
    form = NameForm(sent, initial={"name": reading_list.name})
    if form.is_valid():
        try:
            return redirect(workflow.rename_list(reading_list, form.cleaned_data["name"]))
        except workflow.NameTakenError:
            form.add_error("name", _("You have another list of this name."))
    context = {
        "list": reading_list,
        "form": form,
        "crumbs": [
            (_("My lists"), reverse("my_lists")),
            (reading_list.name, reading_list.get_absolute_url()),
            (_("Rename"), ""),
        ],
    }
    return render(request, "goodpractice/rename_list.html", context)


def _pack(request: HttpRequest, reading_list: ReadingList) -> HttpResponse:
    profile = chosen_profile(request)
    programme = profile.programme if profile else None
    try:
        return redirect(workflow.make_pack(reading_list, programme=programme, by=request.user))
    except IllegalMoveError:
        messages.error(request, _("Put a practice into the list first."))
        return redirect(reading_list)
