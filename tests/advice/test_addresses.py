"""Every address of the room, as everybody: who gets in, who is sent to sign in, for whom it is not.

The table of addresses is checked against the room's own, so that a new one cannot be forgotten.
"""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from advice.choices import State
from advice.models import Attachment, Message
from advice.urls import urlpatterns
from advice.workflow import asking, desk, inviting, publishing
from interact_portal.core.files import look_at
from tests.factories import give_second_factor, make_staff, make_user

from .world import PDF, ask, draft, published, question_in

pytestmark = pytest.mark.django_db

PUBLIC, PERSONAL, OWN, SECRET = "public", "personal", "own", "secret"
# Each address: for whom it is, and how it is asked for.
ADDRESSES = {
    "advice_list": (PUBLIC, "get"),
    "advice_feed": (PUBLIC, "get"),
    "advice_csv": (PUBLIC, "get"),
    "advice_xlsx": (PUBLIC, "get"),
    "advice_json": (PUBLIC, "get"),
    "answer_detail": (PUBLIC, "get"),
    "answer_versions": (PUBLIC, "get"),
    "answer_version": (PUBLIC, "get"),
    "answer_vote": (PUBLIC, "post"),
    "glossary": (PUBLIC, "get"),
    "advice_ask": (PERSONAL, "get"),
    "ask_fitting": (PERSONAL, "get"),
    "ask_send": (PERSONAL, "post"),
    "ask_solved": (PERSONAL, "post"),
    "question_list": (PERSONAL, "get"),
    "answer_follow": (PERSONAL, "post"),
    "question_detail": (OWN, "get"),
    "question_file": (OWN, "get"),
    "question_accept": (OWN, "post"),
    "question_reopen": (OWN, "post"),
    "question_withdraw": (OWN, "post"),
    "invitation": (SECRET, "get"),
    "invitation_decline": (SECRET, "post"),
}


@pytest.fixture
def house(settings, tmp_path):
    """A question in conversation with files, an invitation and a published answer."""
    settings.MEDIA_ROOT = tmp_path

    class House:
        pass

    house = House()
    house.asker, house.officer = make_user("asker@example.eu"), make_staff("officer@example.eu")
    house.question = question_in(State.ANSWERED, asker=house.asker, officer=house.officer)
    desk.note(
        house.question,
        "Internal.",
        by=house.officer,
        files=[look_at("note.pdf", PDF)],
    )
    asking.attach(house.question, None, [look_at("own.pdf", PDF)])
    house.file = Attachment.objects.get(name="own.pdf")
    house.note_file = Attachment.objects.get(name="note.pdf")
    other = question_in(State.ASSIGNED, officer=house.officer)
    _invitation, house.secret = inviting.invite(
        other, "invited@example.eu", by=house.officer, text="How?"
    )
    house.version = published(title="For everybody")
    return house


def path_of(name: str, house) -> str:
    slug = house.version.answer.slug
    arguments = {
        "answer_version": [slug, 1],
        "question_file": [house.question.pk, house.file.pk],
        "invitation": [house.secret],
        "invitation_decline": [house.secret],
    }
    if name.startswith("answer_"):
        return reverse(name, args=arguments.get(name, [slug]))
    if ADDRESSES[name][0] == OWN:
        return reverse(name, args=arguments.get(name, [house.question.pk]))
    return reverse(name, args=arguments.get(name, []))


def client_of(who: str, house) -> Client:
    client = Client()
    people = {
        "asker": lambda: house.asker,
        "somebody": lambda: make_user("somebody@example.eu"),
        "officer": lambda: house.officer,
        "staff without the right": lambda: make_staff("other@example.eu", superuser=False),
    }
    if who in people:
        client.force_login(people[who]())
    return client


def read(response) -> None:
    """Read a streamed answer to its end, so that its file is closed."""
    if response.streaming:
        list(response.streaming_content)


def test_the_table_names_every_address_of_the_room():
    assert set(ADDRESSES) == {pattern.name for pattern in urlpatterns}


EVERYBODY = ("nobody", "somebody", "asker", "officer", "staff without the right")
# What an act answers that was sent without its form: the page again, or the way back.
WORKS = {
    "answer_vote": (302,),
    "answer_follow": (302,),
    "ask_send": (422,),
    "ask_solved": (404,),
    "question_accept": (302,),
    "question_reopen": (302,),
    "question_withdraw": (302,),
}
# What everybody meets at each kind of address.
MEETS = {
    PUBLIC: dict.fromkeys(EVERYBODY, "in"),
    PERSONAL: {
        "nobody": "sign in", "somebody": "in", "asker": "in", "officer": "in",
        "staff without the right": "in",
    },
    OWN: {
        "nobody": "sign in", "somebody": 404, "asker": "in", "officer": "desk or 404",
        "staff without the right": 404,
    },
    SECRET: dict.fromkeys(EVERYBODY, "in"),
}  # fmt: skip


@pytest.mark.parametrize("who", EVERYBODY)
def test_every_address_lets_in_whom_it_is_for_and_is_not_there_for_others(who, house):
    client = client_of(who, house)
    for name, (kind, method) in ADDRESSES.items():
        if name == "invitation_decline":
            continue
        path = path_of(name, house)
        response = getattr(client, method)(path)
        read(response)
        meets = MEETS[kind][who]
        where = f"{method} {path} as {who}: {response.status_code}"
        if meets == "sign in":
            assert response.status_code == 302, where
            assert response["Location"].startswith("/accounts/login/"), where
        elif meets == "desk or 404":
            if response.status_code == 302:
                assert response["Location"].startswith("/admin/advice/question/"), where
            else:
                assert (response.status_code, method) == (404, "post"), where
        elif meets == 404:
            assert response.status_code == 404, where
        else:
            assert response.status_code in WORKS.get(name, (200,)), where
            if response.status_code == 302:
                assert not response["Location"].startswith("/accounts/"), where


@pytest.mark.parametrize("who", ["somebody", "staff without the right"])
def test_what_is_not_hers_answers_like_what_does_not_exist(who, house):
    client = client_of(who, house)
    there, nowhere = house.question.pk, house.question.pk + 1000
    for pattern in ("/advice/questions/{}/", "/advice/questions/{}/files/1/"):
        first, second = (client.get(pattern.format(pk)) for pk in (there, nowhere))
        assert first.status_code == second.status_code == 404
    anonymous = Client()
    for pk in (there, nowhere):
        response = anonymous.get(f"/advice/questions/{pk}/")
        assert response.status_code == 302
        assert "/accounts/login/" in response["Location"]


def test_files_of_notes_are_not_there_for_the_asker(house):
    client = client_of("asker", house)
    own = reverse("question_file", args=[house.question.pk, house.file.pk])
    note = reverse("question_file", args=[house.question.pk, house.note_file.pk])
    assert client.get(note).status_code == 404
    response = client.get(own)
    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Disposition"] == 'attachment; filename="own.pdf"'
    assert response["Content-Security-Policy"] == "sandbox"
    assert "no-store" in response["Cache-Control"]
    assert response["X-Content-Type-Options"] == "nosniff"


def test_a_file_is_found_under_its_own_question_only(house):
    other = ask(house.asker)
    path = reverse("question_file", args=[other.pk, house.file.pk])
    assert client_of("asker", house).get(path).status_code == 404


@pytest.mark.parametrize("secret", ["x", "x" * 32])
def test_a_wrong_secret_opens_nothing(secret, house):
    for name in ("invitation", "invitation_decline"):
        method = Client().get if name == "invitation" else Client().post
        assert method(reverse(name, args=[secret])).status_code == 404


def test_an_invited_programme_sees_neither_asker_nor_conversation_and_its_page_is_kept_nowhere(
    house,
):
    response = Client().get(reverse("invitation", args=[house.secret]))
    page = response.content.decode()
    assert "How?" in page
    for hidden in ("asker@example.eu", "Internal.", "time sheets", "invited@example.eu"):
        assert hidden not in page
    assert response["Referrer-Policy"] == "same-origin"
    assert "noindex" in response["X-Robots-Tag"]
    assert "no-store" in response["Cache-Control"]


def test_after_declining_the_link_does_not_open_any_more(house):
    decline = reverse("invitation_decline", args=[house.secret])
    assert Client().get(decline).status_code == 405
    assert Client().post(decline).status_code == 302
    assert Client().get(reverse("invitation", args=[house.secret])).status_code == 404


def test_an_answer_comes_in_by_the_secret_link_and_may_be_added_to(house):
    path = reverse("invitation", args=[house.secret])
    client = Client()
    assert client.post(path, {"text": ""}).status_code == 422
    for text in ("We use a list.", "And a meeting."):
        assert client.post(path, {"text": text}).status_code == 302
    page = client.get(path).content.decode()
    assert "We use a list." in page
    assert "And a meeting." in page
    assert Message.objects.filter(kind="from-invited").count() == 2
    assert client.post(reverse("invitation_decline", args=[house.secret])).status_code == 302
    assert client.get(path).status_code == 200


def test_drafts_have_no_address(house):
    version = draft(title="Not yet")
    for path in ("", "versions/", "versions/1/"):
        response = Client().get(f"/advice/{version.answer.slug}/{path}")
        assert response.status_code == 404
    assert "Not yet" not in Client().get("/advice/").content.decode()


DESK = (
    "/admin/advice/question/",
    "/admin/advice/question/figures/",
    "/admin/advice/question/{question}/change/",
    "/admin/advice/question/{question}/files/{file}/",
    "/admin/advice/publishedversion/",
    "/admin/advice/publishedversion/{version}/change/",
)
DESK_POSTS = (
    "/admin/advice/question/{question}/take/",
    "/admin/advice/question/{question}/note/",
    "/admin/advice/question/{question}/answer/",
    "/admin/advice/question/{question}/publish/",
    "/admin/advice/question/{question}/invitations/1/remind/",
    "/admin/advice/publishedversion/{version}/publish/",
    "/admin/advice/publishedversion/{version}/expire/",
)


def desk_paths(house, patterns) -> list[str]:
    known = {
        "question": house.question.pk,
        "file": house.note_file.pk,
        "version": house.version.pk,
    }
    return [pattern.format(**known) for pattern in patterns]


def test_nobody_but_staff_comes_to_the_desk_and_all_of_it_answers_alike(house):
    for who, status in (("nobody", 302), ("somebody", 403), ("asker", 403)):
        client = client_of(who, house)
        nowhere = "/admin/advice/question/999999/change/"
        for path in (*desk_paths(house, DESK), nowhere):
            response = client.get(path)
            assert response.status_code == status, path
            if status == 302:
                assert "/login/" in response["Location"], path
        for path in desk_paths(house, DESK_POSTS):
            assert client.post(path).status_code == status, path
    house.version.refresh_from_db()
    assert house.version.is_in_force


def test_staff_without_the_right_is_refused_at_the_desk(house):
    client = client_of("staff without the right", house)
    give_second_factor(client, make_staff("x@example.eu"))
    person = client.session["_auth_user_id"]
    session = client.session
    session["account_authentication_methods_user"] = person
    session.save()
    for path in desk_paths(house, DESK):
        assert client.get(path).status_code == 403, path
    for path in desk_paths(house, DESK_POSTS):
        assert client.post(path).status_code == 403, path


def test_an_officer_comes_to_the_desk_only_with_a_second_factor(house):
    client = client_of("officer", house)
    for path in desk_paths(house, DESK):
        assert client.get(path).status_code == 302, path
    give_second_factor(client, house.officer)
    for path in desk_paths(house, DESK):
        response = client.get(path)
        read(response)
        assert response.status_code == 200, path


def test_an_officer_who_may_not_approve_cannot_publish(house):
    writer = make_staff("writer@example.eu", superuser=False)
    writer.user_permissions.set(
        Permission.objects.filter(codename__in=["change_publishedversion", "change_question"])
    )
    version = publishing.submit(draft(), by=make_staff())
    client = Client()
    client.force_login(writer)
    give_second_factor(client, writer)
    for act in ("publish", "send-back"):
        path = f"/admin/advice/publishedversion/{version.pk}/{act}/"
        assert client.post(path, {"why": "So."}).status_code == 403
    writer.user_permissions.add(Permission.objects.get(codename="approve_publishedversion"))
    assert client.post(f"/admin/advice/publishedversion/{version.pk}/publish/").status_code == 302
    version.refresh_from_db()
    assert version.is_in_force
