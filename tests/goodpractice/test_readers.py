"""Corrections, how we accept, programmes like mine, lists and packs, and being forgotten."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from goodpractice import workflow
from goodpractice.checks import CHECKS
from goodpractice.models import (
    Attachment,
    Correction,
    CorrectionState,
    Practice,
    PracticeVersion,
    ReadingList,
)
from interact_portal.accounts import personal_data
from interact_portal.accounts.workflow import delete_account
from interact_portal.core.moves import IllegalMoveError
from interact_portal.mail import outbox
from interact_portal.mail.models import Letter
from programmes.choices import Strand
from tests.factories import (
    give_second_factor,
    make_designated,
    make_programme,
    make_staff,
    make_user,
)
from tests.goodpractice.making import content_of, make_draft, make_practice, make_version_in
from tests.goodpractice.test_use import make_use

pytestmark = pytest.mark.django_db


@pytest.fixture
def practice():
    """A published practice."""
    return make_practice("Lump sums for all")


def sign_in(client, officer) -> None:
    """Sign an officer in with her second factor."""
    client.force_login(officer)
    give_second_factor(client, officer)


# --- Suggested corrections ----------------------------------------------------------------------


def test_a_reader_without_an_account_suggests_a_correction_and_is_told_once(client, practice):
    path = reverse("practice_correct", args=[practice.slug])
    assert path in client.get(practice.get_absolute_url()).content.decode()
    sent = {"text": "The year is 2019, not 2018.", "email": "reader@example.org"}
    assert client.post(path, sent).status_code == 302
    correction = practice.corrections.get()
    assert (correction.version_number, correction.sent_by) == (1, None)
    told = Letter.objects.filter(key__startswith=f"correction:{correction.pk}:correction:")
    assert practice.author.email in set(told.values_list("to", flat=True))
    assert told.count() == 2
    sign_in(client, make_staff())
    page = reverse("admin:goodpractice_correction_change", args=[correction.pk])
    refused = client.post(page, {"turn-down": "1", "answer": ""}).content.decode()
    assert "Say why the practice stays as it is." in refused
    assert practice.corrections.get().state == CorrectionState.WAITING
    client.post(page, {"turn-down": "1", "answer": "The contract says 2018."})
    correction.refresh_from_db()
    assert (correction.state, correction.email) == (CorrectionState.TURNED_DOWN, "")
    letter = Letter.objects.get(to="reader@example.org")
    assert "The contract says 2018." in letter.text
    assert "The contract says 2018." in client.get(page).content.decode()


def test_a_signed_in_reader_is_told_at_her_account_and_an_officer_goes_on_to_a_new_version(
    client, practice
):
    reader = make_user()
    client.force_login(reader)
    path = reverse("practice_correct", args=[practice.slug])
    assert 'name="email"' not in client.get(path).content.decode()
    client.post(path, {"text": "It is 14 programmes by now."})
    correction = practice.corrections.get()
    sign_in(client, make_staff())
    page = reverse("admin:goodpractice_correction_change", args=[correction.pk])
    client.post(page, {"take-up": "1", "answer": ""})
    assert practice.corrections.get().state == CorrectionState.TAKEN_UP
    key = f"correction:{correction.pk}:correction_decided:"
    told = Letter.objects.filter(key__startswith=key).values_list("to", flat=True)
    assert set(told) == {reader.email, practice.author.email}
    assert reverse("practice_begin_version", args=[practice.slug]) in (
        client.get(page).content.decode()
    )


def test_a_correction_is_decided_once_and_seen_by_reviewers_only(client, practice):
    correction = workflow.suggest(practice, "The year is wrong.")
    workflow.take_up(correction, by=make_staff())
    for act in (workflow.take_up, workflow.turn_down):
        with pytest.raises(IllegalMoveError):
            act(correction, by=make_staff(), answer="No.")
    sign_in(client, make_staff(superuser=False))
    page = reverse("admin:goodpractice_correction_change", args=[correction.pk])
    assert client.get(page).status_code == 403


def test_a_correction_needs_words_and_a_flood_is_stopped_in_words(client, practice, monkeypatch):
    path = reverse("practice_correct", args=[practice.slug])
    page = client.post(path, {"text": "No", "email": "wrong"}).content.decode()
    assert page.count("error-summary") >= 1
    assert 'value="wrong"' in page
    monkeypatch.setattr("goodpractice.workflow.correcting.MOST_WAITING", 1)
    sent = {"text": "The year is wrong."}
    client.post(path, sent)
    assert "wait already" in client.post(path, sent).content.decode()
    assert practice.corrections.count() == 1


@pytest.mark.parametrize(
    "row",
    [
        {"state": CorrectionState.TAKEN_UP},
        {"state": CorrectionState.TURNED_DOWN, "decided_at": "2026-01-01T00:00Z"},
        {"state": CorrectionState.TAKEN_UP, "decided_at": "2026-01-01T00:00Z", "email": "a@b.eu"},
    ],
)
def test_the_table_refuses_corrections_that_contradict_themselves(practice, row):
    with pytest.raises(IntegrityError), transaction.atomic():
        Correction.objects.create(practice=practice, version_number=1, text="Wrong.", **row)


# --- How we accept ------------------------------------------------------------------------------


def test_the_page_on_accepting_names_every_criterion_of_the_checks(client):
    page = client.get(reverse("how_we_accept")).content.decode()
    for check in CHECKS:
        assert check.asks
        for _kind, text in check.asks:
            assert escape(str(text)) in page
    for name in ("practice_list", "practice_new"):
        client.force_login(make_user())
        assert reverse("how_we_accept") in client.get(reverse(name)).content.decode()


# --- Programmes like mine -----------------------------------------------------------------------


def test_programmes_like_mine_come_with_the_reason_and_what_they_did(client):
    mine = make_programme("Mine", strand=Strand.CROSS_BORDER, maritime=True, external_border=False)
    like = make_programme("Like", strand=Strand.CROSS_BORDER, maritime=True, external_border=True)
    nearest = make_programme("Nearest", strand=Strand.CROSS_BORDER, maritime=True,
                           external_border=False)  # fmt: skip
    make_programme("Idle", strand=Strand.CROSS_BORDER, maritime=True, external_border=False)
    done = make_practice("Done in Like", programmes=[like.slug])
    make_use(done, programme=nearest)
    path = reverse("programmes_like_mine")
    assert reverse("choose_programme") in client.get(path).url
    client.post(reverse("choose_programme"), {"programme": mine.slug})
    page = client.get(path).content.decode()
    assert page.index(nearest.name) < page.index(like.name)
    assert "Idle" not in page
    assert "3 of 3 traits match: cross-border" in page
    assert "2 of 3 traits match: cross-border" in page
    assert page.count(done.get_absolute_url()) == 2


def test_programmes_like_mine_take_as_many_queries_for_one_as_for_three(client):
    traits = {"strand": Strand.CROSS_BORDER, "maritime": True, "external_border": False}
    mine = make_programme("Mine", **traits)
    client.post(reverse("choose_programme"), {"programme": mine.slug})
    path, counts = reverse("programmes_like_mine"), []
    for number in range(3):
        make_practice(f"Case {number}", programmes=[make_programme(f"P{number}", **traits).slug])
        if number == 1:
            continue
        client.get(path)
        with CaptureQueriesContext(connection) as taken:
            client.get(path)
        counts.append(len(taken))
    assert counts == [6, 6]


# --- Lists and packs ----------------------------------------------------------------------------


def test_a_list_is_renamed_reordered_and_thrown_away_with_its_link(client, practice):
    owner = make_user()
    client.force_login(owner)
    reading_list = workflow.make_list("MC June", by=owner)
    workflow.make_list("MC May", by=owner)
    for each in (practice, make_practice("Second"), make_practice("Third")):
        workflow.keep(reading_list, each)
    first = reading_list.entries.first()
    change = reverse("practice_list_entry", args=[first.pk])
    client.post(change, {"down": "1"})
    assert list(reading_list.entries.values_list("practice__title", flat=True)) == [
        "Second", "Lump sums for all", "Third",
    ]  # fmt: skip
    client.post(change, {"down": "1"})
    client.post(change, {"down": "1"})
    assert reading_list.entries.last().pk == first.pk
    rename = reverse("practice_list_rename", args=[reading_list.pk])
    assert "another list of this name" in client.post(rename, {"name": "MC May"}).content.decode()
    client.post(rename, {"name": "MC July"})
    reading_list = workflow.share(reading_list)
    assert reading_list.name == "MC July"
    shared = reverse("practice_shared_list", args=[reading_list.key])
    assert client.get(shared).status_code == 200
    client.post(reverse("practice_list_change", args=[reading_list.pk]), {"delete": "1"})
    assert client.get(shared).status_code == 404
    assert not ReadingList.objects.filter(pk=reading_list.pk).exists()


def test_a_pack_says_how_each_version_fits_the_programme_it_was_made_for(client):
    programme = make_programme("Mine", strand=Strand.CROSS_BORDER)
    condition = {"text": "A cross-border programme", "kind": "strand", "value": "cross-border"}
    practice = make_practice("Fits", conditions=[condition])
    owner = make_user()
    reading_list = workflow.make_list("June", by=owner)
    workflow.keep(reading_list, practice)
    pack = workflow.make_pack(reading_list, programme=programme, by=owner)
    page = client.get(pack.get_absolute_url()).content.decode()
    assert "Made for Mine" in page
    assert "Fits 1 of 1" in page


# --- Letters are counted, not kept --------------------------------------------------------------


def test_the_words_of_a_letter_to_an_owner_are_struck_out_once_it_is_sent(practice):
    contact = workflow.write_to_owner(practice, "How many days did it take you?", by=make_user())
    assert workflow.forget_words_of_letters() == 0
    outbox.send_all_due()
    assert workflow.forget_words_of_letters() == 1
    letter = Letter.objects.get(key=f"contact:{contact.pk}")
    assert (letter.text, letter.state) == ("", Letter.State.SENT)
    assert practice.contacts.count() == 1


# --- What we hold about people ------------------------------------------------------------------


def test_a_person_gets_all_that_the_room_holds_of_her(practice):
    ana = make_user("ana.kos@example.eu", name="Ana Kos")
    make_draft("Ana’s draft", by=ana, contact_email=ana.email)
    reading_list = workflow.make_list("Ana’s list", by=ana)
    workflow.keep(reading_list, practice, note="Ana’s note")
    workflow.make_pack(reading_list, by=ana)
    workflow.suggest(practice, "Ana’s correction", by=ana)
    workflow.write_to_owner(practice, "How many days did it take you?", by=ana)
    held = personal_data.collect_all(ana)
    assert held["practices"][0]["title"] == "Ana’s draft"
    assert held["contacts of practices"][0]["address"] == ana.email
    assert held["lists of practices"][0]["practices"][0]["note"] == "Ana’s note"
    assert held["briefing packs"][0]["notes"] == ["Ana’s note"]
    assert held["corrections of practices"][0]["text"] == "Ana’s correction"
    assert held["letters to owners of practices"][0]["practice"] == practice.title
    assert held["uses of practices"] == []


def test_who_leaves_takes_drafts_and_lists_along_and_public_practices_lose_her_name(client):
    ana = make_user("ana.kos@example.eu", name="Ana Kos")
    hers = {"contact_name": "Ana Kos", "contact_email": "Ana.Kos@example.eu"}
    draft = make_draft("Never shown", by=ana)
    public = make_practice("Shown", by=ana, **hers)
    copy = workflow.begin_new_version(public, by=ana)
    use = make_use(public)
    reading_list = workflow.make_list("Ana’s list", by=ana)
    assert "Ana Kos" in client.get(public.get_absolute_url()).content.decode()
    delete_account(ana, by=ana)
    assert not Practice.objects.filter(pk=draft.practice_id).exists()
    assert not PracticeVersion.objects.filter(pk=copy.pk).exists()
    assert not ReadingList.objects.filter(pk=reading_list.pk).exists()
    public.refresh_from_db()
    assert (public.author, public.contact_name, public.contact_email) == (None, "", "")
    assert "Kos" not in str(public.current.content)
    assert public.uses.get() == use
    page = client.get(public.get_absolute_url()).content.decode()
    assert "Kos" not in page
    assert "Shown" in page


def test_another_persons_practice_keeps_its_contact_when_somebody_leaves():
    ana = make_user("ana@example.eu")
    practice = make_practice("Kept", contact_email="banana@example.eu")
    delete_account(ana, by=ana)
    practice.refresh_from_db()
    assert practice.contact_email == "banana@example.eu"


# --- Who may see what ---------------------------------------------------------------------------


def test_every_address_of_a_draft_a_list_or_a_use_answers_404_to_strangers(client):
    officer, owner = make_staff(superuser=True), make_user()
    draft = make_version_in("in-review", by=owner)
    remark = workflow.remark_on(draft, part="title", text="Too long.", by=officer)
    public = make_practice("Shown", by=owner)
    reading_list = workflow.make_list("Hers", by=owner)
    entry = workflow.keep(reading_list, public)
    use = make_use(public, confirmed=False)
    attachment = Attachment.objects.create(
        practice=draft.practice, name="a.txt", kind="text/plain", size=1
    )
    pages = {
        "practice_submission": [draft.pk],
        "practice_edit": [draft.pk],
        "practice_attach": [draft.pk],
        "practice_facts": [draft.pk],
        "practice_file": [attachment.pk],
        "practice_list_detail": [reading_list.pk],
        "practice_list_rename": [reading_list.pk],
        "practice_use": [use.pk],
        "practice_shared_list": ["guessed"],
        "practice_pack": ["guessed"],
        "practice_outside": ["guessed"],
        "practice_contact_answered": ["guessed"],
        "practice_version": [public.slug, 2],
        "practice_detail": ["lump-sums"],
        "practice_fact_sheet": ["lump-sums"],
    }
    acts = {
        "practice_submit": [draft.pk],
        "practice_withdraw": [draft.pk],
        "practice_leave_out": [draft.pk, attachment.pk],
        "practice_answer_remark": [remark.pk],
        "practice_list_change": [reading_list.pk],
        "practice_list_entry": [entry.pk],
        "practice_use_decide": [use.pk],
        "practice_begin_version": [public.slug],
    }
    client.force_login(make_user())
    answers = {name: client.get(reverse(name, args=args)).status_code
               for name, args in pages.items()}  # fmt: skip
    answers |= {name: client.post(reverse(name, args=args)).status_code
                for name, args in acts.items()}  # fmt: skip
    assert answers == dict.fromkeys([*pages, *acts], 404)


def test_what_is_written_without_the_editor_stays_words_in_every_field():
    tricky = "<script>alert(1)</script> 3 < 4 & “so”"
    version = make_draft("Tricky", summary=tricky)
    assert version.content["summary"] == tricky
    assert "<script" not in workflow.begin(content_of(done=tricky), by=make_user()).content["done"]


# --- Lists at one and at three rows ---------------------------------------------------------------


def queries_of(client, path: str) -> int:
    """Return how many queries a page takes when it is asked for the second time."""
    client.get(path)
    with CaptureQueriesContext(connection) as taken:
        assert client.get(path).status_code == 200
    return len(taken)


def test_the_pages_of_a_person_take_as_many_queries_for_one_row_as_for_three(client):
    programme = make_programme("Mine", strand=Strand.CROSS_BORDER)
    condition = {"text": "A cross-border programme", "kind": "strand", "value": "cross-border"}
    owner, counts = make_user(), []
    client.force_login(owner)
    client.post(reverse("choose_programme"), {"programme": programme.slug})
    for rows in (1, 3):
        reading_list = workflow.make_list(f"List {rows}", by=owner)
        while reading_list.entries.count() < rows:
            workflow.keep(reading_list, make_practice(by=owner, conditions=[condition]))
        pack = workflow.make_pack(reading_list, programme=programme, by=owner)
        workflow.share(reading_list)
        reading_list.refresh_from_db()
        make_draft(by=owner)
        paths = {
            "my lists": reverse("my_lists"),
            "my practices": reverse("my_practices"),
            "a list": reading_list.get_absolute_url(),
            "a shared list": reverse("practice_shared_list", args=[reading_list.key]),
            "a pack": pack.get_absolute_url(),
        }
        counts.append({name: queries_of(client, path) for name, path in paths.items()})
    expected = {"my lists": 5, "my practices": 4, "a list": 9, "a shared list": 9, "a pack": 4}
    assert counts == [expected, expected]


def test_a_use_that_is_not_so_asks_why_beside_the_field_and_keeps_the_page_open(client, practice):
    use = make_use(practice, confirmed=False)
    client.force_login(make_designated(use.body))
    decide = reverse("practice_use_decide", args=[use.pk])
    page = client.post(decide, {"decline": "1", "reason": ""}).content.decode()
    assert page.count("Say why it is not so") == 2
    assert "<details open>" in page
    use.refresh_from_db()
    assert use.state == "waiting"


def test_an_answer_that_is_too_long_is_kept_and_the_fault_named(client):
    author = make_user()
    version = make_version_in("in-review", by=author)
    remark = workflow.remark_on(version, part="title", text="Too long.", by=version.reviewer)
    client.force_login(author)
    answer = reverse("practice_answer_remark", args=[remark.pk])
    page = client.post(answer, {"text": "word " * 401}).content.decode()
    assert "error-summary" in page
    assert "word " * 400 in page
    remark.refresh_from_db()
    assert remark.answer == ""
