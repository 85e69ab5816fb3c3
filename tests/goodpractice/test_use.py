"""Taking practices up elsewhere, lists and packs, letters to owners, readers' voices."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from goodpractice import jobs, workflow
from goodpractice.choices import Change
from goodpractice.filters import PracticeFilter
from goodpractice.models import (
    BriefingPack,
    Contact,
    IndexedPractice,
    ListEntry,
    ReadingList,
    Use,
    Voice,
)
from interact_portal.core.moves import IllegalMoveError
from interact_portal.mail.models import Letter
from tests.factories import (
    make_body,
    make_country,
    make_designated,
    make_membership,
    make_programme,
    make_staff,
    make_user,
)
from tests.goodpractice.making import make_draft, make_practice

pytestmark = pytest.mark.django_db


@pytest.fixture
def practice():
    """A published practice."""
    return make_practice("Lump sums for all", how_measured="Counted.")


def make_use(practice, *, body=None, programme=None, stage="in-use", confirmed=True, **more):
    """Return that a body uses a practice, confirmed by its designated person."""
    body = body or make_body(country=make_country("AT"))
    person = make_membership(body=body).person
    if stage == "stopped":
        more.setdefault("why_stopped", "Too dear.")
    use = workflow.declare_use(
        practice, body=body, programme=programme, by=person, stage=stage, **more
    )
    return workflow.confirm_use(use, by=make_designated(body)) if confirmed else use


def page(client, thing) -> str:
    """Return the page of a thing."""
    return client.get(thing.get_absolute_url()).content.decode()


# --- The register of use ------------------------------------------------------------------------


def test_a_use_counts_when_the_designated_person_confirms_it(client, practice):
    body = make_body("City of Vienna", country=make_country("AT"))
    boss, colleague = make_designated(body), make_membership(body=body).person
    client.force_login(colleague)
    path = f"{practice.get_absolute_url()}use/"
    client.post(path, {"body": body.pk, "stage": "in-use", "changed": "Fewer steps."})
    use = Use.objects.get()
    practice.refresh_from_db()
    assert (use.state, practice.users_count, practice.evidence) == ("waiting", 0, "measured")
    assert Letter.objects.get(key__contains="use_asked").to == boss.email
    client.post(f"{use.get_absolute_url()}decide/", {"confirm": "1"})
    use.refresh_from_db()
    assert use.state == "waiting"
    client.force_login(boss)
    client.post(f"{use.get_absolute_url()}decide/", {"confirm": "1"})
    practice.refresh_from_db()
    assert (practice.users_count, practice.user_countries_count) == (1, 1)
    assert (practice.evidence, practice.in_use) == ("confirmed", "one")
    text = page(client, practice)
    for words in ("City of Vienna", "Fewer steps.", "In use in 1 programme, 1 country"):
        assert words in text
    assert PracticeFilter({"used": "one"}, IndexedPractice.objects.all()).total == 1
    assert PracticeFilter({"evidence": "confirmed"}, IndexedPractice.objects.all()).total == 1


def test_the_designated_person_who_declares_it_has_confirmed_it(practice):
    body = make_body()
    use = workflow.declare_use(
        practice, body=body, programme=None, by=make_designated(body), stage="adapting"
    )
    assert use.state == "confirmed"
    practice.refresh_from_db()
    assert practice.in_use == "trying"


@pytest.mark.parametrize(
    ("stages", "counts"),
    [
        (["in-use", "in-use", "in-use"], (3, 0, "several", "confirmed")),
        (["in-use", "stopped"], (1, 1, "one", "confirmed")),
        (["stopped"], (0, 1, "stopped", "measured")),
        (["considering", "stopped"], (0, 1, "trying", "measured")),
        ([], (0, 0, "no", "measured")),
    ],
)
def test_counts_evidence_and_facet_follow_the_register(practice, stages, counts):
    for stage in stages:
        make_use(practice, stage=stage, programme=make_programme())
    practice.refresh_from_db()
    found = (
        practice.users_count,
        practice.stopped_count,
        practice.in_use,
        practice.evidence,
    )
    assert found == counts


def test_a_use_that_gets_further_replaces_what_was_said_and_waits_again(practice):
    body = make_body()
    make_use(practice, body=body, stage="in-use")
    make_use(practice, body=body, stage="stopped", confirmed=False)
    use = Use.objects.get()
    assert (use.stage, use.state) == ("stopped", "waiting")
    practice.refresh_from_db()
    assert (practice.users_count, practice.evidence) == (0, "measured")


def test_a_declined_use_does_not_count_and_its_declarer_learns_why(practice):
    use = make_use(practice, confirmed=False)
    workflow.decline_use(use, by=make_designated(use.body), reason="We never did.")
    practice.refresh_from_db()
    assert practice.users_count == 0
    letter = Letter.objects.get(key__contains="use_decided")
    assert letter.to == use.declared_by.email
    assert "We never did." in letter.text
    with pytest.raises(IllegalMoveError):
        workflow.confirm_use(use, by=make_designated(use.body))


def test_nobody_takes_up_her_own_practice_or_one_that_is_not_public(practice):
    body, programme = make_body(), make_programme()
    own = make_practice("Own", owner=body.slug, programmes=[programme.slug])
    with pytest.raises(workflow.OwnPracticeError):
        make_use(own, body=body)
    with pytest.raises(workflow.OwnPracticeError):
        make_use(own, programme=programme)
    workflow.archive(practice.current, by=make_staff(), reason="Over.")
    with pytest.raises(IllegalMoveError):
        make_use(practice)


def test_stopping_asks_why_beside_the_field(client, practice):
    body = make_body()
    client.force_login(make_membership(body=body).person)
    path = f"{practice.get_absolute_url()}use/"
    text = client.post(path, {"body": body.pk, "stage": "stopped"}).content.decode()
    assert "Say why: it helps" in text
    assert not Use.objects.exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        Use.objects.create(practice=practice, body=body, stage="stopped")


def test_one_declares_for_ones_own_body_only(client, practice):
    client.force_login(make_membership().person)
    other = make_body()
    path = f"{practice.get_absolute_url()}use/"
    client.post(path, {"body": other.pk, "stage": "in-use"})
    assert not Use.objects.exists()
    client.force_login(make_user())
    assert "You belong to no body yet" in client.get(path).content.decode()


def test_a_use_is_seen_by_its_body_and_the_secretariat_only(client, practice):
    use = make_use(practice, confirmed=False)
    for person, status in (
        (use.declared_by, 200),
        (make_membership(body=use.body).person, 200),
        (make_staff(), 200),
        (make_user(), 404),
    ):
        client.force_login(person)
        assert client.get(use.get_absolute_url()).status_code == status
    answer = client.post(f"{use.get_absolute_url()}decide/", {"confirm": "1"})
    assert answer.status_code == 404


def test_where_a_body_has_nobody_designated_the_secretariat_is_asked(practice, settings):
    use = make_use(practice, confirmed=False)
    assert Letter.objects.get(key__contains=f"use:{use.pk}").to == settings.CONTACT_EMAIL


# --- Lists and packs ----------------------------------------------------------------------------


def test_a_practice_is_saved_with_a_note_ordered_and_taken_out(client, practice):
    person = make_user()
    client.force_login(person)
    other = make_practice("Other")
    client.post(f"{practice.get_absolute_url()}keep/", {"name": "June", "note": "Item 4"})
    reading_list = ReadingList.objects.get()
    client.post(f"{other.get_absolute_url()}keep/", {"into": reading_list.pk})
    text = page(client, reading_list)
    assert text.index("Lump sums") < text.index("Other")
    assert 'value="Item 4"' in text
    second = ListEntry.objects.get(practice=other)
    client.post(f"/practices/lists/entry/{second.pk}/", {"up": "1"})
    text = page(client, reading_list)
    assert text.index("Other") < text.index("Lump sums")
    client.post(f"/practices/lists/entry/{second.pk}/", {"out": "1"})
    assert "Other" not in page(client, reading_list)


def test_a_list_needs_a_name_and_says_so(client, practice):
    client.force_login(make_user())
    text = client.post(f"{practice.get_absolute_url()}keep/", {"note": "x"}).content.decode()
    assert "Choose a list, or give a new one a name." in text


def test_a_list_is_its_owners_alone_until_shared_and_again_when_that_stops(client, practice):
    owner = make_user()
    reading_list = workflow.make_list("June", by=owner)
    entry = workflow.keep(reading_list, practice, note="For item 4")
    client.force_login(make_user())
    assert client.get(reading_list.get_absolute_url()).status_code == 404
    change = f"/practices/lists/{reading_list.pk}/change/"
    assert client.post(change, {"share": "1"}).status_code == 404
    assert client.post(f"/practices/lists/entry/{entry.pk}/", {"out": "1"}).status_code == 404
    client.force_login(owner)
    client.post(change, {"share": "1"})
    reading_list.refresh_from_db()
    client.logout()
    shared = f"/practices/lists/shared/{reading_list.key}/"
    text = client.get(shared).content.decode()
    assert "For item 4" in text
    assert "<form" not in text.split("<main")[1]
    workflow.stop_sharing(reading_list)
    assert client.get(shared).status_code == 404
    assert client.get("/practices/lists/shared/guess/").status_code == 404


def publish_next(practice, **parts):
    """Publish another version of a practice."""
    staff = make_staff()
    copy = workflow.begin_new_version(practice, by=practice.author)
    copy = workflow.save(copy, parts, edits=0, by=practice.author)
    for verb in (workflow.submit, workflow.confirm_facts, workflow.claim):
        copy = verb(copy, by=staff)
    workflow.publish(copy, by=staff, change=Change.MAJOR)


def test_a_pack_keeps_the_versions_of_its_day_and_says_what_changed_since(client, practice):
    owner = make_user()
    reading_list = workflow.make_list("June", by=owner)
    workflow.keep(reading_list, practice, note="For item 4")
    workflow.keep(reading_list, make_practice("Other"))
    client.force_login(owner)
    client.post(f"/practices/lists/{reading_list.pk}/change/", {"pack": "1"})
    publish_next(practice, summary="Quite another summary.")
    client.logout()
    text = page(client, BriefingPack.objects.get())
    assert "1 of 2 changed since." in text
    assert "For item 4" in text
    assert "Quite another summary." not in text
    assert "finance@example.eu" not in text
    workflow.share(reading_list)
    reading_list.refresh_from_db()
    shared = client.get(f"/practices/lists/shared/{reading_list.key}/").content.decode()
    assert "1 of 2 changed since." in shared


def test_an_empty_list_makes_no_pack(client):
    owner = make_user()
    reading_list = workflow.make_list("June", by=owner)
    client.force_login(owner)
    path = f"/practices/lists/{reading_list.pk}/change/"
    text = client.post(path, {"pack": "1"}, follow=True).content.decode()
    assert "Put a practice into the list first." in text


def test_a_draft_cannot_be_kept_used_or_asked_about(client):
    version = make_draft("Secret")
    client.force_login(make_user())
    assert version.practice.slug is None
    for act in ("keep", "use", "contact", "useful"):
        assert client.post(f"/practices/secret/{act}/").status_code == 404


# --- Letters to the owner and voices ------------------------------------------------------------

TEXT = "How did you win over the audit authority? We have three countries."


def test_a_letter_goes_to_the_owner_whose_address_stays_hidden_and_is_counted(client, practice):
    reader = make_user("reader@example.eu")
    client.force_login(reader)
    path = f"{practice.get_absolute_url()}contact/"
    assert "finance@example.eu" not in client.get(path).content.decode()
    text = client.post(path, {"text": TEXT}, follow=True).content.decode()
    assert "Your letter is on its way" in text
    letter = Letter.objects.get(key__startswith="contact:")
    assert (letter.to, letter.reply_to) == ("finance@example.eu", "reader@example.eu")
    assert TEXT in letter.text
    contact = Contact.objects.get()
    assert TEXT not in str([getattr(contact, f.name) for f in Contact._meta.concrete_fields])


def test_a_letter_needs_an_account_and_some_words(client, practice):
    path = f"{practice.get_absolute_url()}contact/"
    assert "/accounts/login/" in client.post(path, {"text": TEXT})["Location"]
    client.force_login(make_user())
    assert "field-error" in client.post(path, {"text": "Hi"}).content.decode()
    assert not Letter.objects.filter(key__startswith="contact:").exists()


def test_one_person_writes_at_most_ten_letters_a_day(client, practice):
    reader = make_user()
    client.force_login(reader)
    path = f"{practice.get_absolute_url()}contact/"
    for _number in range(10):
        workflow.write_to_owner(practice, TEXT, by=reader)
    text = client.post(path, {"text": TEXT}).content.decode()
    assert "You have written ten letters today" in text
    assert TEXT in text


def test_the_owner_says_by_a_link_that_she_answered_and_readers_see_how_quickly(client, practice):
    contact = workflow.write_to_owner(practice, TEXT, by=make_user())
    path = f"/practices/answered/{contact.key}/"
    assert "Have you answered?" in client.get(path).content.decode()
    contact.refresh_from_db()
    assert contact.answered_at is None
    client.post(path)
    assert workflow.usual_reply_days(practice) == 1
    client.force_login(make_user())
    text = client.get(f"{practice.get_absolute_url()}contact/").content.decode()
    assert "Usually answers within 1 day." in text


def test_a_letter_unanswered_for_ten_working_days_is_told_once(practice, settings):
    reader = make_user()
    contact = workflow.write_to_owner(practice, TEXT, by=reader)
    assert jobs.ask_about_unanswered_letters() == "0 letters"
    Contact.objects.update(asked_at=timezone.now() - datetime.timedelta(days=20))
    assert jobs.ask_about_unanswered_letters() == "1 letters"
    assert jobs.ask_about_unanswered_letters() == "0 letters"
    told = Letter.objects.filter(key__startswith=f"contact:{contact.pk}:")
    assert {letter.to for letter in told} == {settings.CONTACT_EMAIL, reader.email}


def test_each_browser_has_one_voice_and_can_change_it(client, practice):
    path = f"{practice.get_absolute_url()}useful/"
    client.post(path, {"useful": "yes", "reason": "idea"})
    client.post(path, {"useful": "no", "reason": "figures"})
    voice = Voice.objects.get()
    assert (voice.is_useful, voice.reason) == (False, "figures")
    client.cookies.clear()
    client.post(path, {"useful": "yes"})
    client.post(path, {"useful": "perhaps"})
    assert Voice.objects.count() == 2
    assert "1 reader says yes" in page(client, practice)


def test_a_forged_cookie_is_another_reader_not_somebody_elses_voice(client, practice):
    path = f"{practice.get_absolute_url()}useful/"
    client.post(path, {"useful": "yes"})
    client.cookies["reader"] = Voice.objects.get().reader
    client.post(path, {"useful": "no"})
    assert Voice.objects.filter(is_useful=True).count() == 1
