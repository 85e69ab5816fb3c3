"""Random rules, random sequences of every act: what must hold whatever happens."""

import datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from programmes.choices import Role
from seminars.choices import Freed, Order, Status
from seminars.seats import Rules, places_on_reserve

from .seat_world import START, World

LIMITS = st.none() | st.integers(1, 4)
MOMENTS = st.none() | st.integers(0, 400).map(lambda hours: START + datetime.timedelta(hours=hours))
RULES = st.builds(
    Rules,
    seats=st.none() | st.integers(1, 8),
    per_programme=LIMITS,
    per_body=LIMITS,
    per_country=LIMITS,
    phase_one_ends_at=MOMENTS,
    order=st.sampled_from(Order.values),
    freed=st.sampled_from(Freed.values),
    offer_hours=st.integers(1, 72),
    reserve_closes_at=MOMENTS,
)
PEOPLE = st.tuples(
    st.none() | st.integers(1, 4),
    st.none() | st.integers(1, 5),
    st.sampled_from(["AT", "IT", "SI"]),
    st.sampled_from([Role.MANAGING_AUTHORITY, Role.JOINT_SECRETARIAT, "other"]),
)
PICKS = st.integers(0, 50)
ACTS = st.one_of(
    st.tuples(st.just("register"), PEOPLE),
    st.tuples(st.just("register"), PEOPLE),
    st.tuples(st.just("leave"), st.tuples(PICKS)),
    st.tuples(st.just("accept"), st.tuples(PICKS)),
    st.tuples(st.just("send_a_colleague"), st.tuples(PICKS)),
    st.tuples(st.just("override"), st.tuples(PICKS)),
    st.tuples(st.just("set_seats"), st.tuples(st.none() | st.integers(1, 8))),
    st.tuples(st.just("wait"), st.tuples(st.integers(1, 60))),
    st.tuples(st.just("look"), st.tuples(PICKS)),
)


def live(rules: Rules, acts: list) -> World:
    """Return the world after all acts, every promise checked after each."""
    world = World(rules)
    for name, arguments in acts:
        getattr(world, name)(*arguments)
        if name != "wait":
            world.check()
    return world


@settings(max_examples=400, deadline=None)
@given(RULES, st.lists(ACTS, max_size=40))
def test_no_seat_is_given_twice_idle_taken_back_or_given_without_a_sentence(rules, acts):
    """The promises are asserted in `World`, after every act and for every decision."""
    world = live(rules, acts)
    for decision in world.decisions:
        assert decision.sentence
        assert (decision.outcome == Status.OFFERED) == (decision.offer_until is not None)
        assert (decision.outcome == Status.RESERVE) == (decision.position is not None)


@settings(max_examples=200, deadline=None)
@given(RULES, st.lists(ACTS, max_size=40))
def test_the_same_acts_give_the_same_decisions_in_the_same_order(rules, acts):
    first, second = live(rules, acts), live(rules, acts)
    assert first.decisions == second.decisions
    assert first.requests == second.requests


@settings(max_examples=200, deadline=None)
@given(RULES, st.lists(ACTS, max_size=40))
def test_the_reserve_list_holds_everybody_who_waits_once_each_with_a_reason(rules, acts):
    world = live(rules, acts)
    places = places_on_reserve(world.rules, list(world.requests.values()), world.now)
    assert sorted(place.key for place in places) == sorted(world.among(Status.RESERVE))
    assert [place.position for place in places] == list(range(1, len(places) + 1))
    for place in places:
        assert place.sentence.startswith(f"Place {place.position} on the reserve list. ")


@settings(max_examples=200, deadline=None)
@given(RULES, st.lists(ACTS, max_size=40))
def test_looking_twice_at_the_same_moment_changes_nothing(rules, acts):
    world = live(rules, acts)
    world.settle()
    settled = dict(world.requests)
    world.settle()
    assert world.requests == settled
