"""Contributing from the public site: the short form, the whole one, files, two at once."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from goodpractice import workflow
from goodpractice.models import Attachment, Practice, PracticeVersion
from tests.factories import make_country, make_programme, make_staff, make_theme, make_user
from tests.goodpractice.making import make_draft, make_practice, make_version_in

pytestmark = pytest.mark.django_db
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 30
ROWS = {
    "conditions-TOTAL_FORMS": "0", "conditions-INITIAL_FORMS": "0",
    "blocks-TOTAL_FORMS": "0", "blocks-INITIAL_FORMS": "0",
}  # fmt: skip
SHORT = {
    "title": "Ask before you plan",
    "problem": "Nobody asked.\n\nNobody came.",
    "done": "<p>We asked.</p><script>alert(1)</script>",
    "contact_name": "Unit",
    "contact_email": "unit@example.eu",
}
WHOLE = SHORT | ROWS | {"outcome": "stopped", "language": "en", "edits": "0"}


@pytest.fixture(autouse=True)
def _files_apart(settings, tmp_path):
    """Keep the files of tests out of the portal's own folder."""
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def author(client):
    """Somebody who is signed in."""
    person = make_user()
    client.force_login(person)
    return person


def test_the_short_form_makes_a_draft_that_can_be_handed_in(client, author):
    programme = make_programme()
    answer = client.post("/practices/new/", SHORT | {"programmes_0": programme.slug})
    version = PracticeVersion.objects.get()
    assert answer["Location"] == f"/practices/mine/{version.pk}/"
    assert version.content["problem"] == "<p>Nobody asked.</p>\n\n<p>Nobody came.</p>"
    assert version.content["done"] == "<p>We asked.</p>"
    assert version.content["programmes"] == [programme.slug]
    client.post(f"/practices/mine/{version.pk}/submit/")
    version.refresh_from_db()
    assert version.status == "submitted"


def test_a_wrong_form_keeps_its_answers_and_names_each_fault_twice(client, author):
    wrong = SHORT | {"title": "", "contact_email": "nowhere", "programmes_0": "no-such"}
    text = client.post("/practices/new/", wrong).content.decode()
    assert 'class="error-summary"' in text
    assert "data-takes-focus" in text
    for name in ("title", "contact_email", "programmes"):
        assert f'id="id_{name}_error"' in text
    assert 'value="nowhere"' in text
    assert "We asked." in text
    assert "<title>Error:" in text
    assert not Practice.objects.exists()


def test_the_whole_form_saves_every_part(client, author):
    make_theme("Audit", slug="audit")
    make_country("AT")
    make_practice("Elsewhere", countries=["AT"])
    version = make_draft(by=author)
    sent = WHOLE | {
        "themes": ["audit"], "countries_0": "AT", "roles": ["audit-authority"], "since": "2019",
        "until": "2021", "cost": "1200.50", "staff_days": "12", "verified_on": "2026-11-01",
        "conditions-TOTAL_FORMS": "2", "conditions-0-text": "Few countries",
        "conditions-0-kind": "countries-at-most", "conditions-0-value": "3",
        "conditions-1-text": "", "conditions-1-kind": "other", "conditions-1-value": "",
        "blocks-TOTAL_FORMS": "1", "blocks-0-title": "List", "blocks-0-text": "",
    }  # fmt: skip
    answer = client.post(f"/practices/mine/{version.pk}/edit/", sent)
    assert answer.status_code == 302, answer.context["form"].errors
    version.refresh_from_db()
    wanted = {
        "title": "Ask before you plan", "outcome": "stopped", "themes": ["audit"],
        "countries": ["AT"], "roles": ["audit-authority"], "since": 2019, "until": 2021,
        "cost": "1200.50", "staff_days": 12, "verified_on": "2026-11-01",
        "conditions": [{"text": "Few countries", "kind": "countries-at-most", "value": "3"}],
        "building_blocks": [{"title": "List", "text": ""}],
    }  # fmt: skip
    assert {key: version.content[key] for key in wanted} == wanted
    text = client.get(f"/practices/mine/{version.pk}/edit/").content.decode()
    assert 'value="2019"' in text
    assert 'value="1200.50"' in text


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"kind": "countries-at-most", "value": "few"}, "Write a whole number."),
        ({"kind": "maritime", "value": "perhaps"}, "Write one of these: yes, no."),
        ({"kind": "language", "value": ""}, "Write what is wanted."),
    ],
)
def test_a_condition_no_profile_can_answer_is_refused_beside_its_field(client, author, row, words):
    version = make_draft(by=author)
    sent = WHOLE | {"conditions-TOTAL_FORMS": "1", "conditions-0-text": "It needs something"}
    sent |= {f"conditions-0-{key}": value for key, value in row.items()}
    text = client.post(f"/practices/mine/{version.pk}/edit/", sent).content.decode()
    assert words in text
    assert "One of the rows below has a fault" in text
    version.refresh_from_db()
    assert version.edits == 0


def test_years_that_cannot_be_are_refused_with_the_reason(client, author):
    version = make_draft(by=author)
    path = f"/practices/mine/{version.pk}/edit/"
    text = client.post(path, WHOLE | {"since": "2021", "until": "2019"}).content.decode()
    assert "It cannot end before it starts." in text
    assert 'value="2021"' in text
    text = client.post(path, WHOLE | {"since": "19", "cost": "-4"}).content.decode()
    assert text.count("field-error") >= 2


def test_who_saves_second_gets_both_texts_and_can_save_knowingly(client, author):
    version = make_draft(by=author, summary="As it was.")
    path = f"/practices/mine/{version.pk}/edit/"
    workflow.save(version, {"summary": "As a colleague wrote."}, edits=0, by=make_staff())
    mine = WHOLE | {"summary": "As I wrote."}
    text = client.post(path, mine).content.decode()
    assert "Somebody saved this practice while you were writing" in text
    assert "<del>a</del><del> </del>" in text or "<del>" in text
    assert "As I wrote." in text
    version.refresh_from_db()
    assert version.content["summary"] == "As a colleague wrote."
    client.post(path, mine | {"edits": "1"})
    version.refresh_from_db()
    assert version.content["summary"] == "As I wrote."


@pytest.mark.parametrize("status", ["submitted", "in-review", "published", "archived", "declined"])
def test_what_is_not_open_for_writing_says_so_and_stays(client, status):
    version = make_version_in(status)
    client.force_login(version.author)
    before = version.content
    path = f"/practices/mine/{version.pk}/edit/"
    for answer in (client.get(path), client.post(path, WHOLE)):
        assert answer["Location"] == f"/practices/mine/{version.pk}/"
    version.refresh_from_db()
    assert version.content == before


def test_a_strangers_draft_is_not_there_for_reading_writing_handing_in_or_files(client, author):
    version = make_draft(by=make_user())
    base = f"/practices/mine/{version.pk}/"
    for path in (base, f"{base}edit/", f"{base}files/", f"{base}facts/"):
        assert client.get(path).status_code == 404
    for path in (f"{base}edit/", f"{base}submit/", f"{base}withdraw/", f"{base}files/1/leave-out/"):
        assert client.post(path, WHOLE).status_code == 404
    version.refresh_from_db()
    assert (version.status, version.edits) == ("draft", 0)


def test_writing_needs_an_account(client):
    for path in ("/practices/new/", "/practices/mine/"):
        assert "/accounts/login/" in client.get(path)["Location"]


def test_the_author_begins_a_new_version_from_the_public_page_and_others_cannot(client, author):
    practice = make_practice()
    path = f"{practice.get_absolute_url()}new-version/"
    assert client.post(path).status_code == 404
    client.force_login(practice.author)
    assert "Write a new version" in client.get(practice.get_absolute_url()).content.decode()
    copy_path = client.post(path)["Location"]
    assert copy_path.endswith("/edit/")
    assert client.post(path)["Location"] == copy_path


def office(**files: bytes) -> bytes:
    """Return an office document that holds `files` besides what each holds."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w/>")
        for name, content in files.items():
            archive.writestr(f"word/{name}.bin", content)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("plan.pdf", b"%PDF-1.7 x", "application/pdf"),
        ("../../etc/pass wd<>.exe", b"%PDF-1.7 x", "application/pdf"),
        ("picture.html", PNG, "image/png"),
        ("text.docx", office(), WORD),
    ],
)  # fmt: skip
def test_files_are_known_by_their_content_and_get_a_clean_name(client, author, name, content, kind):
    version = make_draft(by=author)
    sent = {"file": SimpleUploadedFile(name, content), "title": "The plan"}
    client.post(f"/practices/mine/{version.pk}/files/", sent)
    attachment = Attachment.objects.get()
    assert attachment.kind == kind
    assert not set(attachment.name) & set('/\\<>"')
    assert attachment.name.rsplit(".")[-1] in {"pdf", "png", "docx"}
    version.refresh_from_db()
    assert version.content["attachments"][0]["title"] == "The plan"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.pdf", b"<html><script>alert(1)</script></html>"),
        ("picture.png", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("program.pdf", b"MZ\x90\x00"),
        ("empty.pdf", b""),
        ("macro.docx", office(vbaProject=b"x")),
        ("large.pdf", b"%PDF-" + b"x" * (10 * 1024 * 1024)),
    ],
)
def test_other_files_are_refused_in_words(client, author, name, content):
    version = make_draft(by=author)
    sent = {"file": SimpleUploadedFile(name, content), "title": "The plan"}
    text = client.post(f"/practices/mine/{version.pk}/files/", sent).content.decode()
    assert "field-error" in text
    assert 'value="The plan"' in text
    assert not Attachment.objects.exists()


def test_a_file_is_handed_over_to_who_may_see_its_version_and_never_run(client, author):
    version = make_draft(by=author)
    sent = {"file": SimpleUploadedFile("plan.pdf", b"%PDF-1.7 x"), "title": "The plan"}
    client.post(f"/practices/mine/{version.pk}/files/", sent)
    path = f"/practices/files/{Attachment.objects.get().pk}/"
    answer = client.get(path)
    b"".join(answer.streaming_content)
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    client.logout()
    assert client.get(path).status_code == 404
    staff = make_staff()
    workflow.submit(version, by=author)
    workflow.confirm_facts(version, by=staff)
    workflow.claim(version, by=staff)
    workflow.publish(version, by=staff)
    assert b"".join(client.get(path).streaming_content) == b"%PDF-1.7 x"
    page = client.get(Practice.objects.get().get_absolute_url()).content.decode()
    assert "The plan" in page
    assert "PDF" in page


def test_a_file_left_out_of_a_new_version_stays_with_the_old_one(client, author):
    version = make_draft(by=author)
    sent = {"file": SimpleUploadedFile("plan.pdf", b"%PDF-1.7 x"), "title": "The plan"}
    client.post(f"/practices/mine/{version.pk}/files/", sent)
    staff = make_staff()
    for verb in (workflow.submit, workflow.confirm_facts, workflow.claim, workflow.publish):
        version = verb(version, by=staff)
    copy = workflow.begin_new_version(version.practice, by=author)
    number = Attachment.objects.get().pk
    client.post(f"/practices/mine/{copy.pk}/files/{number}/leave-out/")
    copy.refresh_from_db()
    assert copy.content["attachments"] == []
    client.logout()
    answer = client.get(f"/practices/files/{number}/")
    assert b"".join(answer.streaming_content) == b"%PDF-1.7 x"
