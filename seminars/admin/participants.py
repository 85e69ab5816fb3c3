"""Participants by state; approving and declining several, after a look at their letters."""

from dataclasses import dataclass

from django.contrib import messages
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from interact_portal.core.moves import IllegalMoveError
from interact_portal.mail.models import Letter
from seminars import registration as verbs
from seminars.choices import Status
from seminars.models import ChangeRequest, Registration, Seminar
from seminars.seating import reserve_list

from .desk import at_the_desk, back_to, desk_page, do

# The order in which states matter to an organiser.
GROUPS = (
    Status.PENDING, Status.OFFERED, Status.RESERVE, Status.CONFIRMED, Status.DECLINED,
    Status.WITHDRAWN, Status.EXPIRED, Status.SUBSTITUTED, Status.CANCELLED,
)  # fmt: skip
ACTS = {"approve": gettext_lazy("Approve"), "decline": gettext_lazy("Decline")}


@require_safe
@at_the_desk
def participants(request: HttpRequest, seminar: Seminar) -> HttpResponse:
    """List everybody by state."""
    rows = list(
        seminar.registrations.filter(purged_at=None)
        .select_related("body", "programme", "country", "attendance")
        .order_by("asked_at", "pk")
    )
    places = {place.key: place for mode in seminar.modes for place in reserve_list(seminar, mode)}
    for row in rows:
        # Who waits is told today's place, not the one of the day she asked.
        row.reason = places[row.pk].sentence if row.pk in places else row.reason
    rows.sort(key=lambda row: places[row.pk].position if row.pk in places else 0)
    groups = [
        {"status": status, "rows": [row for row in rows if row.status == status]}
        for status in GROUPS
    ]
    wishes = ChangeRequest.objects.filter(registration__seminar=seminar, state="open")
    return desk_page(
        request,
        seminar,
        "participants",
        gettext_lazy("Participants"),
        groups=[group for group in groups if group["rows"]],
        wishes=wishes.select_related("registration"),
        acts=ACTS,
    )


@dataclass(frozen=True)
class Preview:
    """What an act on several rows would do: letters, and rows it skips with the reason."""

    letters: list[Letter]
    skipped: list[tuple[Registration, str]]
    done: int


@require_POST
@at_the_desk
def decide(request: HttpRequest, seminar: Seminar) -> HttpResponse:
    """Approve or decline several: first the letters and who is skipped, then the act."""
    act, reason = request.POST.get("act", ""), request.POST.get("reason", "").strip()
    keys = [key for key in request.POST.getlist("rows") if key.isdecimal()]
    rows = list(seminar.registrations.filter(pk__in=keys).order_by("asked_at", "pk"))
    if act not in ACTS or not rows or (act == "decline" and not reason):
        messages.error(request, _("Choose people and an act; declining needs a reason."))
        return back_to(seminar, "participants")
    confirmed = "confirmed" in request.POST
    work = act_on if confirmed else preview_of
    preview = work(rows, act, by=request.user, reason=reason)
    if confirmed:
        text = ngettext("Done for %(n)d person.", "Done for %(n)d people.", preview.done)
        messages.success(request, text % {"n": preview.done})
        for row, why in preview.skipped:
            messages.warning(request, f"{row.called}: {why}")
        return back_to(seminar, "participants")
    return desk_page(
        request,
        seminar,
        "decide",
        ACTS[act],
        act=act,
        reason=reason,
        preview=preview,
        rows=rows,
    )


@transaction.atomic
def act_on(rows: list[Registration], act: str, *, by: models.Model, reason: str) -> Preview:
    """Act on each row as the verbs allow; return the letters written, and who was skipped."""
    last = Letter.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    skipped, done = [], 0
    for row in rows:
        try:
            with transaction.atomic():
                if act == "approve":
                    verbs.approve(row, by=by)
                else:
                    verbs.decline(row, by=by, reason=reason)
        except IllegalMoveError as refusal:
            why = str(refusal) if isinstance(refusal, verbs.RefusedError) else _(
                "not possible for somebody who is: %(status)s"
            ) % {"status": row.get_status_display().lower()}  # fmt: skip
            skipped.append((row, why))
        else:
            done += 1
    letters = list(Letter.objects.filter(pk__gt=last).order_by("pk"))
    return Preview(letters, skipped, done)


@transaction.atomic
def preview_of(rows: list[Registration], act: str, *, by: models.Model, reason: str) -> Preview:
    """Act, look at what was done, and take it all back.

    So a preview shows exactly the letters that the act would write, those to others who move up
    included.
    """
    preview = act_on(rows, act, by=by, reason=reason)
    transaction.set_rollback(True)
    return preview


@require_POST
@at_the_desk
def answer_a_wish(request: HttpRequest, seminar: Seminar) -> HttpResponse:
    """Answer somebody's wish to change a locked registration."""
    key = request.POST.get("wish", "")
    rows = ChangeRequest.objects.filter(registration__seminar=seminar)
    wish = get_object_or_404(rows, pk=key if key.isdecimal() else 0)
    answer, is_done = request.POST.get("answer", "").strip(), "done" in request.POST
    do(
        request,
        lambda: verbs.answer_wish(wish, by=request.user, done=is_done, answer=answer),
        _("The answer is on its way."),
    )
    return back_to(seminar, "participants")
