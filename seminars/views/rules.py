"""The rules for seats of a seminar, in sentences that everybody understands."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from seminars.choices import Access, Freed, Order
from seminars.models import Seminar
from seminars.seats import moment


def rules_of(seminar: Seminar) -> list[str]:
    """Return how seats are given; nothing where everybody who asks has one."""
    limits = _limits(seminar)
    if not limits:
        return []
    rules = limits
    if seminar.access == Access.APPROVAL:
        rules.append(_("The organiser reads each registration first."))
    if seminar.phase_one_ends_at is not None:
        rules.append(
            _("On %(moment)s the seats that are left go to the reserve list.")
            % {"moment": moment(seminar.phase_one_ends_at, seminar.zone)}
        )
    return [*rules, _order(seminar), _freed(seminar)]


def _limits(seminar: Seminar) -> list[str]:
    counts = (
        (seminar.room_seats, "room", _("%(n)d seats in the room.")),
        (seminar.online_seats, "online", _("%(n)d seats online.")),
    )
    limits = [text % {"n": n} for n, mode, text in counts if n and mode in seminar.modes]
    shares = (
        (seminar.seats_per_programme, _("each programme")),
        (seminar.seats_per_body, _("each body")),
        (seminar.seats_per_country, _("each country")),
    )
    for seats, whom in shares:
        if seats:
            text = ngettext(
                "At most %(n)d seat for %(whom)s", "At most %(n)d seats for %(whom)s", seats
            ) % {"n": seats, "whom": whom}
            ends = seminar.phase_one_ends_at
            until = _(" until %(moment)s") % {"moment": moment(ends, seminar.zone)} if ends else ""
            limits.append(f"{text}{until}.")
    return limits


def _order(seminar: Seminar) -> str:
    if seminar.reserve_order == Order.TIME:
        return _("Who waits is served in the order of requests.")
    return _(
        "Who waits is served in this order: programmes with the fewest seats first, then programmes"
        " without both managing authority and joint secretariat, then the earlier request."
    )


def _freed(seminar: Seminar) -> str:
    closes = moment(seminar.reserve_closes_at, seminar.zone)
    if seminar.freed_seat == Freed.OFFER:
        return _(
            "A seat that becomes free is offered for %(hours)d hours, then to the next; the last"
            " offers end on %(moment)s."
        ) % {"hours": seminar.offer_hours, "moment": closes}
    return _("A seat that becomes free goes to the next at once, until %(moment)s.") % {
        "moment": closes
    }
