"""What happens to a seat: registering, leaving, offers, colleagues, the organiser's acts."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from interact_portal.core.models import AuditEntry
from interact_portal.core.moves import IllegalMoveError
from interact_portal.mail.models import Letter
from programmes.choices import Role
from seminars import registration as verbs
from seminars.choices import Access, Format, Freed, Mode, Order, SeminarState, Status
from seminars.models import Answer, DecisionLog, Registration, SensitiveNeeds
from tests.factories import make_body, make_country, make_programme, make_staff

from .making import make_notice, make_registration, make_seminar, make_wish

pytestmark = pytest.mark.django_db


def status_of(registration: Registration) -> str:
    """Return the status as the table has it now."""
    return Registration.objects.get(pk=registration.pk).status


def letters_to(registration: Registration) -> list[str]:
    """Return the subjects of the letters to somebody, oldest first."""
    return list(
        Letter.objects.filter(to=registration.email)
        .order_by("pk")
        .values_list("subject", flat=True)
    )


def test_a_free_seat_is_confirmed_at_once_with_letter_calendar_file_decision_and_trail():
    seminar = make_seminar("Recoveries", room_seats=2)
    registration = make_registration(seminar, "ann@example.eu")
    assert registration.status == Status.CONFIRMED
    letter = Letter.objects.get(to="ann@example.eu")
    assert letter.subject == "Confirmed: Recoveries"
    assert registration.reference in letter.text
    assert registration.get_absolute_url() in letter.text
    assert [file["name"] for file in letter.attachments] == [f"{seminar.slug}.ics"]
    log = DecisionLog.objects.get()
    assert log.sentence == "A seat was free when you asked: 1 of 2 are taken now."
    assert AuditEntry.objects.get().act == "registration.registered"


def test_who_takes_part_online_is_not_sent_to_the_venue():
    seminar = make_seminar(format=Format.HYBRID, venue="House of Europe")
    in_the_room = make_registration(seminar, "ann@example.eu")
    online = make_registration(seminar, "bea@example.eu", mode=Mode.ONLINE.value)
    texts = [Letter.objects.get(to=each.email).text for each in (in_the_room, online)]
    assert ["Where: House of Europe" in text for text in texts] == [True, False]
    assert "Where: online" in texts[1]


def test_the_next_one_is_on_the_reserve_list_with_place_and_reason():
    seminar = make_seminar(room_seats=1, reserve_order=Order.TIME)
    make_registration(seminar)
    second = make_registration(seminar, "bea@example.eu")
    assert second.status == Status.RESERVE
    assert second.decision.position == 1
    assert second.reason.startswith("Place 1 on the reserve list. The only seat is taken.")
    assert letters_to(second) == [f"On the reserve list: {seminar.title}"]


def test_a_seat_that_becomes_free_goes_to_the_next_and_both_are_told():
    seminar = make_seminar("Audit", room_seats=1)
    first = make_registration(seminar, "ann@example.eu")
    second = make_registration(seminar, "bea@example.eu")
    verbs.withdraw(first, by=first.person)
    assert (status_of(first), status_of(second)) == (Status.WITHDRAWN, Status.CONFIRMED)
    assert letters_to(first)[-1] == "Withdrawn: Audit"
    assert letters_to(second)[-1] == "Confirmed: Audit"
    gone = Letter.objects.filter(to=first.email).latest("pk").attachments
    assert "METHOD=CANCEL" in gone[0]["type"].upper()


def test_nobody_registers_twice_however_the_address_is_written():
    seminar = make_seminar()
    first = make_registration(seminar, "ann@example.eu")
    with pytest.raises(verbs.AlreadyRegisteredError) as refusal:
        verbs.register(seminar, make_wish(person=first.person, email="ANN@example.eu"))
    assert refusal.value.registration == first
    assert Registration.objects.count() == 1


def test_the_table_itself_refuses_a_second_active_registration():
    first = make_registration()
    twin = Registration.objects.get(pk=first.pk)
    twin.pk, twin.reference, twin.secret = None, "OTHER1", "other"
    with pytest.raises(IntegrityError, match="one_active_registration_of_a_person"):
        twin.save()


def test_who_withdrew_may_register_again():
    seminar = make_seminar()
    first = make_registration(seminar, "ann@example.eu")
    verbs.withdraw(first)
    again = verbs.register(seminar, make_wish(person=first.person))
    assert again.status == Status.CONFIRMED


def test_who_was_declined_by_the_organiser_is_told_to_write():
    seminar = make_seminar(access=Access.APPROVAL)
    first = make_registration(seminar)
    verbs.decline(first, by=make_staff(), reason="It is for auditors.")
    with pytest.raises(verbs.RefusedError, match="Iris Contact"):
        verbs.register(seminar, make_wish(person=first.person))


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"state": SeminarState.DRAFT}, "not open"),
        ({"registration_closes_at": timezone.now() - datetime.timedelta(hours=1)}, "not open"),
        ({"registration_opens_at": timezone.now() + datetime.timedelta(hours=1)}, "not open"),
        ({"format": Format.ONLINE}, "in that way"),
        ({"access": Access.INVITATION}, "invitation"),
        ({"state": SeminarState.CANCELLED, "cancelled_at": timezone.now()}, "cancelled"),
    ],
)
def test_a_closed_seminar_refuses_with_a_sentence(fields, sentence):
    with pytest.raises(verbs.RefusedError, match=sentence):
        make_registration(make_seminar(**fields))
    assert not Letter.objects.exists()


def test_a_seminar_for_named_programmes_refuses_others():
    seminar = make_seminar()
    seminar.programmes.add(make_programme())
    with pytest.raises(verbs.RefusedError, match="other programmes"):
        make_registration(seminar, programme=make_programme())


def test_an_invitation_opens_the_seminar_it_is_for():
    seminar = make_seminar(access=Access.INVITATION)
    invitation = seminar.invitations.create(email="ann@example.eu")
    assert make_registration(seminar, invitation=invitation).status == Status.CONFIRMED
    other = make_seminar(access=Access.INVITATION)
    with pytest.raises(verbs.RefusedError, match="invitation"):
        make_registration(other, invitation=invitation)


def test_approval_decides_by_the_time_of_the_request():
    seminar = make_seminar(access=Access.APPROVAL, room_seats=1, reserve_order=Order.TIME)
    first, second, third = (make_registration(seminar) for _number in range(3))
    assert first.status == Status.PENDING
    assert first.decided_at is None
    staff = make_staff()
    verbs.approve(third, by=staff)
    verbs.approve(second, by=staff)
    verbs.approve(first, by=staff)
    assert [status_of(one) for one in (first, second, third)] == [
        Status.RESERVE,
        Status.RESERVE,
        Status.CONFIRMED,
    ]
    verbs.withdraw(third)
    assert status_of(first) == Status.CONFIRMED
    with pytest.raises(verbs.RefusedError, match="does not wait for approval"):
        verbs.approve(first, by=staff)


def test_declining_a_seat_by_hand_passes_it_on_and_needs_a_reason():
    seminar = make_seminar(room_seats=1)
    first, second = make_registration(seminar), make_registration(seminar)
    staff = make_staff()
    with pytest.raises(verbs.RefusedError, match="reason"):
        verbs.decline(first, by=staff, reason=" ")
    verbs.decline(first, by=staff, reason="The person has left the body.")
    assert (status_of(first), status_of(second)) == (Status.DECLINED, Status.CONFIRMED)
    with pytest.raises(IllegalMoveError):
        verbs.decline(first, by=staff, reason="Again.")


def test_an_offer_is_accepted_in_time_only():
    seminar = make_seminar(room_seats=1, freed_seat=Freed.OFFER, offer_hours=48)
    first, second = make_registration(seminar), make_registration(seminar)
    verbs.withdraw(first)
    second.refresh_from_db()
    assert second.status == Status.OFFERED
    assert second.offer_until > timezone.now() + datetime.timedelta(hours=47)
    assert letters_to(second)[-1] == f"A seat is offered to you: {seminar.title}"
    verbs.accept_offer(second)
    assert status_of(second) == Status.CONFIRMED
    with pytest.raises(verbs.RefusedError, match="ended"):
        verbs.accept_offer(second)


def test_an_offer_declined_or_run_out_goes_to_the_next_and_everybody_sees_why():
    seminar = make_seminar(room_seats=1, freed_seat=Freed.OFFER, reserve_order=Order.TIME)
    first, second, third, fourth = (make_registration(seminar) for _number in range(4))
    verbs.withdraw(first)
    verbs.decline_offer(Registration.objects.get(pk=second.pk))
    assert (status_of(second), status_of(third)) == (Status.WITHDRAWN, Status.OFFERED)
    Registration.objects.filter(pk=third.pk).update(offer_until=timezone.now())
    with pytest.raises(verbs.RefusedError, match="ended"):
        verbs.accept_offer(Registration.objects.get(pk=third.pk))
    assert len(verbs.settle_due()) == 2
    assert (status_of(third), status_of(fourth)) == (Status.EXPIRED, Status.OFFERED)
    assert "without an answer" in Registration.objects.get(pk=third.pk).reason
    assert verbs.settle_due() == []


def test_the_end_of_phase_one_gives_reserve_seats_even_before_the_worker_looks():
    programme, other = make_programme(), make_programme()
    seminar = make_seminar(
        room_seats=2,
        seats_per_programme=1,
        phase_one_ends_at=timezone.now() + datetime.timedelta(days=5),
    )
    make_registration(seminar, programme=programme)
    waiting = make_registration(seminar, programme=programme)
    assert waiting.status == Status.RESERVE
    seminar.phase_one_ends_at = timezone.now()
    seminar.save()
    late = make_registration(seminar, programme=other)
    assert (status_of(waiting), late.status) == (Status.CONFIRMED, Status.RESERVE)


def test_a_body_that_is_not_in_the_list_is_counted_as_one_body():
    seminar = make_seminar(seats_per_body=1)
    first = verbs.register(seminar, _wish_of_a_new_body("Région Sud"))
    second = verbs.register(seminar, _wish_of_a_new_body("REGION SUD"))
    assert (first.status, second.status) == (Status.CONFIRMED, Status.RESERVE)
    body = make_body("Région Sud", country=make_country("FR"))
    verbs.name_body(first, body, by=make_staff())
    assert status_of(second) == Status.CONFIRMED


def _wish_of_a_new_body(name: str) -> verbs.Wish:
    wish = make_wish(country=make_country("FR"), proposed_body=name)
    wish.body = None
    return wish


def test_nominated_colleagues_have_their_seats_and_do_their_own_part():
    seminar, body, boss = make_seminar(room_seats=1), make_body(), make_staff()
    wishes = [
        verbs.Wish(
            name=name,
            email=f"{name}@example.eu",
            role=Role.AUDIT_AUTHORITY,
            mode=Mode.ROOM,
            body=body,
        )
        for name in ("ann", "bea")
    ]
    first, second = verbs.nominate(seminar, wishes, by=boss)
    assert (first.status, second.status) == (Status.CONFIRMED, Status.RESERVE)
    assert not first.is_complete
    assert letters_to(first) == [f"You are nominated: {seminar.title}"]
    part = verbs.Part(notice=make_notice(), diet="No nuts")
    done = verbs.complete(first, part, name="Ann Auditor")
    assert done.is_complete
    assert done.needs.diet == "No nuts"
    with pytest.raises(verbs.AlreadyRegisteredError):
        verbs.nominate(seminar, wishes[:1], by=boss)


def test_nominating_is_for_all_or_for_nobody():
    seminar, body = make_seminar(), make_body()
    there = make_registration(seminar, "bea@example.eu")
    wishes = [
        verbs.Wish(name=email, email=email, role="other", mode=Mode.ROOM, body=body)
        for email in ("ann@example.eu", there.email)
    ]
    with pytest.raises(verbs.AlreadyRegisteredError):
        verbs.nominate(seminar, wishes, by=make_staff())
    assert Registration.objects.count() == 1


def test_a_colleague_comes_instead_and_the_seat_stays_with_the_body():
    seminar = make_seminar("Control", room_seats=1, asks=["question", "diet"])
    first = make_registration(
        seminar,
        "ann@example.eu",
        part=verbs.Part(notice=make_notice(), diet="Vegan", brings_question="Why?"),
    )
    waiting = make_registration(seminar)
    substitution = verbs.ask_colleague(first, name="Bea", email="bea@example.eu", by=first.person)
    assert status_of(first) == Status.CONFIRMED
    asked = Letter.objects.get(to="bea@example.eu")
    assert substitution.get_absolute_url() in asked.text
    wish = make_wish("bea@example.eu", part=verbs.Part(notice=make_notice(), diet="Halal"))
    newcomer = verbs.colleague_accepts(substitution, wish)
    assert (status_of(first), newcomer.status) == (Status.SUBSTITUTED, Status.CONFIRMED)
    assert status_of(waiting) == Status.RESERVE
    assert (newcomer.body, newcomer.asked_at) == (first.body, first.asked_at)
    assert list(SensitiveNeeds.objects.values_list("diet", flat=True)) == ["Halal"]
    assert Registration.objects.get(pk=first.pk).brings_question == ""
    assert letters_to(first)[-1] == "Your colleague comes instead: Control"
    with pytest.raises(verbs.RefusedError, match="answered or taken back"):
        verbs.colleague_accepts(substitution, make_wish())


def test_a_colleague_who_cannot_come_changes_nothing():
    first = make_registration()
    substitution = verbs.ask_colleague(first, name="Bea", email="bea@example.eu")
    verbs.colleague_declines(substitution)
    assert status_of(first) == Status.CONFIRMED
    assert letters_to(first)[-1].startswith("Your colleague cannot come")


def test_one_colleague_is_asked_at_a_time():
    first = make_registration()
    earlier = verbs.ask_colleague(first, name="Bea", email="bea@example.eu")
    verbs.ask_colleague(first, name="Cleo", email="cleo@example.eu")
    with pytest.raises(verbs.RefusedError):
        verbs.colleague_accepts(earlier, make_wish())


def test_more_seats_go_down_the_list_and_fewer_take_nobodys_seat():
    seminar = make_seminar(room_seats=1)
    first, second, third = (make_registration(seminar) for _number in range(3))
    staff = make_staff()
    verbs.change_rules(seminar, by=staff, room_seats=2)
    assert status_of(second) == Status.CONFIRMED
    verbs.change_rules(seminar, by=staff, room_seats=1)
    assert [status_of(one) for one in (first, second, third)] == [
        Status.CONFIRMED,
        Status.CONFIRMED,
        Status.RESERVE,
    ]
    verbs.withdraw(first)
    assert status_of(third) == Status.RESERVE


def test_an_override_goes_past_limits_but_never_beyond_the_seats():
    programme, staff = make_programme(), make_staff()
    seminar = make_seminar(room_seats=2, seats_per_programme=1)
    make_registration(seminar, programme=programme)
    second = make_registration(seminar, programme=programme)
    third = make_registration(seminar, programme=programme)
    verbs.give_seat(second, by=staff, reason="She speaks in the afternoon.")
    assert status_of(second) == Status.CONFIRMED
    entry = AuditEntry.objects.filter(act="registration.seat given by hand").get()
    assert (entry.why, entry.actor) == ("She speaks in the afternoon.", staff)
    with pytest.raises(verbs.RefusedError, match="Raise their number first"):
        verbs.give_seat(third, by=staff, reason="She too.")


def test_a_cancelled_seminar_tells_everybody_and_raises_the_calendar_version():
    seminar = make_seminar("Floods", room_seats=1)
    people = [make_registration(seminar), make_registration(seminar)]
    verbs.cancel_seminar(seminar, by=make_staff(), reason="The venue is flooded.")
    seminar.refresh_from_db()
    assert (seminar.state, seminar.sequence) == (SeminarState.CANCELLED, 1)
    for person in people:
        assert status_of(person) == Status.CANCELLED
        letter = Letter.objects.filter(to=person.email).latest("pk")
        assert letter.subject == "Cancelled: Floods"
        assert "The venue is flooded." in letter.text
    assert seminar.changes.get().what == "The seminar is cancelled: The venue is flooded."


def test_answers_change_until_the_lock_date_and_on_request_afterwards():
    seminar = make_seminar(asks=["diet"])
    question = seminar.questions.create(label="Which year?")
    part = verbs.Part(notice=make_notice(), answers={question: ["2019"]}, diet="Vegan")
    registration = make_registration(seminar, part=part)
    part.answers, part.diet = {question: ["2020"]}, ""
    verbs.change_answers(registration, part, name="New Name")
    assert Answer.objects.get().values == ["2020"]
    assert not SensitiveNeeds.objects.exists()
    seminar.locked_at = timezone.now()
    seminar.save()
    with pytest.raises(verbs.RefusedError, match="locked since"):
        verbs.change_answers(registration, part)
    wish = verbs.ask_for_change(registration, "Please write my name as New Name-Smith.")
    assert Letter.objects.get(to="iris@example.eu").subject.startswith("New Name asks for")
    verbs.answer_wish(wish, by=make_staff(), done=True, answer="Gladly.")
    assert letters_to(registration)[-1].startswith("Your wish")


def test_a_seat_changes_its_programme_only_where_the_rules_leave_one():
    full, free = make_programme(), make_programme()
    seminar = make_seminar(seats_per_programme=1)
    make_registration(seminar, programme=full)
    registration = make_registration(seminar, programme=free)
    waiting = make_registration(seminar, programme=free)
    same = {"body": None, "role": registration.role, "mode": Mode.ROOM}
    with pytest.raises(verbs.RefusedError, match="everything stays as it was"):
        verbs.change_place(registration, programme=full, **same)
    assert Registration.objects.get(pk=registration.pk).programme == free
    verbs.change_place(registration, programme=None, **same)
    assert status_of(waiting) == Status.CONFIRMED


def test_who_waits_for_the_room_may_go_online_at_once():
    seminar = make_seminar(format=Format.HYBRID, room_seats=1)
    make_registration(seminar)
    waiting = make_registration(seminar)
    assert waiting.status == Status.RESERVE
    changed = verbs.change_place(
        waiting, body=None, programme=None, role=waiting.role, mode=Mode.ONLINE
    )
    assert (changed.status, changed.mode) == (Status.CONFIRMED, Mode.ONLINE)


def test_a_seat_in_the_room_is_free_for_the_next_when_its_holder_goes_online():
    seminar = make_seminar(format=Format.HYBRID, room_seats=1, online_seats=1)
    first, second = make_registration(seminar), make_registration(seminar)
    verbs.change_place(first, body=None, programme=None, role=first.role, mode=Mode.ONLINE)
    assert status_of(second) == Status.CONFIRMED
    third = make_registration(seminar)
    with pytest.raises(verbs.RefusedError, match="everything stays"):
        verbs.change_place(second, body=None, programme=None, role="other", mode=Mode.ONLINE)
    assert status_of(third) == Status.RESERVE


def test_nothing_is_told_of_an_act_that_is_rolled_back():
    seminar = make_seminar()
    with transaction.atomic():
        make_registration(seminar)
        transaction.set_rollback(True)
    assert not Letter.objects.exists()
    assert not DecisionLog.objects.exists()
