"""Saved searches: kept by name, told at the chosen pace, ended by one click."""

import datetime
import threading

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from goodpractice import workflow as practices
from goodpractice.choices import Change
from goodpractice.models import Practice
from interact_portal.accounts.models import User
from interact_portal.accounts.personal_data import collect_all, erase_all
from interact_portal.alerts import workflow
from interact_portal.alerts.choices import Frequency
from interact_portal.alerts.jobs import somebody_waits, tell_what_is_new
from interact_portal.alerts.models import SavedSearch, Told
from interact_portal.alerts.registry import all_lists, canonical, list_called, short_name
from interact_portal.mail.models import Letter
from seminars.workflow.announcing import change_seminar
from tests.advice.world import published
from tests.factories import make_body, make_mandate, make_programme, make_staff, make_user
from tests.goodpractice.making import make_practice
from tests.seminars.making import make_seminar

pytestmark = pytest.mark.django_db

WEEK = datetime.timedelta(days=7)


@pytest.fixture
def ana() -> User:
    return make_user("ana@example.eu", name="Ana Kos")


def keep(
    person: User, name: str = "practices", query: str = "", pace: str = Frequency.AT_ONCE
) -> SavedSearch:
    """Save a list as a person does."""
    return workflow.save(person, list_called(name), query, name=f"My {name}", pace=pace)


def new_version(practice: Practice, *, change: str, note: str = "") -> None:
    """Publish another version of a practice."""
    author, reviewer = make_user(), make_staff()
    version = practices.begin_new_version(practice, by=practice.current.author)
    author = version.author
    version = practices.save(version, {"summary": f"Summary {note}"}, edits=0, by=author)
    version = practices.submit(version, by=author)
    practices.confirm_facts(version, by=reviewer)
    practices.publish(practices.claim(version, by=reviewer), by=reviewer, change=change, note=note)


def letters() -> list[Letter]:
    """Return the letters about saved searches, the first first."""
    return list(Letter.objects.filter(key__startswith="saved-search:").order_by("pk"))


def later(**much: float) -> datetime.datetime:
    """Return a moment after now."""
    return timezone.now() + datetime.timedelta(**much)


# --- Saving -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [savable.name for savable in all_lists()])
def test_each_list_offers_to_save_it_and_leads_to_the_form_with_its_filters(client, ana, name):
    savable = list_called(name)
    text = client.get(savable.address("q=budget")).content.decode()
    address = reverse("saved_search_new", args=[name]) + "?q=budget"
    assert f'href="{address}"' in text
    client.force_login(ana)
    form = client.get(address).content.decode()
    assert f'value="{savable.label}: budget"' in form
    client.post(address, {"name": "Money", "frequency": "daily"})
    kept = SavedSearch.objects.get()
    assert (kept.list, kept.query, kept.name, kept.frequency) == (
        name,
        "q=budget",
        "Money",
        "daily",
    )


def test_who_is_not_signed_in_comes_back_to_the_form_with_the_filters(client):
    answer = client.get("/searches/new/practices/?q=audit&evidence=measured")
    assert answer.status_code == 302
    assert "next=/searches/new/practices/%3Fq%3Daudit%26evidence%3Dmeasured" in answer.url


def test_the_same_filters_in_another_order_are_the_same_search(client, ana):
    client.force_login(ana)
    client.post(
        "/searches/new/practices/?evidence=measured&q=a", {"name": "A", "frequency": "never"}
    )
    answer = client.get("/searches/new/practices/?q=a&evidence=measured", follow=True)
    assert "You have saved this search already" in answer.content.decode()
    assert SavedSearch.objects.count() == 1


def test_a_form_without_name_or_pace_keeps_its_answers_and_says_what_to_mend(client, ana):
    client.force_login(ana)
    text = client.post(
        "/searches/new/bodies/", {"name": "", "frequency": "hourly"}
    ).content.decode()
    assert "Give the search a name" in text
    assert not SavedSearch.objects.exists()


def test_names_made_from_many_filters_stay_short():
    savable = list_called("programmes")
    query = (
        "q=a+long+question&period=2014-2020&period=2021-2027&strand=cross-border&strand=outermost"
    )
    name = short_name(savable, savable.filtered(query))
    assert name.startswith("Programmes: a long question, ")
    assert name.endswith(" + 2")
    assert len(name) <= 80
    assert short_name(savable, savable.filtered("q=" + "x" * 300))[-1] == "…"
    assert short_name(savable, savable.filtered("")) == "Programmes"


def test_the_preview_shows_what_the_last_month_would_have_brought(client, ana):
    make_practice("Old case", days=40)
    make_practice("Recent case", days=10)
    client.force_login(ana)
    text = client.get("/searches/new/practices/").content.decode()
    assert "Recent case" in text
    assert "Old case" not in text
    nothing = client.get("/searches/new/practices/?q=zeppelin").content.decode()
    assert "so no letter would have come" in nothing


def test_too_many_filters_and_too_many_searches_are_refused(client, ana, monkeypatch):
    client.force_login(ana)
    answer = client.get("/searches/new/bodies/", {"q": "x" * 1200}, follow=True)
    assert "too many filters" in answer.content.decode()
    monkeypatch.setattr(workflow, "MOST_SEARCHES", 1)
    keep(ana, query="q=one")
    form = {"name": "Two", "frequency": "daily"}
    assert "Delete one first" in client.post("/searches/new/bodies/", form).content.decode()


def test_my_page_pauses_resumes_and_deletes_mine_and_nobody_elses(client, ana):
    search = keep(ana, query="q=audit")
    client.force_login(make_user())
    for path in (search.get_absolute_url(), f"/searches/{search.pk}/pause/"):
        assert client.post(path).status_code == 404
    client.force_login(ana)
    assert "My practices" in client.get("/searches/").content.decode()
    client.post(f"/searches/{search.pk}/pause/")
    assert "paused on" in client.get("/searches/").content.decode()
    client.post(f"/searches/{search.pk}/resume/")
    search.refresh_from_db()
    assert search.paused_at is None
    client.post(search.get_absolute_url(), {"name": "Other", "frequency": "never"})
    search.refresh_from_db()
    assert (search.name, search.frequency) == ("Other", "never")
    client.post(f"/searches/{search.pk}/delete/")
    assert not SavedSearch.objects.exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_my_page_takes_as_many_queries_for_one_search_as_for_three(
    client, ana, rows, django_assert_num_queries
):
    make_body()
    for number in range(rows):
        keep(ana, "bodies", query=f"country=AT&q=word{number}")
    client.force_login(ana)
    client.get("/searches/")
    with django_assert_num_queries(5):
        client.get("/searches/")


# --- Telling ------------------------------------------------------------------------------------


def test_what_fits_is_told_once_and_what_was_there_before_never(ana):
    make_practice("Audit before", days=1)
    keep(ana, query="q=audit")
    make_practice("Audit after")
    make_practice("Something else")
    assert tell_what_is_new() == "1 letters written"
    assert tell_what_is_new() == "0 letters written"
    assert workflow.tell_all_due(later(hours=3)) == 0
    (letter,) = letters()
    assert letter.to == ana.email
    assert letter.subject == "1 new: My practices"
    assert "* Audit after (new)" in letter.text
    for other in ("Audit before", "Something else"):
        assert other not in letter.text


def test_no_letter_comes_when_nothing_is_new(ana):
    keep(ana)
    assert workflow.tell_all_due(later(days=30)) == 0
    assert letters() == []


def test_only_major_changes_are_told_even_when_a_minor_one_follows(ana):
    practice = make_practice("Case", days=3)
    keep(ana, pace=Frequency.WEEKLY)
    new_version(practice, change=Change.MINOR, note="a comma")
    assert workflow.tell_all_due(later(days=7)) == 0
    other = make_practice("Other", days=3)
    SavedSearch.objects.update(since=timezone.now(), looked_at=timezone.now())
    new_version(other, change=Change.MAJOR, note="it costs half")
    new_version(other, change=Change.MINOR, note="a comma")
    assert workflow.tell_all_due(later(days=7)) == 1
    text = letters()[0].text
    assert "* Other (version 2: it costs half)" in text
    assert "comma" not in text


def test_a_weekly_letter_gathers_the_week_and_comes_on_monday_morning(ana):
    search = keep(ana, pace=Frequency.WEEKLY)
    make_practice("First")
    make_practice("Second")
    slot = workflow.last_slot(Frequency.WEEKLY, timezone.now() + WEEK)
    assert workflow.tell_all_due(slot - datetime.timedelta(minutes=1)) == 0
    assert workflow.tell_all_due(slot + datetime.timedelta(minutes=1)) == 1
    assert letters()[0].subject == "2 new: My practices"
    search.refresh_from_db()
    assert search.looked_at > slot
    local = timezone.localtime(slot)
    assert (local.weekday(), local.hour) == (0, 7)


@pytest.mark.parametrize(
    ("pace", "moment", "slot"),
    [
        ("daily", "2027-03-03T06:59:00+01:00", "2027-03-02T07:00:00+01:00"),
        ("daily", "2027-03-03T07:00:00+01:00", "2027-03-03T07:00:00+01:00"),
        ("daily", "2027-03-28T08:00:00+02:00", "2027-03-28T07:00:00+02:00"),
        ("weekly", "2027-03-01T06:00:00+01:00", "2027-02-22T07:00:00+01:00"),
        ("weekly", "2027-03-07T23:00:00+01:00", "2027-03-01T07:00:00+01:00"),
    ],
)
def test_letters_are_due_in_the_morning_also_when_the_clocks_change(pace, moment, slot):
    at = datetime.datetime.fromisoformat(moment)
    assert workflow.last_slot(pace, at) == datetime.datetime.fromisoformat(slot)


def test_a_worker_that_was_away_tells_what_it_missed(ana):
    keep(ana)
    make_practice("Missed")
    assert workflow.tell_all_due(later(days=20)) == 1


def test_a_run_that_breaks_off_leaves_neither_letter_nor_trace_and_is_made_up_for(ana, monkeypatch):
    search = keep(ana)
    make_practice("Case")
    with monkeypatch.context() as broken:
        broken.setattr(workflow.notifications, "tell", lambda *given: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            workflow.tell_all_due()
    before = search.looked_at
    search.refresh_from_db()
    assert (Told.objects.count(), letters(), search.looked_at) == (0, [], before)
    assert workflow.tell_all_due() == 1


def test_paused_and_never_bring_no_letters_and_resumed_ones_begin_with_what_comes_then(ana):
    search = keep(ana)
    keep(make_user(), pace=Frequency.NEVER)
    workflow.pause(search)
    make_practice("During the pause")
    assert not somebody_waits()
    workflow.resume(search)
    make_practice("After the pause")
    workflow.tell_all_due()
    (letter,) = letters()
    assert "After the pause" in letter.text
    assert "During" not in letter.text


def test_a_closed_account_gets_no_letters(ana):
    keep(ana)
    User.objects.filter(pk=ana.pk).update(is_active=False)
    make_practice("Case")
    assert workflow.tell_all_due() == 0


def test_a_search_whose_filter_has_lost_its_meaning_does_not_tell_everything(client, ana):
    search = keep(ana)
    SavedSearch.objects.filter(pk=search.pk).update(query="theme=gone-for-good")
    make_practice("Case")
    assert workflow.tell_all_due() == 0
    client.force_login(ana)
    assert "does not know “gone-for-good”" in client.get("/searches/").content.decode()


def test_the_letter_is_in_the_readers_language_and_has_the_address_that_ends_it(ana, settings):
    search = keep(ana)
    make_practice("Case")
    workflow.tell_all_due()
    (letter,) = letters()
    stop = f"{settings.PORTAL_URL}/searches/stop/{search.secret}/"
    assert letter.headers == {
        "List-Unsubscribe": f"<{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    assert stop in letter.text


def test_one_click_ends_the_letters_without_cookies_and_a_look_alone_does_not(ana):
    search = keep(ana)
    stranger = Client(enforce_csrf_checks=True)
    assert "Shall they end?" in stranger.get(search.stop_url).content.decode()
    search.refresh_from_db()
    assert search.paused_at is None
    for _time in range(2):
        answer = stranger.post(search.stop_url, {"List-Unsubscribe": "One-Click"})
        assert "We write no more letters" in answer.content.decode()
    search.refresh_from_db()
    assert search.is_paused
    assert stranger.post("/searches/stop/guessed/").status_code == 404


def test_every_other_list_tells_its_own_news(ana):
    for name in ("seminars", "answers", "programmes", "bodies"):
        keep(ana, name)
    seminar = make_seminar("Old seminar")
    body = make_body("Old body")
    SavedSearch.objects.update(since=timezone.now(), looked_at=timezone.now())
    make_seminar("New seminar", published_at=timezone.now())
    change_seminar(seminar, by=make_staff(), city="Graz")
    published()
    make_programme("New programme")
    make_mandate(body, make_programme("Second programme"), role="audit-authority")
    assert workflow.tell_all_due() == 4
    text = "\n".join(letter.text for letter in letters())
    for line in ("New seminar (new)", "Old seminar (", "Flat rate for staff costs (new)",
                 "New programme, ", "Audit authority, Second programme"):  # fmt: skip
        assert line in text


# --- Tables, two at once, and the person's own data -----------------------------------------------


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"frequency": "hourly"},
        {"frequency": "never", "paused_at": timezone.now()},
        {"looked_at": datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)},
    ],
)
def test_the_table_refuses_what_can_never_be(ana, wrong):
    search = keep(ana)
    with pytest.raises(IntegrityError), transaction.atomic():
        SavedSearch.objects.filter(pk=search.pk).update(**wrong)


def test_what_is_held_about_a_person_names_her_searches_and_goes_with_her(ana):
    search = keep(ana, query="q=audit")
    Told.objects.create(search=search, news="practice:1:1")
    held = collect_all(ana)["saved searches"]
    assert held[0]["filters"] == "q=audit"
    assert held[0]["told"][0]["what"] == "practice:1:1"
    erase_all(ana)
    assert not SavedSearch.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_write_one_letter(ana):
    keep(ana)
    make_practice("Case")
    told, held = threading.Event(), threading.Event()
    tell = workflow.notifications.tell

    def slow(*given):
        told.set()
        held.wait(timeout=20)
        return tell(*given)

    written = []

    def work() -> None:
        try:
            written.append(workflow.tell_all_due())
        finally:
            connection.close()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(workflow.notifications, "tell", slow)
        first = threading.Thread(target=work)
        first.start()
        assert told.wait(timeout=20)
        second = threading.Thread(target=work)
        second.start()
        second.join(timeout=0.5)
        assert second.is_alive()
        held.set()
        first.join()
        second.join()
    assert sorted(written) == [0, 1]
    assert len(letters()) == 1


def test_filters_are_kept_the_same_way_however_they_were_chosen():
    savable = list_called("programmes")
    left = savable.filtered("period=2014-2020&country=AT&nonsense=1&period=2007-2013")
    assert canonical(left) == "period=2007-2013&period=2014-2020"
