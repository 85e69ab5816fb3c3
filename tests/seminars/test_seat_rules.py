"""The rules for seats by example: who is next, and in which words."""

import datetime

from programmes.choices import Role
from seminars.choices import Freed, Order, Status
from seminars.seats import Request, Rules, decide, places_on_reserve

START = datetime.datetime(2027, 1, 10, 9, tzinfo=datetime.UTC)
PHASE_END = datetime.datetime(2027, 2, 1, 9, tzinfo=datetime.UTC)
MA, JS = Role.MANAGING_AUTHORITY, Role.JOINT_SECRETARIAT


def request(key: int, programme: int | None = None, status: str = Status.RESERVE, **more: object):
    """Return a request made `key` minutes after the start."""
    asked_at = START + datetime.timedelta(minutes=key)
    return Request(key, asked_at, status, programme, **more)


def confirmed(key: int, programme: int | None = None, role: str = "", **more: object) -> Request:
    """Return somebody with a seat."""
    return request(key, programme, Status.CONFIRMED, role=role, **more)


def outcomes(decisions: list) -> list[tuple]:
    """Return who got what."""
    return [(decision.key, decision.outcome) for decision in decisions]


def test_the_third_of_a_programme_waits_for_the_day_reserve_seats_are_given():
    rules = Rules(seats=40, per_programme=2, phase_one_ends_at=PHASE_END)
    seated = [confirmed(1, 7, MA), confirmed(2, 7, JS)]
    (decision,) = decide(rules, seated, START, request(3, 7))
    assert (decision.outcome, decision.position) == (Status.RESERVE, 1)
    assert decision.sentence == (
        "Place 1 on the reserve list. Your programme has 2 of 2 guaranteed seats. "
        "Reserve seats are given on 1 February 2027, 09:00 (UTC time)."
    )


def test_a_seat_that_is_free_is_given_at_once():
    rules = Rules(seats=40, per_programme=2, phase_one_ends_at=PHASE_END)
    (decision,) = decide(rules, [confirmed(1, 7)], START, request(2, 7))
    assert decision.outcome == Status.CONFIRMED
    assert decision.sentence == (
        "A seat was free when you asked: 2 of 40 are taken now. "
        "Your programme has 2 of its 2 seats."
    )


def test_on_the_day_programmes_with_the_fewest_seats_come_first_then_those_without_the_pair():
    rules = Rules(seats=8, per_programme=2, phase_one_ends_at=PHASE_END)
    present = [
        confirmed(1, 1, MA), confirmed(2, 1, JS),  # has the pair
        confirmed(3, 2, MA), confirmed(4, 2, MA),  # has two seats, not the pair
        confirmed(5, 3, MA),
        request(10, 1), request(11, 2), request(12, 3), request(13, 3), request(14, 4),
    ]  # fmt: skip
    decisions = decide(rules, present, PHASE_END)
    # 14 has no seat yet, 12 has one; then three programmes have two: 1 has the pair, 2 asked
    # before 3.
    assert outcomes(decisions) == [
        (14, Status.CONFIRMED),
        (12, Status.CONFIRMED),
        (11, Status.CONFIRMED),
    ]


def test_after_each_seat_given_the_order_is_worked_out_anew():
    rules = Rules(seats=4, per_programme=1, phase_one_ends_at=PHASE_END)
    present = [confirmed(1, 1), request(2, 2), request(3, 2), request(4, 3), request(5, 1)]
    decisions = decide(rules, present, PHASE_END)
    assert outcomes(decisions) == [
        (2, Status.CONFIRMED),
        (4, Status.CONFIRMED),
        (3, Status.CONFIRMED),
    ]


def test_in_phase_one_a_freed_seat_passes_those_whose_programme_is_full():
    rules = Rules(seats=3, per_programme=2, phase_one_ends_at=PHASE_END)
    present = [confirmed(1, 1), confirmed(2, 1), request(3, 1), request(4, 2)]
    assert outcomes(decide(rules, present, START)) == [(4, Status.CONFIRMED)]


def test_a_limit_without_an_end_holds_until_the_seminar():
    rules = Rules(per_body=4)
    seated = [confirmed(number, None, body=9) for number in range(1, 5)]
    (decision,) = decide(rules, seated, START, request(5, None, body=9))
    assert decision.sentence == (
        "Place 1 on the reserve list. Your body has 4 of 4 guaranteed seats. "
        "You move up when one of them becomes free."
    )


def test_a_country_has_no_more_seats_than_the_rules_say():
    rules = Rules(per_country=1, phase_one_ends_at=PHASE_END)
    (decision,) = decide(rules, [confirmed(1, None, country="AT")], START, request(2, country="AT"))
    assert "Your country has 1 of 1 guaranteed seats." in decision.sentence


def test_a_freed_seat_is_offered_with_a_deadline_where_the_rules_say_so():
    rules = Rules(seats=1, freed=Freed.OFFER, offer_hours=48, order=Order.TIME)
    (decision,) = decide(rules, [request(1), request(2)], START)
    assert (decision.key, decision.outcome) == (1, Status.OFFERED)
    assert decision.offer_until == START + datetime.timedelta(hours=48)
    assert decision.sentence == (
        "A seat is free, and of all who could have it you asked first. "
        "The seat is kept for you until 12 January 2027, 09:00 (UTC time); "
        "then it goes to the next."
    )


def test_an_offer_never_outlasts_the_reserve_list():
    closes = START + datetime.timedelta(hours=5)
    rules = Rules(seats=1, freed=Freed.OFFER, offer_hours=48, reserve_closes_at=closes)
    (decision,) = decide(rules, [request(1)], START)
    assert decision.offer_until == closes


def test_an_offer_that_ran_out_goes_to_the_next_and_both_are_told_why():
    rules = Rules(seats=1, freed=Freed.OFFER, order=Order.TIME)
    offered = request(1, status=Status.OFFERED, offer_until=START)
    first, second = decide(rules, [offered, request(2)], START)
    assert (first.key, first.outcome) == (1, Status.EXPIRED)
    assert "without an answer" in first.sentence
    assert (second.key, second.outcome) == (2, Status.OFFERED)


def test_who_waits_has_a_free_seat_before_a_newcomer():
    rules = Rules(seats=1, order=Order.TIME)
    decisions = decide(rules, [request(1)], START, request(2))
    assert outcomes(decisions) == [(1, Status.CONFIRMED), (2, Status.RESERVE)]


def test_fewer_seats_take_nobodys_seat_and_say_so():
    rules = Rules(seats=2, order=Order.TIME)
    seated = [confirmed(number) for number in (1, 2, 3)]
    (decision,) = decide(rules, seated, START, request(4))
    assert decision.sentence == (
        "Place 1 on the reserve list. 3 people have a seat and keep it; there are 2 seats now, so"
        " nobody moves up before fewer are taken."
        " A seat that becomes free goes to whoever asked first."
    )


def test_nobody_moves_up_after_the_reserve_list_closed_and_no_newcomer_passes():
    rules = Rules(seats=2, order=Order.TIME, reserve_closes_at=START)
    (decision,) = decide(rules, [confirmed(1), request(2)], START, request(3))
    assert (decision.outcome, decision.position) == (Status.RESERVE, 2)
    assert "The reserve list closed on 10 January 2027" in decision.sentence


def test_somebody_without_a_programme_counts_with_her_body():
    rules = Rules(seats=3)
    present = [confirmed(1, None, body=5), request(2, None, body=5), request(3, None, body=6)]
    assert outcomes(decide(rules, present, START)) == [
        (3, Status.CONFIRMED),
        (2, Status.CONFIRMED),
    ]


def test_forty_seats_for_twenty_five_programmes_are_spread_evenly():
    rules = Rules(seats=40, per_programme=1, phase_one_ends_at=PHASE_END)
    present: list[Request] = []
    for key in range(1, 76):
        programme = key % 25
        for decision in decide(rules, present, START, request(key, programme)):
            present.append(request(key, programme, decision.outcome))
    decisions = decide(rules, present, PHASE_END)
    assert len(decisions) == 15
    seats = {decision.key % 25 for decision in decisions}
    assert len(seats) == 15, "no programme has a third seat before another has two"
    after = [
        confirmed(r.key, r.programme) if r.key in {d.key for d in decisions} else r for r in present
    ]
    places = places_on_reserve(rules, after, PHASE_END)
    assert len(places) == 35
    assert places == places_on_reserve(rules, after[::-1], PHASE_END)
    assert all("All 40 seats are taken." in place.sentence for place in places)
