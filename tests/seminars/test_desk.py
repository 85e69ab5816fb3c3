"""The desk of a seminar in the back office, as an organiser works at it."""

import csv
import datetime
import io
import re

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from interact_portal.core.models import AuditEntry
from interact_portal.mail.models import Letter
from seminars import registration as verbs
from seminars import workflow
from seminars.choices import Access, SeminarState, Status
from seminars.models import Registration, Seminar
from tests.factories import give_second_factor, make_body, make_programme, make_staff

from .making import make_notice, make_registration, make_seminar

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    """Somebody of the secretariat."""
    make_notice()
    return make_staff("officer@example.eu")


@pytest.fixture
def desk(client, officer):
    """Her browser, with her second factor."""
    client.force_login(officer)
    give_second_factor(client, officer)
    return client


def at(name: str, seminar: Seminar) -> str:
    """Return the address of a page of the desk."""
    return reverse(f"admin:seminar_desk_{name}", args=[seminar.pk])


def words(response) -> str:
    """Return the words of a page."""
    text = re.sub(r"<(script|style).*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def fresh(registration: Registration) -> Registration:
    """Return the registration as the table has it now."""
    return Registration.objects.get(pk=registration.pk)


PAGES = ("participants", "reserve", "write", "invite", "check_in", "sheet", "badges", "attendance",
         "results", "export", "cancel")  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_every_page_of_the_desk_opens_for_organisers_and_for_nobody_else(client, page):
    make_notice()
    seminar = make_seminar("Floods", room_seats=1)
    make_registration(seminar, "ann@example.eu")
    make_registration(seminar, "bea@example.eu")
    clerk = make_staff("clerk@example.eu", superuser=False)
    client.force_login(clerk)
    give_second_factor(client, clerk)
    assert client.get(at(page, seminar)).status_code == 403
    clerk.user_permissions.add(Permission.objects.get(codename="organise_seminar"))
    answer = client.get(at(page, seminar))
    assert answer.status_code == 200
    assert "Floods" in words(answer)


def test_who_waits_stands_in_the_order_of_today(desk):
    seminar = make_seminar(room_seats=1, reserve_order="time")
    make_registration(seminar)
    first, second, third = (make_registration(seminar) for _number in range(3))
    verbs.withdraw(first)
    page = words(desk.get(at("participants", seminar)))
    waiting = page[page.index("On the reserve list: 2") :]
    assert waiting.index(second.reference) < waiting.index("Place 1 on the reserve list")
    assert waiting.index("Place 1 on the reserve list") < waiting.index(third.reference)
    assert waiting.count("Place 1 on") == waiting.count("Place 2 on") == 1


def test_several_are_approved_after_a_look_at_exactly_their_letters(desk):
    seminar = make_seminar(access=Access.APPROVAL, room_seats=1)
    first, second, third = (make_registration(seminar) for _number in range(3))
    verbs.withdraw(third)
    before = Letter.objects.count()
    form = {"act": "approve", "rows": [first.pk, second.pk, third.pk]}
    look = desk.post(at("decide", seminar), form)
    assert "2 people; nothing has happened yet." in words(look)
    assert f"Confirmed: {seminar.title}" in words(look)
    assert f"On the reserve list: {seminar.title}" in words(look)
    assert "does not wait for approval" in words(look)
    assert Letter.objects.count() == before
    assert fresh(first).status == Status.PENDING
    done = desk.post(at("decide", seminar), form | {"confirmed": "yes"}, follow=True)
    assert "Done for 2 people." in words(done)
    assert "does not wait for approval" in words(done)
    assert (fresh(first).status, fresh(second).status) == (Status.CONFIRMED, Status.RESERVE)
    assert Letter.objects.count() == before + 2


def test_declining_needs_a_reason_that_the_person_reads(desk):
    seminar = make_seminar(access=Access.APPROVAL)
    person = make_registration(seminar)
    form = {"act": "decline", "rows": [person.pk], "confirmed": "yes"}
    refused = desk.post(at("decide", seminar), form, follow=True)
    assert "declining needs a reason" in words(refused)
    desk.post(at("decide", seminar), form | {"reason": "It is for auditors."})
    assert fresh(person).status == Status.DECLINED
    assert "It is for auditors." in Letter.objects.latest("pk").text


def test_the_reserve_run_is_shown_with_its_sentences_before_it_is_done(desk):
    programme = make_programme("Alpine Space")
    ends = timezone.now() + datetime.timedelta(days=9)
    seminar = make_seminar(room_seats=5, seats_per_programme=1, phase_one_ends_at=ends)
    make_registration(seminar, programme=programme)
    waiting = make_registration(seminar, "bea@example.eu", programme=programme)
    page = words(desk.get(at("reserve", seminar)))
    assert "Place 1 on the reserve list. Your programme has 1 of 1" in page
    assert "Bea : A seat is free and you are next" in page
    assert fresh(waiting).status == Status.RESERVE
    desk.post(at("end_phase", seminar))
    assert fresh(waiting).status == Status.CONFIRMED


def test_an_override_stands_with_its_reason_in_the_trail(desk, officer):
    programme = make_programme()
    seminar = make_seminar(seats_per_programme=1, room_seats=5)
    make_registration(seminar, programme=programme)
    waiting = make_registration(seminar, programme=programme)
    form = {"person": waiting.pk, "reason": ""}
    assert "Please give a reason" in words(desk.post(at("give", seminar), form, follow=True))
    desk.post(at("give", seminar), form | {"reason": "She speaks."})
    assert fresh(waiting).status == Status.CONFIRMED
    entry = AuditEntry.objects.get(act="registration.seat given by hand")
    assert (entry.why, entry.actor) == ("She speaks.", officer)


def test_a_letter_is_looked_at_with_the_count_restated_before_it_is_sent(desk):
    seminar = make_seminar(room_seats=1)
    seated = make_registration(seminar)
    make_registration(seminar)
    form = {"statuses": ["confirmed"], "subject": "A pen", "text": "Bring a pen."}
    look = desk.post(at("write", seminar), form)
    assert "This will be sent to 1 person." in words(look)
    assert not Letter.objects.filter(subject="A pen").exists()
    desk.post(at("write", seminar), form | {"confirmed": "yes", "expected": "1"})
    assert Letter.objects.get(subject="A pen").to == seated.email
    stale = desk.post(at("write", seminar), form | {"confirmed": "yes", "expected": "7"})
    assert "would go to 1 people now, not to 7" in words(stale)


def test_invitees_come_from_a_file_after_a_look(desk):
    seminar = make_seminar(access=Access.INVITATION)
    make_body("Région Sud")
    lines = (
        "email;name;body\nann@example.eu;Ann;REGION SUD\nnot-an-address;X;\n"
        "ann@example.eu;Ann;\nbea@example.eu;Béa;Unknown Body\n"
    )
    file = SimpleUploadedFile("people.csv", lines.encode("utf-8-sig"))
    look = words(desk.post(at("invite", seminar), {"file": file}))
    assert "2 people would be invited." in look
    for fault in ("Line 3: “not-an-address”", "Line 4: ann@example.eu is there twice", "Unknown"):
        assert fault in look
    assert not seminar.invitations.exists()
    desk.post(at("invite", seminar), {"pasted": lines, "confirmed": "yes"})
    rows = seminar.invitations.order_by("email").values_list("email", "name", "body__name")
    assert list(rows) == [
        ("ann@example.eu", "Ann", "Région Sud"),
        ("bea@example.eu", "Béa", None),
    ]


def test_a_code_lets_in_once_and_says_since_when_the_second_time(desk):
    registration = make_registration()
    seminar = registration.seminar
    url = at("check_in", seminar)
    first = words(desk.post(url, {"code": registration.reference.lower()}, follow=True))
    assert "Welcome," in first
    assert "1 of 1 are in" in first
    second = words(desk.post(url, {"code": registration.reference}, follow=True))
    assert "is already in, since" in second
    assert "No registration has the code" in words(desk.post(url, {"code": "??"}, follow=True))
    desk.post(at("undo", seminar), {"person": registration.pk})
    assert "0 of 1 are in" in words(desk.get(url))
    assert desk.get(url)["Permissions-Policy"] == "camera=(self)"
    desk.post(at("walk_in", seminar), {"name": "Wanda", "role": "other", "body_name": "A body"})
    assert "Wanda" in words(desk.get(url))


def test_a_pasted_list_is_matched_by_reference_address_or_name(desk):
    seminar = make_seminar()
    people = [make_registration(seminar, f"p{n}.moore@example.eu") for n in range(4)]
    lines = "\n".join(
        [people[0].reference.lower(), people[1].email.upper(), people[2].name, "Stranger"]
    )
    url = at("attendance", seminar)
    look = words(desk.post(url, {"people": lines, "rest": "on"}))
    assert "3 lines are clear. 1 is not." in look
    assert "Stranger" in look
    desk.post(url, {"people": lines, "rest": "on", "confirmed": "yes"})
    states = [fresh(person).attendance.state for person in people]
    assert states == ["attended", "attended", "attended", "absent"]
    desk.post(url, {"person": people[3].pk, "state": "excused"})
    assert fresh(people[3]).attendance.state == "excused"


def test_lists_hold_no_more_than_their_purpose_needs_and_are_logged(desk, officer):
    seminar = make_seminar(asks=["diet"])
    for diet in ("Vegan", "vegan ", "", "=cmd()"):
        part = verbs.Part(notice=make_notice(), diet=diet)
        make_registration(seminar, part=part, name="Zoë Ångström")
    url = at("take", seminar)

    def rows(purpose):
        answer = desk.post(url, {"purpose": purpose, "kind": "csv"})
        text = b"".join(answer.streaming_content).decode("utf-8-sig")
        return list(csv.reader(io.StringIO(text)))

    caterer = rows("caterer")
    assert ["vegan", "2"] in caterer
    assert ["in the room", "4"] in caterer
    assert ["'=cmd()", "1"] in caterer
    assert "Zoë" not in str(caterer)
    assert rows("venue")[1][0] == "Zoë Ångström"
    assert "diet" in rows("full")[0]
    taken = AuditEntry.objects.filter(act="seminar.list taken").order_by("pk")
    assert [entry.after["purpose"] for entry in taken] == ["caterer", "venue", "full"]
    officer.is_superuser = False
    officer.save()
    officer.user_permissions.add(Permission.objects.get(codename="organise_seminar"))
    assert desk.post(url, {"purpose": "full"}).status_code == 403
    assert "Everything" not in words(desk.get(at("export", seminar)))


def test_results_show_opinions_without_names_and_what_will_change(desk, officer):
    seminar = make_seminar()
    people = [make_registration(seminar, f"{name}@example.eu") for name in "abcd"]
    ends = timezone.now() - datetime.timedelta(days=1)
    Seminar.objects.update(starts_at=ends - datetime.timedelta(hours=7), ends_at=ends)
    for person in people:
        workflow.note_attendance(fresh(person), "attended", by=officer)
    for number, person in enumerate(people[:3], start=1):
        workflow.answer_survey(
            fresh(person),
            overall=5,
            useful=4,
            organised=3,
            liked="The case.",
            promise="One ledger.",
        )
        page = words(desk.get(at("results", seminar)))
        assert f"Opinions: {number}" in page
        assert ("The case." in page) == (number == 3), "whose one or two opinions are can be told"
    for said in ("5.0", "One ledger.", "1 has not answered", "D "):
        assert said in page


def test_a_question_that_several_bring_stands_once_and_first(desk):
    seminar = make_seminar()
    for text in ("How long do we keep it?", "Who pays?", "how long  do we keep it"):
        make_registration(seminar, part=verbs.Part(notice=make_notice(), brings_question=text))
    questions = desk.get(at("results", seminar)).context["questions"]
    assert [(each["text"], len(each["bodies"])) for each in questions] == [
        ("How long do we keep it?", 2),
        ("Who pays?", 1),
    ]


def test_a_seminar_is_published_repeated_and_cancelled_from_its_page(desk):
    seminar = make_seminar("Audit", state=SeminarState.DRAFT, published_at=None)
    change = reverse("admin:seminars_seminar_change", args=[seminar.pk])
    assert "Publish" in words(desk.get(change))
    desk.post(at("publish", seminar))
    answer = desk.post(at("duplicate", seminar), follow=True)
    assert "draft of the next edition" in words(answer)
    make_registration(seminar)
    assert "1 person is told by letter" in words(desk.get(at("cancel", seminar)))
    desk.post(at("cancel", seminar), {"reason": "Snow."})
    seminar.refresh_from_db()
    assert seminar.state == SeminarState.CANCELLED
    assert Letter.objects.latest("pk").subject == "Cancelled: Audit"


def test_changing_a_published_seminar_in_its_form_tells_everybody_and_settles_seats(desk):
    seminar = make_seminar("Audit", room_seats=1, languages=["en"])
    seated, waiting = make_registration(seminar), make_registration(seminar)
    change = reverse("admin:seminars_seminar_change", args=[seminar.pk])
    form = desk.get(change).context["adminform"].form
    data = {}
    for bound in form:
        value = bound.value()
        if bound.name in ("starts_at", "ends_at", "registration_opens_at"):
            local = timezone.localtime(bound.initial)
            data |= {f"{bound.name}_0": local.date(), f"{bound.name}_1": local.time()}
        elif value is not None:
            data[bound.name] = value
    for formset in desk.get(change).context["inline_admin_formsets"]:
        for hidden in formset.formset.management_form:
            data[hidden.html_name] = hidden.value()
    data |= {"venue": "Town Hall", "room_seats": "2", "aims": "New aims."}
    answer = desk.post(change, data)
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    seminar.refresh_from_db()
    assert (seminar.venue, seminar.room_seats, seminar.sequence) == ("Town Hall", 2, 1)
    assert seminar.aims == "New aims."
    assert fresh(waiting).status == Status.CONFIRMED
    assert Letter.objects.filter(to=seated.email).latest("pk").subject == "Changed: Audit"


def test_an_organiser_sees_the_page_as_one_of_its_audience(desk):
    seminar = make_seminar(audience_roles=["audit-authority"])
    page = desk.get(seminar.get_absolute_url(), {"as": "audit-authority"})
    assert "For you: audit authorities" in words(page)
