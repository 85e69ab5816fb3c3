"""Who may open what in the back office: every address, for every role, with direct keys.

The addresses are taken from the back office itself, so that a new page has to be named here.
"""

import logging
from collections.abc import Iterator

import pytest
from django.contrib.auth.models import Group
from django.db import transaction

from interact_portal.backoffice.roles import make_roles
from seminars.models import Seminar
from tests.backoffice.world import PLAIN, addresses, in_role, make_world
from tests.seminars.making import make_registration, make_seminar

pytestmark = pytest.mark.django_db

REFERENCE = {"programmes_programme", "programmes_priorityaxis", "programmes_body"}
REFERENCE |= {"programmes_mandate", "programmes_country", "programmes_theme"}
WORDS = {"words_synonyms", "advice_term", "advice_holiday", "advice_cannedpassage"}
WITH_HISTORY = {"programmes_programme", "programmes_priorityaxis", "programmes_body"}
WITH_HISTORY |= {"programmes_mandate"}
READ_ONLY = {"core_auditentry", "core_jobrun", "words_miss", "programmes_membership"}
READ_ONLY |= {"goodpractice_practice", "goodpractice_use", "seminars_surveyanswer"}

# Tables of which a role keeps the rows, and those at which it only looks.
KEEPS = {
    "Editor": REFERENCE | WORDS,
    "Reviewer": set(),
    "Event manager": set(),
    "Check-in": set(),
    "Auditor": set(),
    "Administrator": REFERENCE | WORDS | {"auth_group", "seminars_series"},
}
LOOKS = {
    "Editor": {"words_miss", "programmes_membership", "goodpractice_practice"},
    "Reviewer": REFERENCE | {"goodpractice_practice", "goodpractice_use"},
    "Event manager": {"seminars_registration"},
    "Check-in": {"seminars_seminar"},
    "Auditor": REFERENCE | WORDS | READ_ONLY | {"auth_group", "seminars_seminar"}
    | {"seminars_series", "seminars_privacynotice"},
    "Administrator": READ_ONLY
    | {"mail_letter", "seminars_registration", "seminars_privacynotice"},
}  # fmt: skip
# What is not a plain table: the desks, and tables of which only some rows are changed.
PAGES = ("changelist", "change", "history")
ANSWERS = {f"advice_publishedversion_{page}" for page in (*PAGES, "act")}
QUESTIONS = {f"advice_question_{page}" for page in (*PAGES, "act", "figures", "file", "invitation")}
REVIEW = {f"goodpractice_practiceversion_{page}" for page in PAGES}
REVIEW |= {"goodpractice_review_act", "goodpractice_remark_settle"}
REVIEW |= {f"goodpractice_correction_{page}" for page in PAGES}
TRAIL = {"core_auditentry_export"}
COVERAGE = {"coverage", "demand", "quality", "reports", "report_file"}
MAILING = {"mailing_write", "mailing_take_back"}
PEOPLE = {f"accounts_user_{page}" for page in (*PAGES, "add")}
SEMINAR = {f"seminars_seminar_{page}" for page in PAGES}
DOOR = {f"seminar_desk_{page}" for page in ("check_in", "undo", "walk_in", "sheet")}
DESK = DOOR | {
    f"seminar_desk_{page}"
    for page in (
        *("participants", "decide", "wish", "reserve", "give", "end_phase", "write", "invite"),
        *("badges", "attendance", "results", "export", "take", "publish", "cancel", "duplicate"),
    )
}
ALSO = {
    "Editor": COVERAGE | MAILING | ANSWERS | QUESTIONS | {"programmes_body_merge"},
    "Reviewer": COVERAGE | ANSWERS | REVIEW,
    "Event manager": SEMINAR | DESK,
    "Check-in": DOOR,
    "Auditor": TRAIL | COVERAGE,
    "Administrator": TRAIL | COVERAGE | MAILING | ANSWERS | QUESTIONS | REVIEW | PEOPLE
    | SEMINAR | DESK
    | {"programmes_body_merge", "seminars_seminar_add", "seminars_privacynotice_add"},
}  # fmt: skip
ROLES = list(KEEPS)


def expected(role: str) -> tuple[set[str], set[str]]:
    """Return the names of the addresses that a role may open, and those it may send to."""
    opens, sends = set(ALSO[role]), set(ALSO[role])
    for table in KEEPS[role] | LOOKS[role]:
        lists = {f"{table}_changelist", f"{table}_history"}
        if table in REFERENCE:
            lists.add(f"{table}_export")
        if table in WITH_HISTORY:
            opens.add(f"{table}_simple_history")
        opens |= lists | {f"{table}_change"}
        sends |= lists
    for table in KEEPS[role]:
        kept = {f"{table}_{page}" for page in ("change", "add", "delete")}
        if table in REFERENCE:
            kept |= {f"{table}_import", f"{table}_process_import"}
        if table in WITH_HISTORY:
            sends.add(f"{table}_simple_history")
        opens |= kept
        sends |= kept
    return opens, sends


def answer(send, url: str) -> int:
    """Return the status of an answer; what it did is taken back."""
    with transaction.atomic():
        response = send(url)
        transaction.set_rollback(True)
    if response.status_code == 302 and response.headers["Location"] == "/admin/":
        return 403  # Django's way of saying that a row is not there for this officer
    return response.status_code


@pytest.fixture
def plain_pages(monkeypatch) -> Iterator[None]:
    """Leave pages and the log unwritten: whether they open is asked, not what they say."""
    monkeypatch.setattr("django.template.backends.django.Template.render", lambda *_a, **_k: "")
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def tried(client, url: str) -> tuple[int, int]:
    """Return what opening an address and sending an empty form to it are answered with.

    Django's own pages ask the same permission for both, so a closed one is not tried twice.
    """
    got = answer(client.get, url)
    is_djangos = url.endswith(("/add/", "/change/", "/delete/", "/history/"))
    return got, got if got == 403 and is_djangos else answer(client.post, url)


def opened(name: str, got: int, sent: int) -> tuple[bool, bool]:
    """Say whether a role got to the page, and whether it could send to it.

    A row that is not there is asked for only after the permission, except where adding is never
    possible; a page that takes one method only is judged by that.
    """
    if name.endswith("_add") and got == 404:
        return False, False
    if 405 in (got, sent):
        both = 403 not in (got, sent)
        return both, both
    return got != 403, sent != 403


@pytest.mark.parametrize("role", ROLES)
def test_a_role_opens_exactly_its_addresses(role, plain_pages):
    world = make_world()
    user, client = in_role(role)
    world[Seminar].helpers.add(user)
    opens, sends = set(), set()
    for name, url in addresses(world).items():
        if name in PLAIN:
            continue
        opens_it, sends_it = opened(name, *tried(client, url))
        opens |= {name} if opens_it else set()
        sends |= {name} if sends_it else set()
    may_open, may_send = expected(role)
    assert opens == may_open
    assert sends == may_send


@pytest.mark.parametrize("role", ["Event manager", "Check-in"])
def test_helpers_open_nothing_of_a_seminar_they_are_not_named_at(role, plain_pages):
    world = make_world()
    user, client = in_role(role)
    make_seminar("Hers").helpers.add(user)
    for name, url in addresses(world).items():
        if name.startswith(("seminar_desk", "seminars_")) and not name.endswith("changelist"):
            assert opened(name, *tried(client, url)) == (False, False), name


def test_an_event_manager_lists_only_her_seminars_and_their_registrations():
    hers, other = make_seminar("Hers"), make_seminar("Not hers")
    make_roles()
    user, client = in_role("Event manager")
    hers.helpers.add(user)
    mine = make_registration(hers)
    make_registration(other)
    seminars = client.get("/admin/seminars/seminar/").context["cl"].result_list
    assert list(seminars) == [hers]
    registrations = client.get("/admin/seminars/registration/").context["cl"].result_list
    assert list(registrations) == [mine]
    assert {
        line.name for part in client.get("/admin/").context["parts"] for line in part.lines
    } == {
        *("pending", "wishes", "proposed-bodies", "offers", "past-date"),
        *("phases", "under-asked", "over-asked"),
    }


def test_only_who_organises_every_seminar_names_helpers():
    seminar = make_seminar()
    make_roles()
    user, client = in_role("Event manager")
    seminar.helpers.add(user)
    form = client.get(f"/admin/seminars/seminar/{seminar.pk}/change/").context["adminform"].form
    assert "helpers" not in form.fields


def test_somebody_without_a_role_lists_nothing():
    make_world()
    page = in_role("")[1].get("/admin/")
    assert page.context["parts"] == []
    assert page.context["app_list"] == []


def test_roles_are_made_once_and_brought_back_to_what_they_are_for():
    assert make_roles() == 6
    assert make_roles() == 0
    Group.objects.get(name="Auditor").permissions.clear()
    assert make_roles() == 1
    assert Group.objects.count() == 6


def test_the_auditor_reads_the_trail_and_nothing_personal():
    make_roles()
    held = {
        f"{row.content_type.app_label}.{row.codename}"
        for row in Group.objects.get(name="Auditor").permissions.select_related("content_type")
    }
    assert "core.view_auditentry" in held
    assert not held & {
        *("seminars.view_sensitiveneeds", "seminars.view_registration", "seminars.view_answer"),
        *("accounts.view_user", "mail.view_letter", "advice.view_question"),
    }
    assert {name.partition(".")[2].partition("_")[0] for name in held} == {"view"}
