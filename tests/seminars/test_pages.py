"""The pages of the room, as a reader meets them."""

import datetime
import json
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from interact_portal.mail.models import Letter
from programmes.choices import Role
from programmes.models import Body
from seminars import registration as verbs
from seminars import workflow
from seminars.choices import Access, Format, Freed, SeminarState, Status
from seminars.models import Registration, Seminar, Series
from tests.factories import (
    make_body,
    make_country,
    make_mandate,
    make_membership,
    make_programme,
    make_staff,
    make_theme,
    make_user,
)

from .making import make_notice, make_registration, make_seminar

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def notice():
    """A privacy notice is in force."""
    return make_notice()


@pytest.fixture
def ann():
    """Somebody of a certifying authority."""
    person = make_user("ann@example.eu", name="Ann Example")
    body = make_body("Ministry of Finance", country=make_country("AT"))
    programme = make_programme("Alpine Space", short_name="Alpine")
    make_membership(person, body)
    make_mandate(body, programme, role=Role.CERTIFYING_AUTHORITY)
    return person


@pytest.fixture
def as_ann(client, ann):
    """Her browser."""
    client.force_login(ann)
    return client


def filled(seminar: Seminar, **answers) -> dict:
    """Return a filled registration form."""
    body = Body.objects.first() or make_body()
    return {
        "name": "Ann Example",
        "body": body.pk,
        "role": Role.CERTIFYING_AUTHORITY.value,
        "visibility": "nobody",
        "agree": "on",
    } | answers


def text_of(response) -> str:
    """Return the words of a page, spaces evened."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_the_list_shows_what_is_ahead_and_what_is_past_apart(client):
    make_seminar("Ahead", days=20)
    make_seminar("Long ago", days=-20)
    make_seminar("Not ready", state=SeminarState.DRAFT)
    assert _titles(client.get(reverse("seminar_list"))) == ["Ahead"]
    assert _titles(client.get(reverse("seminar_list"), {"when": "past"})) == ["Long ago"]


def _titles(response) -> list[str]:
    return re.findall(r'class="card-title"><a [^>]*>([^<]+)</a>', response.content.decode())


def test_each_filter_keeps_what_fits_and_counts_say_what_a_click_gives(client):
    theme = make_theme("Recoveries")
    audit = make_seminar(
        "Audit", audience_roles=["audit-authority"], languages=["en", "fr"], room_seats=1
    )
    audit.themes.add(theme)
    everybody = make_seminar(
        "Everybody", format=Format.ONLINE, languages=["en"], country=make_country("IT")
    )
    url = reverse("seminar_list")
    for query, titles in (
        ({"role": "audit-authority"}, ["Audit", "Everybody"]),
        ({"role": "info-point"}, ["Everybody"]),
        ({"theme": "recoveries"}, ["Audit"]),
        ({"language": "fr"}, ["Audit"]),
        ({"language": ["fr", "en"]}, ["Audit", "Everybody"]),
        ({"format": "online"}, ["Everybody"]),
        ({"country": "IT"}, ["Everybody"]),
        ({"q": "vien"}, ["Audit", "Everybody"]),
        ({"q": "audit"}, ["Audit"]),
        ({"state": "open"}, ["Audit", "Everybody"]),
    ):
        assert sorted(_titles(client.get(url, query))) == titles, query
    response = client.get(url)
    facets = {
        f.name: {c.value: c.count for c in f.choices} for f in response.context["filters"].facets
    }
    assert facets["role"]["audit-authority"] == 2
    assert facets["role"]["info-point"] == 1
    assert facets["language"] == {"en": 2, "fr": 1}
    make_registration(audit)
    make_registration(audit)
    assert _titles(client.get(url, {"state": "reserve"})) == ["Audit"]
    assert _titles(client.get(url, {"state": "open"})) == ["Everybody"]
    everybody.registration_closes_at = timezone.now()
    everybody.save()
    assert _titles(client.get(url, {"state": "closed"})) == ["Everybody"]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_number_of_questions_whatever_its_length(
    client, rows, django_assert_num_queries
):
    for _number in range(rows):
        make_seminar().themes.add(make_theme())
    with django_assert_num_queries(6):
        client.get(reverse("seminar_list"))


def test_a_month_shows_each_seminar_on_its_days(client):
    starts = datetime.datetime(2031, 5, 14, 7, tzinfo=datetime.UTC)
    make_seminar("Two days", starts_at=starts, ends_at=starts + datetime.timedelta(days=1))
    page = client.get(reverse("seminar_list"), {"view": "month", "month": "2031-05"})
    days = [
        cell["day"].day
        for week in page.context["weeks"]
        for cell in week
        for _seminar in cell["seminars"]
    ]
    assert days == [14, 15]
    assert "1 seminar in May 2031" in text_of(page)
    assert "June 2031" in text_of(page)


def test_a_seminar_says_for_whom_it_is_and_how_many_seats_the_readers_programme_has(as_ann, ann):
    programme = ann.memberships.get().body.mandates.get().programme
    seminar = make_seminar(
        room_seats=40,
        seats_per_programme=2,
        audience_roles=["certifying-authority", "audit-authority"],
        phase_one_ends_at=timezone.now() + datetime.timedelta(days=10),
    )
    make_registration(seminar, programme=programme)
    page = text_of(as_ann.get(seminar.get_absolute_url()))
    assert "For you: certifying authorities" in page
    assert "Alpine: 1 of 2 seats free" in page
    assert "Reserve seats are given on" in page
    assert "At most 2 seats for each programme until" in page


def test_somebody_of_another_audience_may_still_ask(as_ann):
    seminar = make_seminar(audience_roles=["joint-secretariat"])
    page = text_of(as_ann.get(reverse("seminar_register", args=[seminar.slug])))
    assert "This seminar is for others: for joint secretariats. You may still ask" in page
    assert "Ask for a seat" in page


def test_times_are_told_for_the_venue_and_for_the_reader(client):
    starts = datetime.datetime(2031, 5, 14, 6, 30, tzinfo=datetime.UTC)
    seminar = make_seminar(starts_at=starts, time_zone="Europe/Lisbon", city="Lisbon")
    page = text_of(client.get(seminar.get_absolute_url()))
    assert "14 May 2031, 07:30 – 14:30 (WEST) Lisbon time" in page
    assert "For you in Vienna: 08:30 – 15:30 (CEST)" in page


def test_agenda_changes_other_editions_and_parts_stand_on_the_page(client):
    series = Series.objects.create(title="Audit days", slug="audit-days")
    seminar = make_seminar("Audit days 2031", series=series)
    make_seminar("Audit days 2019", series=series, days=-900)
    make_seminar("For controllers", parent=seminar)
    starts = seminar.starts_at
    for room in ("Room A", "Room B"):
        seminar.sessions.create(
            title=f"Talk in {room}", starts_at=starts, ends_at=seminar.ends_at, room=room
        )
    seminar.changes.create(version=1, kind="agenda", what="A second talk was added.")
    page = client.get(seminar.get_absolute_url())
    assert [len(slot) for day in page.context["agenda"] for slot in day["slots"]] == [2]
    for words in ("Audit days 2019", "For controllers", "A second talk was added.", "Room B"):
        assert words in text_of(page)


def test_the_page_tells_machines_what_kind_of_event_it_is(client):
    seminar = make_seminar("Floods", format=Format.HYBRID, room_seats=30)
    html = client.get(seminar.get_absolute_url()).content.decode()
    data = json.loads(re.search(r'ld\+json">(.*?)</script>', html)[1])
    assert data["@type"] == "EducationEvent"
    assert data["eventAttendanceMode"] == "https://schema.org/MixedEventAttendanceMode"
    assert data["maximumPhysicalAttendeeCapacity"] == 30
    verbs.cancel_seminar(seminar, by=make_staff(), reason="Snow.")
    html = client.get(seminar.get_absolute_url()).content.decode()
    assert "https://schema.org/EventCancelled" in html


def test_the_online_link_is_for_confirmed_participants(as_ann, ann):
    seminar = make_seminar(format=Format.ONLINE, online_link="https://meet.example.eu/secret")
    url = seminar.get_absolute_url()
    assert "meet.example.eu" not in as_ann.get(url).content.decode()
    verbs.register(seminar, _wish_of(ann, seminar))
    assert "meet.example.eu" in as_ann.get(url).content.decode()


def _wish_of(person, seminar) -> verbs.Wish:
    return verbs.Wish(
        name=person.name,
        email=person.email,
        person=person,
        role="other",
        mode=seminar.modes[0],
        body=Body.objects.first() or make_body(),
        part=verbs.Part(notice=make_notice()),
    )


def test_registering_takes_one_page_and_is_answered_at_once(as_ann):
    seminar = make_seminar("Recoveries", asks=["question", "diet", "access"])
    url = reverse("seminar_register", args=[seminar.slug])
    form = as_ann.get(url).context["form"]
    assert form.fields["body"].initial == Body.objects.get().pk
    answer = as_ann.post(url, filled(seminar, diet="Vegan", brings_question="Who pays?"))
    registration = Registration.objects.get()
    assert answer.url == registration.get_absolute_url()
    page = text_of(as_ann.get(answer.url))
    for words in (registration.reference, "Your seat is confirmed.", "Vegan", "Who pays?"):
        assert words in page
    assert registration.privacy_notice.version == 1
    assert registration.needs.delete_on == seminar.needs_are_deleted_on


def test_a_form_with_a_gap_comes_back_with_everything_else_kept(as_ann):
    seminar = make_seminar(asks=["diet"])
    url = reverse("seminar_register", args=[seminar.slug])
    answer = as_ann.post(
        url, filled(seminar, role="", body="", proposed_body="", diet="Halal", agree="")
    )
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Please mend this first" in page
    assert 'value="Halal"' in page
    assert "Please choose your body, or write its name below." in page
    assert "Without your agreement we cannot register you." in page
    assert not Registration.objects.exists()


def test_a_missing_body_is_proposed_without_losing_the_form(as_ann):
    seminar = make_seminar()
    country = make_country("FR")
    answer = as_ann.post(
        reverse("seminar_register", args=[seminar.slug]),
        filled(seminar, body="", proposed_body="Région Sud", proposed_country=country.pk),
    )
    registration = Registration.objects.get()
    assert answer.url == registration.get_absolute_url()
    assert (registration.body, registration.proposed_body) == (None, "Région Sud")
    assert registration.country == country


def test_questions_depend_on_one_condition(as_ann):
    seminar = make_seminar()
    talk = seminar.questions.create(
        label="Do you give a talk?", kind="choice", options=["Yes", "No"], required=True
    )
    title = seminar.questions.create(
        label="Its title", required=True, condition=talk, condition_answer="Yes", position=1
    )
    url = reverse("seminar_register", args=[seminar.slug])
    key, depending = f"question_{talk.pk}", f"question_{title.pk}"
    assert "Only if you answered “Yes”" in text_of(as_ann.get(url))
    refused = as_ann.post(url, filled(seminar, **{key: "Yes"}))
    assert refused.context["form"].errors[depending] == ["Please answer this question."]
    as_ann.post(url, filled(seminar, **{key: "No", depending: "left over"}))
    answers = Registration.objects.get().answers.values_list("question__label", "values")
    assert list(answers) == [("Do you give a talk?", ["No"])]


def test_every_kind_of_question_keeps_its_answer(as_ann, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    from django.core.files.uploadedfile import SimpleUploadedFile

    seminar = make_seminar()
    several = seminar.questions.create(label="Topics", kind="several", options=["A", "B", "C"])
    number = seminar.questions.create(label="Years", kind="number", position=1)
    file = seminar.questions.create(label="Slides", kind="file", position=2)
    url = reverse("seminar_register", args=[seminar.slug])
    bad = SimpleUploadedFile("run.exe", b"MZ")
    refused = as_ann.post(url, filled(seminar, **{f"question_{file.pk}": bad}))
    assert "Please give a document" in text_of(refused)
    as_ann.post(
        url,
        filled(
            seminar,
            **{
                f"question_{several.pk}": ["A", "C"],
                f"question_{number.pk}": "7.5",
                f"question_{file.pk}": SimpleUploadedFile("talk.pdf", b"%PDF-1.7"),
            },
        ),
    )
    registration = Registration.objects.get()
    assert [answer.values for answer in registration.answers.all()] == [
        ["A", "C"],
        ["7.5"],
        ["talk.pdf"],
    ]
    change = reverse("registration_change", args=[registration.secret])
    changed = filled(seminar, **{f"question_{several.pk}": ["B"]})
    assert as_ann.post(change, changed).status_code == 302
    assert [answer.values for answer in registration.answers.all()] == [["B"], ["talk.pdf"]]


def test_who_is_registered_is_told_before_anything_is_asked(as_ann, ann):
    seminar = make_seminar()
    registration = verbs.register(seminar, _wish_of(ann, seminar))
    url = reverse("seminar_register", args=[seminar.slug])
    page = as_ann.get(url)
    assert "You are already registered: confirmed." in text_of(page)
    assert "Ask for a seat" not in text_of(page)
    assert as_ann.post(url, filled(seminar)).url == registration.get_absolute_url()


def test_an_overlapping_seminar_is_named_before_anything_is_asked(as_ann, ann):
    other = make_seminar("The other one")
    verbs.register(other, _wish_of(ann, other))
    seminar = make_seminar("This one", starts_at=other.starts_at)
    page = text_of(as_ann.get(reverse("seminar_register", args=[seminar.slug])))
    assert "registered for another seminar at the same time: The other one." in page


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"registration_closes_at": timezone.now()}, "Registration closed on"),
        (
            {"registration_opens_at": timezone.now() + datetime.timedelta(days=3)},
            "Registration opens on",
        ),
        ({"access": Access.INVITATION}, "by personal invitation only"),
        ({"days": -3}, "has taken place"),
    ],
)
def test_a_closed_door_is_said_before_anything_is_asked(as_ann, fields, words):
    seminar = make_seminar(**fields)
    page = text_of(as_ann.get(reverse("seminar_register", args=[seminar.slug])))
    assert words in page
    assert "Ask for a seat" not in page


def test_an_invitation_opens_the_form(as_ann):
    seminar = make_seminar(access=Access.INVITATION)
    invitation = seminar.invitations.create(email="ann@example.eu")
    url = invitation.get_absolute_url()
    assert "Ask for a seat" in text_of(as_ann.get(url))
    as_ann.post(url, filled(seminar))
    assert Registration.objects.get().status == Status.CONFIRMED


def test_registering_needs_a_sign_in_and_comes_back(client):
    seminar = make_seminar()
    url = reverse("seminar_register", args=[seminar.slug])
    assert client.get(url).url == f"{reverse('account_login')}?next={url}"


def test_the_status_page_needs_no_password_and_offers_every_act(client):
    registration = make_registration(make_seminar(room_seats=1))
    page = client.get(registration.get_absolute_url())
    for words in ("Change your answers", "Send a colleague instead", "Withdraw", "Calendar file"):
        assert words in text_of(page)
    assert "no-store" in page["Cache-Control"]
    assert client.get(registration.get_absolute_url()[:-2] + "x/").status_code == 404


def test_a_place_on_the_reserve_list_shows_reason_and_day(client):
    programme = make_programme()
    ends = timezone.now() + datetime.timedelta(days=20)
    seminar = make_seminar(seats_per_programme=1, phase_one_ends_at=ends)
    make_registration(seminar, programme=programme)
    waiting = make_registration(seminar, programme=programme)
    page = client.get(waiting.get_absolute_url())
    standing = page.context["standing"]
    assert "Place 1 on the reserve list. Your programme has 1 of 1" in standing.happened
    assert standing.by == ends.astimezone(seminar.zone).date()
    assert (standing.ask_name, standing.ask_url) == ("Iris Contact", "mailto:iris@example.eu")


def test_withdrawing_asks_first_and_passes_the_seat_on(client):
    seminar = make_seminar(room_seats=1)
    first, second = make_registration(seminar), make_registration(seminar)
    url = reverse("registration_withdraw", args=[first.secret])
    assert "Stay registered" in text_of(client.get(url))
    page = client.post(url, follow=True)
    assert "You have withdrawn." in text_of(page)
    second.refresh_from_db()
    assert second.status == Status.CONFIRMED
    again = client.post(url, follow=True)
    assert "not active any more" in text_of(again)


def test_an_offer_is_accepted_or_declined_on_the_status_page(client):
    seminar = make_seminar(room_seats=1, freed_seat=Freed.OFFER)
    first, second, third = (make_registration(seminar) for _number in range(3))
    verbs.withdraw(first)
    waiting = sorted(Registration.objects.filter(status=Status.OFFERED), key=lambda r: r.pk)
    assert len(waiting) == 1
    offered = waiting[0]
    assert "Accept the seat" in text_of(client.get(offered.get_absolute_url()))
    client.post(reverse("offer_decline", args=[offered.secret]))
    other = Registration.objects.get(status=Status.OFFERED)
    assert {offered.pk, other.pk} == {second.pk, third.pk}
    client.post(reverse("offer_accept", args=[other.secret]))
    other.refresh_from_db()
    assert other.status == Status.CONFIRMED


def test_a_colleague_accepts_by_her_own_link_and_does_her_own_part(client):
    seminar = make_seminar(asks=["diet"])
    registration = make_registration(seminar, "ann@example.eu")
    client.post(
        reverse("ask_colleague", args=[registration.secret]),
        {"name": "Bea", "email": "bea@example.eu"},
    )
    link = re.search(r"https?://\S+/instead/\S+", Letter.objects.get(to="bea@example.eu").text)[0]
    path = link.partition("/seminars/")[1] + link.partition("/seminars/")[2]
    stranger = Client()
    assert "asks you to come instead" in text_of(stranger.get(path))
    gap = stranger.post(path, {"name": "Bea", "role": "other", "visibility": "nobody"})
    assert gap.status_code == 422
    done = stranger.post(
        path,
        {"name": "Bea B.", "role": "other", "visibility": "nobody", "agree": "on", "diet": "Fish"},
    )
    newcomer = Registration.objects.get(email="bea@example.eu")
    assert done.url == newcomer.get_absolute_url()
    assert (newcomer.status, newcomer.needs.diet) == (Status.CONFIRMED, "Fish")
    assert "answered or taken back" in text_of(stranger.get(path))
    assert "Bea B." in text_of(client.get(registration.get_absolute_url()))


def test_a_colleague_says_no_by_her_own_link(client):
    registration = make_registration()
    substitution = verbs.ask_colleague(registration, name="Bea", email="bea@example.eu")
    page = client.post(reverse("substitution_decline", args=[substitution.secret]), follow=True)
    assert "We have told your colleague." in text_of(page)
    registration.refresh_from_db()
    assert registration.status == Status.CONFIRMED


def test_nominated_colleagues_complete_their_part_by_their_own_link(as_ann):
    seminar = make_seminar()
    url = reverse("seminar_nominate", args=[seminar.slug])
    body = make_body("Agency")
    answer = as_ann.post(
        url,
        {
            "body": body.pk,
            "name_1": "Bea",
            "email_1": "bea@example.eu",
            "role_1": "other",
            "name_2": "Cleo",
            "email_2": "cleo@example.eu",
            "role_2": "other",
        },
    )
    assert answer.url == reverse("my_seminars")
    assert "2 colleagues are told." in text_of(as_ann.get(answer.url))
    bea = Registration.objects.get(email="bea@example.eu")
    stranger = Client()
    assert "Your own part is missing." in text_of(stranger.get(bea.get_absolute_url()))
    complete = reverse("registration_complete", args=[bea.secret])
    stranger.post(complete, {"name": "Bea B.", "visibility": "participants", "agree": "on"})
    bea.refresh_from_db()
    assert bea.is_complete
    half = as_ann.post(
        url,
        {
            "body": body.pk,
            "name_1": "D",
            "email_1": "d@example.eu",
            "role_1": "other",
            "name_2": "E",
        },
    )
    assert "Please fill in the whole line." in text_of(half)


def test_after_the_lock_date_one_asks_for_a_change(client):
    seminar = make_seminar(locked_at=timezone.now())
    registration = make_registration(seminar)
    page = text_of(client.get(registration.get_absolute_url()))
    assert "Ask for a change" in page
    assert "Change your answers" not in page
    refused = client.post(
        reverse("registration_change", args=[registration.secret]), filled(seminar)
    )
    assert "Answers are locked since" in text_of(refused)
    wish = reverse("registration_wish", args=[registration.secret])
    page = client.post(wish, {"wish": "Please, vegan food."}, follow=True)
    assert "Please, vegan food." in text_of(page)


def test_a_change_that_has_no_seat_changes_nothing_at_all(as_ann):
    full = make_programme("Full")
    seminar = make_seminar(seats_per_programme=1, asks=["diet"])
    make_registration(seminar, programme=full)
    registration = make_registration(seminar)
    answer = as_ann.post(
        reverse("registration_change", args=[registration.secret]),
        filled(seminar, programme=full.pk, diet="Vegan"),
    )
    assert "everything stays as it was" in text_of(answer)
    registration.refresh_from_db()
    assert registration.programme is None
    assert not hasattr(registration, "needs")


def test_my_seminars_lists_mine_and_gives_a_calendar_that_can_be_revoked(as_ann, ann):
    seminar = make_seminar("Mine")
    verbs.register(seminar, _wish_of(ann, seminar))
    make_registration(make_seminar("Not mine"))
    page = as_ann.get(reverse("my_seminars"))
    assert _titles(page) == ["Mine"]
    as_ann.post(reverse("renew_calendar"))
    first = as_ann.get(reverse("my_seminars")).context["calendar"]
    path = first.removeprefix("http://127.0.0.1:8000")
    answer = Client().get(path)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert b"SUMMARY:Mine" in answer.content
    assert b"Not mine" not in answer.content
    as_ann.post(reverse("renew_calendar"))
    assert Client().get(path).status_code == 404
    second = as_ann.get(reverse("my_seminars")).context["calendar"]
    as_ann.post(reverse("revoke_calendar"))
    assert Client().get(second.removeprefix("http://127.0.0.1:8000")).status_code == 404


def test_feeds_follow_the_filters_of_the_list(client):
    make_seminar("Online one", format=Format.ONLINE)
    make_seminar("On site")
    atom = client.get(reverse("seminar_feed"), {"format": "online"}).content.decode()
    assert "Online one" in atom
    assert "On site</title>" not in atom
    calendar = client.get(reverse("seminar_calendar"), {"format": "online"}).content.decode()
    assert "SUMMARY:Online one" in calendar
    assert "SUMMARY:On site" not in calendar


def test_material_opens_for_participants_first_and_for_everybody_later(client, as_ann, ann):
    seminar = make_seminar(days=30)
    verbs.register(seminar, _wish_of(ann, seminar))
    Seminar.objects.filter(pk=seminar.pk).update(
        starts_at=timezone.now() - datetime.timedelta(days=2),
        ends_at=timezone.now() - datetime.timedelta(days=1),
        registration_opens_at=None,
    )
    links = {
        access: seminar.materials.create(
            title=access, link=f"https://example.eu/{access}", access=access
        )
        for access in ("public", "later", "participants")
    }

    def answers(browser):
        return {
            access: browser.get(reverse("material_open", args=[seminar.slug, each.pk])).status_code
            for access, each in links.items()
        }  # fmt: skip

    stranger = Client()
    assert answers(stranger) == {"public": 302, "later": 404, "participants": 404}
    assert answers(as_ann) == {"public": 302, "later": 302, "participants": 302}
    Seminar.objects.filter(pk=seminar.pk).update(material_days=0)
    assert answers(stranger) == {"public": 302, "later": 302, "participants": 404}


def test_every_version_of_the_privacy_notice_can_be_read(client, notice):
    page = client.get(reverse("privacy_notice", args=[1]))
    assert "What we keep." in text_of(page)
    assert client.get(reverse("privacy_notice", args=[2])).status_code == 404


def _attended(**fields) -> Registration:
    """Return somebody's registration for a seminar that is over and that she attended."""
    registration = make_registration(make_seminar("Audit day", **fields), "ann2@example.eu")
    ends = timezone.now() - datetime.timedelta(days=1)
    Seminar.objects.filter(pk=registration.seminar_id).update(
        starts_at=ends - datetime.timedelta(hours=7), ends_at=ends, registration_opens_at=None
    )
    registration.refresh_from_db()
    workflow.note_attendance(registration, "attended", by=make_staff())
    return registration


def test_a_certificate_is_a_pdf_whose_number_anybody_can_check(client):
    registration = _attended()
    answer = client.get(reverse("certificate_file", args=[registration.secret]))
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    number = Registration.objects.get(pk=registration.pk).certificate.number
    typed = number.replace("-", " ").lower()
    page = client.get(reverse("certificate_check"), {"number": typed}, follow=True)
    assert "This certificate is real." in text_of(page)
    assert "Audit day" in text_of(page)
    verbs.forget(registration)
    page = client.get(reverse("certificate_verify", args=[number]))
    assert "somebody whose name has been deleted since" in text_of(page)
    unknown = client.get(reverse("certificate_verify", args=["AAAA-BBBB-CCCC"]))
    assert unknown.status_code == 404
    assert "We have issued no certificate with this number." in text_of(unknown)


def test_who_did_not_attend_has_no_certificate(client):
    registration = make_registration()
    url = reverse("certificate_file", args=[registration.secret])
    page = client.get(url, follow=True)
    assert "A certificate is for those who attended." in text_of(page)


def test_an_opinion_is_asked_once_and_a_promise_is_asked_after(client):
    registration = _attended()
    status = text_of(client.get(registration.get_absolute_url()))
    assert "Tell us how it was" in status
    url = reverse("registration_survey", args=[registration.secret])
    gap = client.post(url, {"overall": "5"})
    assert gap.status_code == 422
    grades = {"overall": "5", "useful": "4", "organised": "3", "promise": "Keep one ledger."}
    page = client.post(url, grades, follow=True)
    assert "Your answers are kept without your name." in text_of(page)
    assert "Keep one ledger." in text_of(page)
    again = client.get(url, follow=True)
    assert "answered already" in text_of(again)
    promise = reverse("registration_promise", args=[registration.secret])
    page = client.post(promise, {"state": "done"}, follow=True)
    assert "Keep one ledger. (Done)" in text_of(page).replace(" (", " (")
