"""Around the seats: announcing, changing, checking in, asking afterwards, forgetting."""

import datetime
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from interact_portal.accounts.personal_data import collect_all, erase_all
from interact_portal.core.models import AuditEntry
from interact_portal.mail.models import Letter
from programmes.choices import Role
from seminars import jobs, workflow
from seminars import registration as verbs
from seminars.choices import (
    Access,
    AttendanceState,
    Freed,
    Mode,
    PromiseState,
    SeminarState,
    Status,
)
from seminars.models import (
    Answer,
    Attendance,
    DecisionLog,
    Invitation,
    Promise,
    Registration,
    Seminar,
    SensitiveNeeds,
    SurveyAnswer,
)
from tests.factories import make_body, make_country, make_staff, make_user

from .making import make_notice, make_registration, make_seminar, make_wish

pytestmark = pytest.mark.django_db


def take_place(seminar: Seminar, days: float = 1) -> Seminar:
    """Let a seminar have ended `days` ago."""
    ends = timezone.now() - datetime.timedelta(days=days)
    Seminar.objects.filter(pk=seminar.pk).update(
        starts_at=ends - datetime.timedelta(hours=7), ends_at=ends, registration_opens_at=None
    )
    return Seminar.objects.get(pk=seminar.pk)


def fresh(registration: Registration) -> Registration:
    """Return the registration as the table has it now."""
    return Registration.objects.select_related("seminar").get(pk=registration.pk)


def subjects_to(registration: Registration) -> list[str]:
    """Return the subjects of the letters to somebody, oldest first."""
    letters = Letter.objects.filter(to=registration.email).order_by("pk")
    return list(letters.values_list("subject", flat=True))


# --- Announcing ---------------------------------------------------------------------------------


def test_a_draft_is_published_once():
    seminar = make_seminar(state=SeminarState.DRAFT, published_at=None)
    assert workflow.publish(seminar, by=make_staff()).published_at is not None
    with pytest.raises(verbs.RefusedError, match="Only a draft"):
        workflow.publish(seminar, by=make_staff())


def test_one_letter_lists_what_changed_and_calendars_follow():
    seminar = make_seminar("Floods", room_seats=1, asks=["diet"])
    part = verbs.Part(notice=make_notice(), diet="Vegan")
    seated, waiting = make_registration(seminar, part=part), make_registration(seminar)
    later = seminar.starts_at + datetime.timedelta(days=40)
    changes = workflow.change_seminar(
        seminar,
        by=make_staff(),
        starts_at=later,
        ends_at=later + datetime.timedelta(hours=6),
        venue="Town Hall",
        agenda="The second talk comes first.",
    )
    seminar.refresh_from_db()
    assert (seminar.sequence, seminar.agenda_version) == (1, 2)
    assert [change.kind for change in changes] == ["time", "place", "agenda"]
    assert SensitiveNeeds.objects.get().delete_on == seminar.needs_are_deleted_on
    for person, files in ((seated, 1), (waiting, 0)):
        letter = Letter.objects.filter(to=person.email).latest("pk")
        assert letter.subject == "Changed: Floods"
        assert len(letter.attachments) == files
        for words in ("New time: from", "New place: Town Hall, Vienna", "The second talk"):
            assert words in letter.text


def test_a_change_that_changes_nothing_tells_nobody():
    seminar = make_seminar()
    person = make_registration(seminar)
    assert workflow.change_seminar(seminar, by=make_staff(), venue=seminar.venue) == []
    assert len(subjects_to(person)) == 1


def test_the_next_edition_keeps_rules_and_questions_and_has_empty_dates():
    seminar = make_seminar(seats_per_programme=2, room_seats=40, locked_at=timezone.now())
    first = seminar.questions.create(label="A", kind="choice", options=["Yes", "No"])
    seminar.questions.create(label="B", condition=first, condition_answer="Yes", position=1)
    make_registration(seminar)
    copy = workflow.duplicate(seminar, by=make_staff())
    assert (copy.state, copy.seats_per_programme, copy.room_seats) == (SeminarState.DRAFT, 2, 40)
    assert copy.registration_opens_at is copy.locked_at is copy.published_at is None
    assert not copy.registrations.exists()
    questions = list(copy.questions.all())
    assert [question.label for question in questions] == ["A", "B"]
    assert questions[1].condition == questions[0]
    assert seminar.questions.count() == 2


def test_a_letter_goes_to_as_many_as_were_previewed_or_to_nobody():
    seminar, staff = make_seminar(room_seats=1), make_staff()
    seated, waiting = make_registration(seminar), make_registration(seminar)
    words = {"subject": "Bring a pen", "text": "Please bring a pen.", "by": staff}
    with pytest.raises(verbs.RefusedError, match="1 people now, not to 2"):
        workflow.write_to(seminar, [Status.CONFIRMED], expected=2, **words)
    workflow.write_to(seminar, [Status.CONFIRMED], expected=1, **words)
    assert subjects_to(seated)[-1] == "Bring a pen"
    assert len(subjects_to(waiting)) == 1
    assert AuditEntry.objects.get(act="seminar.wrote to participants").after["people"] == 1


def test_nobody_is_invited_twice():
    seminar, staff = make_seminar(access=Access.INVITATION), make_staff()
    people = [Invitation(email="ann@example.eu", name="Ann"), Invitation(email="ANN@example.eu")]
    (invitation,) = workflow.invite(seminar, people, by=staff)
    assert workflow.invite(seminar, [Invitation(email="ann@example.eu")], by=staff) == []
    letter = Letter.objects.get(to="ann@example.eu")
    assert invitation.get_absolute_url() in letter.text


# --- On the day ---------------------------------------------------------------------------------


def test_checking_in_twice_says_since_when_and_does_no_harm():
    registration, staff = make_registration(), make_staff()
    code = f" {registration.reference[:3].lower()}-{registration.reference[3:]} "
    found = workflow.find_by_code(registration.seminar, code)
    first = workflow.check_in(found, by=staff)
    second = workflow.check_in(found, by=staff)
    assert (first.outcome, second.outcome) == ("welcome", workflow.ALREADY_IN)
    assert second.arrived_at == first.arrived_at
    workflow.undo_check_in(registration, by=staff)
    assert not Attendance.objects.exists()
    assert workflow.check_in(found, by=staff).outcome == "welcome"


def test_a_code_without_a_seat_is_refused_with_the_reason():
    seminar = make_seminar(room_seats=1)
    make_registration(seminar)
    waiting = make_registration(seminar)
    with pytest.raises(verbs.RefusedError, match="has no seat: on the reserve list"):
        workflow.find_by_code(seminar, waiting.reference)
    with pytest.raises(verbs.RefusedError, match="No registration has the code"):
        workflow.find_by_code(make_seminar(), waiting.reference)


def test_a_walk_in_is_let_in_by_the_desk():
    seminar, body = make_seminar(), make_body(country=make_country("IT"))
    done = workflow.walk_in(
        seminar, name="Wanda", role="other", body=body, body_name="", by=make_staff()
    )
    registration = done.registration
    assert (registration.status, registration.country_id) == (Status.CONFIRMED, "IT")
    assert registration.attendance.state == AttendanceState.ATTENDED
    assert not Letter.objects.exists()


# --- Afterwards ---------------------------------------------------------------------------------


def test_an_opinion_carries_no_name_and_is_given_once():
    registration = make_registration()
    grades = {"overall": 4, "useful": 5, "organised": 3}
    with pytest.raises(verbs.RefusedError):
        workflow.answer_survey(fresh(registration), **grades)
    take_place(registration.seminar)
    workflow.answer_survey(fresh(registration), **grades, promise="Keep one ledger.")
    with pytest.raises(verbs.RefusedError):
        workflow.answer_survey(fresh(registration), **grades)
    answer = SurveyAnswer.objects.get()
    assert {field.name for field in SurveyAnswer._meta.get_fields()} == {
        "id", "seminar", "overall", "useful", "organised", "liked", "missed",
    }  # fmt: skip
    assert answer.overall == 4
    promise = Promise.objects.get(registration=registration)
    workflow.answer_promise(promise, PromiseState.DONE)
    assert Promise.objects.get().answered_on == timezone.localdate()


def test_who_was_absent_is_not_asked_and_has_no_certificate():
    registration, staff = make_registration(), make_staff()
    take_place(registration.seminar)
    workflow.note_attendance(fresh(registration), AttendanceState.ABSENT, by=staff)
    with pytest.raises(verbs.RefusedError):
        workflow.answer_survey(fresh(registration), overall=1, useful=1, organised=1)
    with pytest.raises(verbs.RefusedError, match="attended"):
        workflow.issue_certificate(fresh(registration))


def test_a_certificate_keeps_its_number():
    registration = make_registration()
    take_place(registration.seminar)
    workflow.note_attendance(fresh(registration), AttendanceState.ATTENDED, by=make_staff())
    first = workflow.issue_certificate(fresh(registration))
    assert workflow.issue_certificate(fresh(registration)).number == first.number


# --- Jobs ---------------------------------------------------------------------------------------


def test_reminders_go_out_once_by_state_and_not_to_latecomers():
    seminar = make_seminar("Soon", days=6, room_seats=1)
    early, waiting, late = (make_registration(seminar) for _number in range(3))
    long_ago = timezone.now() - datetime.timedelta(days=30)
    Registration.objects.filter(pk__in=(early.pk, waiting.pk)).update(asked_at=long_ago)
    assert jobs.remind_participants() == "2 reminders written"
    assert jobs.remind_participants() == "0 reminders written"
    assert subjects_to(early)[-1] == "In 6 days: Soon"
    assert subjects_to(waiting)[-1] == "Still on the reserve list, in 6 days: Soon"
    assert len(subjects_to(late)) == 1
    Seminar.objects.update(starts_at=timezone.now() + datetime.timedelta(minutes=1))
    assert jobs.remind_participants() == "2 reminders written"
    assert subjects_to(early)[-1] in ("Today: Soon", "Tomorrow: Soon")


def test_offers_that_ran_out_make_the_job_due_and_nothing_else_does():
    seminar = make_seminar(room_seats=1, freed_seat=Freed.OFFER)
    first, second, third = (make_registration(seminar) for _number in range(3))
    verbs.withdraw(first)
    assert not verbs.something_is_due()
    Registration.objects.filter(status=Status.OFFERED).update(offer_until=timezone.now())
    assert verbs.something_is_due()
    assert jobs.settle_seats() == "2 decisions on seats"
    assert not verbs.something_is_due()
    statuses = {fresh(one).status for one in (second, third)}
    assert statuses == {Status.EXPIRED, Status.OFFERED}
    assert jobs.check_every_list() == "0 decisions on seats"


def test_the_end_of_the_first_phase_makes_the_job_due_once():
    seminar = make_seminar(seats_per_body=1, phase_one_ends_at=timezone.now())
    Seminar.objects.update(phase_one_ends_at=timezone.now() + datetime.timedelta(days=1))
    body = make_body()
    make_registration(seminar, body=body)
    waiting = make_registration(seminar, body=body)
    assert not verbs.something_is_due()
    Seminar.objects.update(phase_one_ends_at=timezone.now())
    assert jobs.settle_seats() == "1 decisions on seats"
    assert fresh(waiting).status == Status.CONFIRMED
    make_registration(seminar, body=body)
    assert not verbs.something_is_due()


def test_who_still_waits_is_told_that_the_list_has_closed():
    seminar = make_seminar("Closed", days=5, room_seats=1, reserve_closes_days=10)
    make_registration(seminar)
    waiting = make_registration(seminar)
    assert jobs.tell_of_closed_lists() == "1 people told that the reserve list has closed"
    assert jobs.tell_of_closed_lists() == "0 people told that the reserve list has closed"
    assert subjects_to(waiting)[-1] == "The reserve list has closed: Closed"


def test_nominated_colleagues_are_reminded_of_their_own_part():
    seminar = make_seminar()
    wish = verbs.Wish(
        name="Bea", email="bea@example.eu", role="other", mode=Mode.ROOM, body=make_body()
    )
    verbs.nominate(seminar, [wish], by=make_user())
    assert jobs.remind_nominated() == "0 colleagues reminded of their own part"
    Registration.objects.update(asked_at=timezone.now() - datetime.timedelta(days=4))
    assert jobs.remind_nominated() == "1 colleagues reminded of their own part"


def test_opinions_are_asked_of_those_who_were_there():
    seminar = make_seminar()
    people = [make_registration(seminar) for _number in range(3)]
    take_place(seminar)
    assert len(jobs.not_told(Registration.objects.all(), "survey")) == 3
    workflow.note_attendance(fresh(people[0]), AttendanceState.ATTENDED, by=make_staff())
    assert jobs.ask_for_opinions() == "1 people asked for their opinion"
    assert jobs.ask_for_opinions() == "0 people asked for their opinion"


def test_where_nobody_noted_who_came_everybody_with_a_seat_is_asked():
    seminar = make_seminar(room_seats=2)
    for _number in range(3):
        make_registration(seminar)
    take_place(seminar)
    assert jobs.ask_for_opinions() == "2 people asked for their opinion"


def test_after_three_months_people_are_asked_what_became_of_it():
    registration = make_registration()
    promise = Promise.objects.create(registration=registration, text="Keep one ledger.")
    assert jobs.ask_about_promises() == "0 people asked what became of it"
    Promise.objects.update(made_on=timezone.localdate() - datetime.timedelta(days=90))
    assert jobs.ask_about_promises() == "1 people asked what became of it"
    assert promise.text in Letter.objects.latest("pk").text


def test_needs_vanish_thirty_days_after_the_seminar():
    part = verbs.Part(notice=make_notice(), diet="Vegan")
    registration = make_registration(part=part)
    assert jobs.delete_needs() == "diet and access needs of 0 people deleted"
    today = timezone.localdate()
    SensitiveNeeds.objects.update(delete_on=today)
    assert jobs.delete_needs() == "diet and access needs of 1 people deleted"
    assert fresh(registration).email


def test_after_the_retention_date_the_person_is_gone_everywhere_and_statistics_stay(
    settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.MEDIA_ROOT = tmp_path
    seminar = make_seminar(retention_days=10)
    question = seminar.questions.create(label="Slides", kind="file")
    part = verbs.Part(
        notice=make_notice(),
        brings_question="My secret question",
        access="A ramp for Xaviera",
        files={question: SimpleUploadedFile("xaviera.pdf", b"%PDF")},
    )
    italy = make_country("IT")
    registration = make_registration(
        seminar,
        "xaviera@example.eu",
        part=part,
        body=make_body(country=italy),
        role=Role.CERTIFYING_AUTHORITY.value,
    )
    path = Answer.objects.get().file.path
    verbs.ask_colleague(registration, name="Bea", email="bea@example.eu")
    take_place(seminar, days=11)
    workflow.note_attendance(fresh(registration), AttendanceState.ATTENDED, by=make_staff())
    number = workflow.issue_certificate(fresh(registration)).number
    secret = registration.secret
    with django_capture_on_commit_callbacks(execute=True):
        assert jobs.forget_people() == "1 people forgotten, 0 invitations deleted"
    assert jobs.forget_people() == "0 people forgotten, 0 invitations deleted"
    gone = fresh(registration)
    assert (gone.name, gone.email, gone.person) == ("", "", None)
    assert gone.secret != secret
    assert not SensitiveNeeds.objects.exists()
    assert not Answer.objects.exists()
    assert not Path(path).exists()
    everything = " ".join(
        str(row)
        for table in (Letter, AuditEntry, DecisionLog, Registration)
        for row in table.objects.values_list()
    )
    for trace in ("Xaviera", "xaviera", "bea@example.eu", "My secret question"):
        assert trace not in everything, trace
    kept = Registration.objects.get(
        seminar=seminar, country=italy, role="certifying-authority", attendance__state="attended"
    )
    assert kept.certificate.number == number


def test_a_person_takes_along_what_is_held_on_her_and_can_have_it_deleted():
    seminar = make_seminar("Mine", room_seats=1)
    part = verbs.Part(notice=make_notice(), diet="Vegan")
    registration = make_registration(seminar, "ann@example.eu", part=part)
    waiting = make_registration(seminar)
    person = registration.person
    (held,) = collect_all(person)["seminars"]
    assert (held["seminar"], held["diet"], held["status"]) == ("Mine", "Vegan", "Confirmed")
    erase_all(person)
    assert fresh(waiting).status == Status.CONFIRMED
    assert fresh(registration).purged_at is not None
    assert collect_all(person)["seminars"] == []


def test_the_wish_of_a_person_counts_with_her_address_as_well_as_her_account():
    seminar = make_seminar()
    wish = verbs.Wish(
        name="Bea", email="bea@example.eu", role="other", mode=Mode.ROOM, body=make_body()
    )
    (nominated,) = verbs.nominate(seminar, [wish], by=make_user())
    bea = make_user("bea@example.eu")
    assert list(Registration.objects.of(bea)) == [nominated]
    with pytest.raises(verbs.AlreadyRegisteredError):
        verbs.register(seminar, make_wish(person=bea))
