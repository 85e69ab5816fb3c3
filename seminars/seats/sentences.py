"""The sentences that explain a decision about a seat to the person it touches."""

import datetime

from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from seminars.choices import Order

from .line import Request, Rules, Tally


def moment(when: datetime.datetime, zone: datetime.tzinfo) -> str:
    """Return day and time with the zone in words: `1 February 2027, 10:00 (Vienna time)`."""
    local = timezone.localtime(when, zone)
    place = str(zone).rpartition("/")[2].replace("_", " ")
    return _("%(day)s, %(time)s (%(place)s time)") % {
        "day": date_format(local.date()),
        "time": time_format(local.time()),
        "place": place,
    }


def seat_was_free(tally: Tally, request: Request) -> str:
    """Say why somebody has a seat at once; `tally` counts it already."""
    rules = tally.rules
    if rules.seats is None:
        said = _("There is a seat for everybody who asks.")
    else:
        said = _("A seat was free when you asked: %(taken)d of %(seats)d are taken now.") % {
            "taken": tally.taken,
            "seats": rules.seats,
        }
    if tally.limits_hold and rules.per_programme is not None and request.programme is not None:
        said += " " + _("Your programme has %(taken)d of its %(limit)d seats.") % {
            "taken": tally.programmes[request.programme],
            "limit": rules.per_programme,
        }
    return said


def why_waiting(tally: Tally, request: Request, now: datetime.datetime) -> str:
    """Say why somebody waits and what that depends on."""
    rules, limit = tally.rules, tally.full_limit(request)
    if rules.reserve_is_closed(now):
        return _(
            "The reserve list closed on %(moment)s. From then on the organiser decides by hand who"
            " has a seat that becomes free."
        ) % {"moment": moment(rules.reserve_closes_at, rules.zone)}
    if limit:
        return f"{_limit_is_reached(tally, request, limit)} {_when_it_goes_on(rules)}"
    return f"{_all_taken(tally)} {_who_is_next(rules)}"


def moved_up(tally: Tally, request: Request) -> str:
    """Say why a seat of the reserve list goes to this person; `tally` does not count it yet."""
    if tally.rules.order == Order.TIME:
        return _("A seat is free, and of all who could have it you asked first.")
    seats = tally.groups[request.group]
    if request.programme is not None:
        count = ngettext(
            "your programme had %(seats)d seat", "your programme had %(seats)d seats", seats
        )
    else:
        count = ngettext("your body had %(seats)d seat", "your body had %(seats)d seats", seats)
    return _(
        "A seat is free and you are next: %(count)s, and those with the fewest seats come first,"
        " then programmes without both managing authority and joint secretariat, then the earlier"
        " request."
    ) % {"count": count % {"seats": seats}}


def answer_by(until: datetime.datetime, rules: Rules) -> str:
    """Say until when an offer stands."""
    return _("The seat is kept for you until %(moment)s; then it goes to the next.") % {
        "moment": moment(until, rules.zone)
    }


def offer_ran_out(until: datetime.datetime, rules: Rules) -> str:
    """Say that nobody answered an offer."""
    return _(
        "The offer ended on %(moment)s without an answer. The seat went to the next on the list."
    ) % {"moment": moment(until, rules.zone)}


def place(position: int, why: str) -> str:
    """Put the place on the reserve list before the reason."""
    return _("Place %(position)d on the reserve list. %(why)s") % {
        "position": position,
        "why": why,
    }


def _limit_is_reached(tally: Tally, request: Request, limit: str) -> str:
    texts = {
        "programme": _("Your programme has %(taken)d of %(limit)d guaranteed seats."),
        "body": _("Your body has %(taken)d of %(limit)d guaranteed seats."),
        "country": _("Your country has %(taken)d of %(limit)d guaranteed seats."),
    }
    counts = {
        "programme": (tally.programmes[request.programme], tally.rules.per_programme),
        "body": (tally.bodies[request.body], tally.rules.per_body),
        "country": (tally.countries[request.country], tally.rules.per_country),
    }
    taken, most = counts[limit]
    return texts[limit] % {"taken": taken, "limit": most}


def _when_it_goes_on(rules: Rules) -> str:
    if rules.phase_one_ends_at is None:
        return _("You move up when one of them becomes free.")
    return _("Reserve seats are given on %(moment)s.") % {
        "moment": moment(rules.phase_one_ends_at, rules.zone)
    }


def _all_taken(tally: Tally) -> str:
    if not tally.is_full:
        return _("Others who asked before you wait for the same seats.")
    if tally.taken > tally.rules.seats:
        return _(
            "%(taken)d people have a seat and keep it; there are %(seats)d seats now, so nobody"
            " moves up before fewer are taken."
        ) % {"taken": tally.taken, "seats": tally.rules.seats}
    return ngettext(
        "The only seat is taken.", "All %(seats)d seats are taken.", tally.rules.seats
    ) % {"seats": tally.rules.seats}


def _who_is_next(rules: Rules) -> str:
    if rules.order == Order.TIME:
        return _("A seat that becomes free goes to whoever asked first.")
    return _(
        "A seat that becomes free goes to the programme with the fewest seats, then to a programme"
        " without both managing authority and joint secretariat, then to the earlier request."
    )
