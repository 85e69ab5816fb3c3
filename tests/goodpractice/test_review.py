"""The review in the back office: queue, claim, remarks, two steps, people outside, planned days."""

import datetime
import re

import pytest
from django.utils import timezone

from goodpractice import jobs, workflow
from goodpractice.checks import find_faults
from goodpractice.choices import Status
from goodpractice.content import completed
from goodpractice.models import IndexChange, OutsideReview, Practice, Remark
from interact_portal.core.moves import IllegalMoveError
from interact_portal.mail.models import Letter
from tests.factories import give_second_factor, make_programme, make_staff, make_user
from tests.goodpractice.making import (
    content_of,
    make_draft,
    make_in_review,
    make_practice,
    make_submitted,
    make_version_in,
)

pytestmark = pytest.mark.django_db
QUEUE = "/admin/goodpractice/practiceversion/"


@pytest.fixture
def officer(client):
    """An officer of the secretariat with her second factor given."""
    person = make_staff()
    enter(client, person)
    return person


def enter(client, person) -> None:
    """Sign somebody in with her second factor."""
    client.force_login(person)
    give_second_factor(client, person)


def act(client, version, name, /, **data):
    """Press the button of an act on the review page."""
    sent = {f"{name}-{key}": value for key, value in data.items()}
    return client.post(f"{QUEUE}{version.pk}/act/{name}/", sent, follow=True)


def status_of(version) -> str:
    """Return the status as the table has it."""
    version.refresh_from_db()
    return version.status


def test_the_queue_shows_what_waits_and_who_is_on_it(client, officer):
    make_draft("Still a draft")
    make_submitted("Waits for somebody")
    make_in_review("Being read", reviewer=make_staff(name="Rita Reader"))
    text = client.get(QUEUE).content.decode()
    assert "Waits for somebody" in text
    assert "Rita Reader" in text
    assert "Still a draft" not in text
    assert "Still a draft" in client.get(f"{QUEUE}?queue=all").content.decode()
    assert "Being read" not in client.get(f"{QUEUE}?queue=mine").content.decode()


def test_a_version_goes_from_the_queue_to_the_public_page_by_the_buttons(client, officer):
    version = make_submitted(programmes=[make_programme().slug])
    act(client, version, "claim")
    assert status_of(version) == Status.IN_REVIEW
    text = act(client, version, "publish", change="major", note="").content.decode()
    assert "The programme has not confirmed the facts yet." in text
    act(client, version, "confirm-facts")
    act(client, version, "publish", change="major", note="First.")
    assert status_of(version) == Status.PUBLISHED
    act(client, version, "archive", reason="No longer done.")
    assert status_of(version) == Status.ARCHIVED
    act(client, version, "restore", note="")
    assert status_of(version) == Status.PUBLISHED


def test_who_comes_second_is_told_who_is_on_it(client, officer):
    version = make_submitted()
    workflow.claim(version, by=make_staff(name="Rita Reader"))
    text = act(client, version, "claim").content.decode()
    assert "Rita Reader was quicker and is on it." in text
    version.refresh_from_db()
    assert version.reviewer.name == "Rita Reader"


def test_an_act_that_came_too_late_says_so_and_changes_nothing(client, officer):
    version = make_version_in("declined")
    text = act(client, version, "publish", change="major", note="").content.decode()
    assert "it has moved on" in text
    assert status_of(version) == Status.DECLINED


def test_a_decision_without_a_reason_is_asked_for_it_and_keeps_the_page(client, officer):
    version = make_in_review(reviewer=officer)
    answer = client.post(f"{QUEUE}{version.pk}/act/decline/", {"decline-reason": ""})
    assert "This field is required." in answer.content.decode()
    assert status_of(version) == Status.IN_REVIEW


@pytest.mark.parametrize("path", ["", "{pk}/change/"])
def test_only_staff_with_the_right_see_the_review(client, path):
    version = make_submitted("Secret submission")
    url = QUEUE + path.format(pk=version.pk)
    for person in (None, make_user(), make_staff(superuser=False)):
        client.logout()
        if person:
            client.force_login(person)
        answer = client.get(url)
        assert answer.status_code in (302, 403)
        assert "Secret submission" not in answer.content.decode()


def test_acts_need_the_right_and_a_post(client, officer):
    version = make_submitted()
    assert client.get(f"{QUEUE}{version.pk}/act/claim/").status_code == 405
    officer.is_superuser = False
    officer.save()
    client.post(f"{QUEUE}{version.pk}/act/claim/")
    assert status_of(version) == Status.SUBMITTED


def test_a_remark_on_a_part_is_answered_by_the_author_and_settled(client, officer):
    version = make_in_review(reviewer=officer)
    act(client, version, "remark", part="results", text="Which year?")
    remark = Remark.objects.get()
    client.force_login(version.author)
    text = client.get(f"/practices/mine/{version.pk}/").content.decode()
    assert "Which year?" in text
    client.post(f"/practices/remarks/{remark.pk}/answer/", {"text": "In 2019."})
    enter(client, officer)
    assert "In 2019." in client.get(f"{QUEUE}{version.pk}/change/").content.decode()
    client.post(f"{QUEUE}remark/{remark.pk}/settle/")
    remark.refresh_from_db()
    assert remark.settled_at
    told = Letter.objects.filter(key__contains="remark").values_list("to", flat=True)
    assert set(told) == {version.author.email, officer.email}


def test_nobody_else_answers_for_the_author(client, officer):
    version = make_in_review(reviewer=officer)
    remark = workflow.remark_on(version, "results", "Which year?", by=officer)
    client.force_login(make_user())
    answer = client.post(f"/practices/remarks/{remark.pk}/answer/", {"text": "Mine"})
    assert answer.status_code == 404
    remark.refresh_from_db()
    assert remark.answer == ""


@pytest.mark.parametrize(
    "status", [s for s in Status.values if s not in ("submitted", "in-review")]
)
def test_remarks_and_opinions_belong_to_a_running_review(status):
    version, staff = make_version_in(status), make_staff()
    with pytest.raises(IllegalMoveError):
        workflow.remark_on(version, "results", "Which year?", by=staff)
    with pytest.raises(IllegalMoveError):
        workflow.ask_outside(version, name="Ora", email="ora@example.eu", days=7, by=staff)


OPINION = {"mark_0": "4", "mark_1": "3", "mark_2": "2", "mark_3": "1", "recommendation": "change",
           "remark": "Say more about the cost."}  # fmt: skip


def test_somebody_outside_gives_an_opinion_by_a_secret_link_without_an_account(client, officer):
    version = make_in_review(reviewer=officer, contact_email="owner@example.eu")
    act(client, version, "ask-outside", name="Ora", email="ora@example.eu", days="7")
    link = re.search(r"/practices/opinion/\S+", Letter.objects.get(to="ora@example.eu").text)[0]
    client.logout()
    answer = client.get(link)
    text = answer.content.decode()
    assert version.title in text
    assert "owner@example.eu" not in text
    assert answer["Referrer-Policy"] == "same-origin"
    assert "field-error" in client.post(link, {}).content.decode()
    assert "Thank you" in client.post(link, OPINION).content.decode()
    review = OutsideReview.objects.get()
    assert (review.marks, review.recommendation) == ([4, 3, 2, 1], "change")
    enter(client, officer)
    assert "Say more about the cost." in client.get(f"{QUEUE}{version.pk}/change/").content.decode()


def test_a_secret_link_holds_until_its_day_and_while_the_review_runs(client):
    version = make_in_review()
    review, secret = workflow.ask_outside(
        version, name="Ora", email="ora@example.eu", days=7, by=version.reviewer
    )
    path = f"/practices/opinion/{secret}/"
    assert secret not in review.digest
    assert client.get(path).status_code == 200
    workflow.decline(version, by=version.reviewer, reason="Not now.")
    gone = client.get(path)
    assert (gone.status_code, version.title in gone.content.decode()) == (404, False)
    other = make_in_review("Another")
    review, secret = workflow.ask_outside(
        other, name="Ora", email="ora@example.eu", days=7, by=other.reviewer
    )
    past = timezone.now() - datetime.timedelta(days=1)
    OutsideReview.objects.filter(pk=review.pk).update(
        asked_at=past - datetime.timedelta(days=7), expires_at=past
    )
    assert client.post(f"/practices/opinion/{secret}/", OPINION).status_code == 404
    assert client.get("/practices/opinion/guessed/").status_code == 404


def test_what_is_planned_happens_on_its_day_by_itself(client, officer):
    version = make_in_review(reviewer=officer)
    moment = timezone.localtime() + datetime.timedelta(days=2)
    appears = moment.strftime("%Y-%m-%dT%H:%M")
    act(client, version, "publish", change="minor", note="Planned.", appears_at=appears)
    assert status_of(version) == Status.IN_REVIEW
    jobs.publish_and_archive_what_is_due()
    assert status_of(version) == Status.IN_REVIEW
    type(version).objects.filter(pk=version.pk).update(appears_at=timezone.now())
    jobs.publish_and_archive_what_is_due()
    version.refresh_from_db()
    assert (version.status, version.change, version.change_note) == (
        "published", "minor", "Planned.",
    )  # fmt: skip
    workflow.schedule(version, by=officer, leaves_at=timezone.now(), note="Over.")
    jobs.publish_and_archive_what_is_due()
    assert status_of(version) == Status.ARCHIVED


def test_what_is_no_longer_ready_on_its_day_is_taken_off_the_plan():
    programme = make_programme()
    version = make_in_review(programmes=[programme.slug])
    workflow.schedule(version, by=version.reviewer, appears_at=timezone.now())
    type(version).objects.filter(pk=version.pk).update(
        facts_confirmed_at=None, facts_confirmed_by=None
    )
    assert jobs.publish_and_archive_what_is_due() == "0 done, 1 no longer ready"
    version.refresh_from_db()
    assert version.appears_at is None


def test_the_log_of_changes_is_thinned_out_and_keeps_its_last_row():
    make_practice()
    IndexChange.objects.update(at=timezone.now() - datetime.timedelta(days=30))
    make_practice("Fresh")
    IndexChange.objects.update(at=timezone.now() - datetime.timedelta(days=30))
    jobs.forget_old_changes()
    assert IndexChange.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "part", "kind", "words"),
    [
        ({"contact_email": ""}, "contact_name", "error", "Name a contact"),
        ({"results": "<p>It went well.</p>"}, "results", "advice", "no figure"),
        ({"done": "<p>The XYZK decided.</p>"}, "done", "advice", "XYZK"),
        ({"problem": "<p>Ask anna@example.eu.</p>"}, "problem", "error", "e-mail address"),
        ({"done": '<p><a href="/practices/never-was/">x</a></p>'}, "done", "error", "nowhere"),
        ({"done": '<p><a href="/no/such/page">x</a></p>'}, "done", "error", "nowhere"),
        ({"summary": content_of()["title"]}, "summary", "advice", "repeats the title"),
    ],
)
def test_the_checks_say_error_or_advice_with_the_part(change, part, kind, words):
    found = find_faults(completed(content_of(**change)))
    hits = [each for each in found if each.part == part and words in str(each.text)]
    assert [each.kind for each in hits] == [kind]


def test_the_checks_leave_alone_what_is_explained_known_or_elsewhere():
    practice = make_practice("Known one")
    programme = make_programme()
    text = (
        f"<p>The Zonal Board (ZBRD) and the ZBRD decided with the JTS and ERDF. "
        f'<a href="{practice.get_absolute_url()}">a</a> '
        f'<a href="{programme.get_absolute_url()}">b</a> '
        '<a href="https://example.eu/x">c</a> <a href="#results">d</a></p>'
    )
    found = find_faults(completed(content_of(done=text)))
    assert [each for each in found if each.part == "done"] == []


def test_the_review_page_shows_what_a_new_version_changes_on_the_public_page(client, officer):
    practice = make_practice()
    copy = workflow.begin_new_version(practice, by=practice.author)
    workflow.save(copy, {"summary": "Controllers of few countries use it."}, edits=0, by=officer)
    workflow.submit(copy, by=practice.author)
    text = client.get(f"{QUEUE}{copy.pk}/change/").content.decode()
    assert "What it changes on the public page" in text
    assert "<del>all</del><ins>few</ins>" in text
    assert Practice.objects.get().summary == practice.summary
