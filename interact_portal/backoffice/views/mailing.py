"""Writing to a group: count, look, queue, take back; and the page that ends such letters."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from interact_portal.backoffice import mailing
from interact_portal.backoffice.forms import GroupForm
from interact_portal.core.models import AuditEntry
from programmes.models import Theme
from seminars.models import Seminar

from .parts import office_page

SHOWN = 200


@require_http_methods(["GET", "HEAD", "POST"])
def mailing_write(request: HttpRequest) -> HttpResponse:
    """Choose a group, see who it is, write, look again, and queue the letters."""
    given = request.POST if request.method == "POST" else request.GET.copy()
    if request.method != "POST":
        given.update(_draft(given.get("never", "")))
    form = GroupForm(given)
    if not form.is_valid():
        return _page(request, form)
    if request.method == "POST" and "send" in request.POST and form.is_written:
        return _send(request, form)
    return _page(request, form, shows_letter="preview" in given)


def _page(request: HttpRequest, form: GroupForm, *, shows_letter: bool = False) -> HttpResponse:
    context = {"form": form, "mailings": mailing.latest_mailings(), "minutes": 10}
    if form.is_valid():
        group = form.group
        context |= {
            "counted": group.counted(),
            "number": group.count()[0],
            "people": group.people()[:SHOWN],
            "shows_letter": shows_letter and form.is_written,
            "lacks_words": shows_letter and not form.is_written,
        }
    return office_page(request, "mailing", _("Write to a group"), **context)


def _send(request: HttpRequest, form: GroupForm) -> HttpResponse:
    data, expected = form.cleaned_data, request.POST.get("expected", "")
    try:
        mailing.send(
            form.group,
            subject=data["subject"],
            text=data["text"],
            expected=int(expected) if expected.isdecimal() else -1,
            by=request.user,
        )
    except mailing.CountChangedError:
        messages.error(request, _("The group has changed since. Please look again."))
        return _page(request, form, shows_letter=True)
    said = _("The letters wait 10 minutes. Until then you can take them back below.")
    messages.success(request, said)
    return HttpResponseRedirect(reverse("admin:mailing_write"))


def _draft(theme: str) -> dict[str, str]:
    """Return the words of a draft about a theme: what we have, and which seminars come."""
    found = Theme.objects.filter(slug=theme).first()
    if found is None:
        return {}
    seminars = Seminar.objects.public().upcoming().filter(themes__in=[found, *found.children.all()])
    coming = [(row.title, row.starts_at.astimezone(row.zone)) for row in seminars.distinct()[:5]]
    lines = [f"- {title}: {date_format(starts)}" for title, starts in coming]
    text = _("Good day\n\nWe have not met you on %(theme)s yet.") % {"theme": found.name}
    if lines:
        text += "\n\n" + _("These seminars are about it:") + "\n" + "\n".join(lines)
    text += "\n\n" + _("Tell us what you would like to know about it.")
    return {"subject": _("%(theme)s: can we help?") % {"theme": found.name}, "text": text}


@require_POST
def mailing_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw what has not left yet."""
    entry = get_object_or_404(AuditEntry, pk=pk, act=mailing.QUEUED)
    taken = mailing.take_back(entry, by=request.user)
    if taken:
        said = ngettext("%(n)s letter is taken back.", "%(n)s letters are taken back.", taken)
        messages.success(request, said % {"n": taken})
    else:
        messages.warning(request, _("All letters have left already."))
    return HttpResponseRedirect(reverse("admin:mailing_write"))


@require_http_methods(["GET", "HEAD", "POST"])
def stop_group_letters(request: HttpRequest, token: str) -> HttpResponse:
    """Let a person end letters to groups; without signing in, as the address names her."""
    person = mailing.person_who_stops(token)
    if person is not None and request.method == "POST":
        mailing.stop(person)
    context = {"is_known": person is not None, "is_done": request.method == "POST"}
    return render(request, "backoffice/stop_group_letters.html", context)
