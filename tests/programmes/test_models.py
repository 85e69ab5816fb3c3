"""The tables of the hall refuse what can never be true, each by a rule with a name."""

import datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from programmes.choices import MembershipState, Part, Role
from programmes.models import (
    Body,
    Country,
    FormerAddress,
    Mandate,
    Membership,
    ParticipatingCountry,
    PriorityAxis,
    Programme,
    Theme,
)
from programmes.models.programmes import normalise_cci
from tests.factories import (
    make_axis,
    make_body,
    make_country,
    make_mandate,
    make_membership,
    make_programme,
    make_theme,
    make_user,
)

pytestmark = pytest.mark.django_db
DAY = datetime.date(2010, 1, 1)


def rule_broken_by(act):
    """Return the name of the rule with which the table refuses `act`."""
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        act()
    return refused.value.__cause__.diag.constraint_name


def twin_membership(**fields):
    person, body = make_user(), make_body()
    make_membership(person, body)
    return make_membership(person, body, **fields)


BROKEN = {
    "one_programme_for_each_cci": lambda: [
        make_programme(cci="2007CB163PO029"),
        make_programme(cci="2007CB163PO029"),
    ],
    "one_programme_for_each_title_and_period": lambda: [
        make_programme("Alpine Space", slug="a"),
        make_programme("ALPINE space", slug="b"),
    ],
    "cci_is_written_without_spaces_or_brackets": lambda: make_programme(cci="2007 CB163PO02"),
    "programme_amounts_are_not_negative": lambda: make_programme(total_amount=Decimal("-0.01")),
    "country_is_once_in_a_programme": lambda: make_programme(countries=["AT", "AT"]),
    "axis_is_once_for_each_fund_and_objective": lambda: [
        make_axis(programme, "1") for programme in [make_programme()] * 2
    ],
    "axis_amounts_are_not_negative": lambda: make_axis(eu_amount=Decimal("-1")),
    "published_rate_is_a_percentage": lambda: make_axis(published_rate=Decimal("100.01")),
    "mandate_is_stated_once": lambda: [
        make_mandate(body, programme) for body, programme in [(make_body(), make_programme())] * 2
    ],
    "mandate_ends_after_it_starts": lambda: make_mandate(since=2013, until=2012),
    "one_open_membership_of_a_person_at_a_body": lambda: twin_membership(
        state=MembershipState.ASKED
    ),
    "membership_is_dated_exactly_when_decided": lambda: make_membership(
        state=MembershipState.DECLINED, decided_at=None
    ),
    "membership_ends_after_it_starts": lambda: make_membership(
        since=DAY, until=DAY - datetime.timedelta(days=1)
    ),
    "country_code_is_two_capital_letters": lambda: Country.objects.create(
        code="at", eu_code="AT", english_name="Austria"
    ),
    "theme_is_not_its_own_parent": lambda: Theme.objects.filter(pk=make_theme().pk).update(
        parent=Theme.objects.get()
    ),
}


@pytest.mark.parametrize("rule", BROKEN)
def test_the_table_refuses(rule):
    assert rule_broken_by(BROKEN[rule]) == rule


def test_every_named_rule_of_the_room_has_its_test():
    tables = (
        *(Programme, ParticipatingCountry, PriorityAxis, Country, Theme),
        *(Body, FormerAddress, Mandate, Membership),
    )
    named = {rule.name for table in tables for rule in table._meta.constraints}
    assert named == set(BROKEN)


def test_the_rules_stand_in_the_database_itself():
    with connection.cursor() as cursor:
        cursor.execute("SELECT conname FROM pg_constraint UNION SELECT indexname FROM pg_indexes")
        assert set(BROKEN) <= {name for (name,) in cursor.fetchall()}


@pytest.mark.parametrize(
    "fields",
    (
        {"state": MembershipState.ASKED, "decided_at": timezone.now()},
        {"state": MembershipState.CONFIRMED, "decided_at": None},
        {"state": MembershipState.ENDED, "decided_at": None},
    ),
)
def test_a_membership_is_dated_exactly_when_decided(fields):
    rule = rule_broken_by(lambda: make_membership(**fields))
    assert rule == "membership_is_dated_exactly_when_decided"


def test_programmes_without_a_cci_are_many():
    make_programme()
    make_programme()
    assert Programme.objects.filter(cci="").count() == 2


def test_the_same_mandate_may_be_held_again_later_and_for_another_country():
    body, programme = make_body(), make_programme()
    make_mandate(body, programme, since=2000, until=2006)
    make_mandate(body, programme, since=2007)
    make_mandate(body, programme, country=make_country("AT"))
    make_mandate(body, programme, role=Role.AUDIT_AUTHORITY)
    assert body.mandates.count() == 4


def test_who_has_left_may_ask_again():
    person, body = make_user(), make_body()
    make_membership(person, body, state=MembershipState.ENDED)
    make_membership(person, body, state=MembershipState.ASKED)
    assert person.memberships.count() == 2


def test_an_address_belongs_to_one_row():
    make_programme("A", slug="a")
    assert rule_broken_by(lambda: make_programme("B", slug="a")) == "programmes_programme_slug_key"
    make_body("A", slug="a")
    assert rule_broken_by(lambda: make_body("B", slug="a")) == "programmes_body_slug_key"


def test_a_body_with_mandates_or_people_is_not_deleted():
    body = make_body()
    make_mandate(body)
    with pytest.raises(IntegrityError, match="protected"):
        body.delete()


def test_current_and_past_mandates_are_told_apart_by_year():
    year = timezone.localdate().year
    ended = make_mandate(until=year - 1)
    ending, open_ended = make_mandate(until=year), make_mandate()
    assert set(Mandate.objects.past()) == {ended}
    assert set(Mandate.objects.current()) == {ending, open_ended}
    assert [mandate.is_past for mandate in (ended, ending, open_ended)] == [True, False, False]


def test_a_membership_holds_when_confirmed_and_within_its_dates():
    today = timezone.localdate()
    day = datetime.timedelta(days=1)
    holding = {make_membership(), make_membership(since=today, until=today)}
    make_membership(since=today + day)
    make_membership(since=today - 2 * day, until=today - day)
    waiting = make_membership(state=MembershipState.ASKED)
    make_membership(state=MembershipState.DECLINED)
    assert set(Membership.objects.confirmed()) == holding
    assert set(Membership.objects.waiting()) == {waiting}


@pytest.mark.parametrize(
    "printed",
    (
        "2007CB163PO029",
        "2007 CB 163 PO 029",
        "(2007) CB163PO 029",
        "2007cb163po029",
        "2007-CB-163-PO-029",
    ),
)
def test_a_cci_is_one_however_it_is_printed(printed):
    assert normalise_cci(printed) == "2007CB163PO029"


def test_a_country_is_named_in_the_readers_language_and_by_its_own_name_without_one():
    assert str(make_country("AT")) == "Austria"
    assert str(make_country("XK")) == "Kosovo*"
    assert make_country("ZZ", english_name="Nowhere").name == "Nowhere"


def test_with_finance_counts_each_programme_once():
    own = make_programme(eu_amount=Decimal("1"))
    by_axes = make_programme()
    make_axis(by_axes)
    make_axis(by_axes)
    make_programme()
    assert set(Programme.objects.with_finance()) == {own, by_axes}
    assert Programme.objects.with_finance().count() == 2


def test_parts_of_countries_are_listed_member_states_first():
    programme = make_programme(countries=["SI", "AT"])
    programme.participations.create(country=make_country("CH"), part=Part.PARTNER)
    assert [one.country_id for one in programme.participations.all()] == ["AT", "SI", "CH"]
