"""Imports in the back office: upload, preview, confirm. Nothing happens before the last step."""

import datetime
import io
import re
from decimal import Decimal
from pathlib import Path

import pytest
from django.contrib.auth.models import Permission
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from interact_portal.core.models import AuditEntry
from programmes.admin import imports
from programmes.importers.files import BROWSER_LIMIT
from programmes.models import PriorityAxis, Programme
from tests.factories import (
    give_second_factor,
    make_axis,
    make_programme,
    make_staff,
)

pytestmark = pytest.mark.django_db
UPLOAD = "/admin/programmes/programme/import/"
CONFIRM = "/admin/programmes/programme/process_import/"
TEXT = "title,period,aim,total_amount\nA,2007-2013,New aim,\nB,2014-2020,Other aim,32 000 000\n"


@pytest.fixture
def officer():
    return make_staff("officer@example.eu")


@pytest.fixture
def desk(client, officer):
    """The officer's browser, signed in with her second factor."""
    client.force_login(officer)
    give_second_factor(client, officer)
    return client


def send(desk, text, path=UPLOAD, name="file.csv"):
    data = text if isinstance(text, bytes) else text.encode()
    return desk.post(path, {"file": SimpleUploadedFile(name, data)})


def key_of(response):
    found = re.search(r'name="key" value="([^"]+)"', response.content.decode())
    return found and found[1]


def words(response):
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", text)


def test_the_page_says_which_columns_are_read_and_which_must_be_there(desk):
    said = words(desk.get(UPLOAD))
    assert "Must be there: title , period" in said
    assert "external_border , maritime , control_system" in said


def test_a_preview_shows_changed_rows_field_by_field_and_changes_nothing(desk):
    make_programme("A", slug="a", aim="Old aim")
    make_programme("C", slug="c", aim="Same")
    response = send(desk, TEXT + "C,2007-2013,Same,\n")
    said = words(response)
    assert "file.csv: 1 new, 1 changed, 1 unchanged. Nothing has been imported yet." in said
    assert "2 A aim Old aim New aim" in said
    assert "3 B (new) title – B" in said
    assert "total_amount – €\u00a032,000,000" in response.content.decode().replace("</td><td>", " ")
    assert "4 C" not in said
    assert Programme.objects.get(slug="a").aim == "Old aim"
    assert Programme.objects.count() == 2
    assert not AuditEntry.objects.exists()


def test_confirming_imports_what_was_shown_in_the_name_of_the_person(desk, officer):
    make_programme("A", slug="a", aim="Old aim")
    key = key_of(send(desk, TEXT))
    confirmed = desk.post(CONFIRM, {"key": key})
    response = desk.get(confirmed.url)
    assert "Imported from file.csv: 2 rows are new or changed." in words(response)
    assert set(Programme.objects.values_list("title", "aim", "total_amount")) == {
        ("A", "New aim", None),
        ("B", "Other aim", Decimal("32000000")),
    }
    entry = AuditEntry.objects.get(act="import")
    assert entry.actor == officer
    assert entry.request_id == confirmed["X-Request-ID"]
    assert (entry.after["file"], entry.after["new"], entry.after["changed"]) == ("file.csv", 1, 1)
    assert {version.history_user for version in Programme.history.filter(title="B")} == {officer}


def test_a_preview_is_confirmed_once(desk):
    key = key_of(send(desk, TEXT))
    desk.post(CONFIRM, {"key": key})
    response = desk.post(CONFIRM, {"key": key}, follow=True)
    assert "This preview is more than an hour old or was used already." in words(response)
    assert AuditEntry.objects.filter(act="import").count() == 1


def test_nobody_confirms_the_preview_of_somebody_else(desk, client):
    key = key_of(send(desk, TEXT))
    other = make_staff("other@example.eu")
    client.force_login(other)
    give_second_factor(client, other)
    assert "was used already" in words(client.post(CONFIRM, {"key": key}, follow=True))
    assert not Programme.objects.exists()


def test_a_preview_of_one_table_is_not_confirmed_for_another(desk):
    key = key_of(send(desk, TEXT))
    response = desk.post("/admin/programmes/body/process_import/", {"key": key}, follow=True)
    assert "was used already" in words(response)
    assert not Programme.objects.exists()


def test_a_table_that_changed_since_the_preview_is_shown_anew(desk):
    programme = make_programme("A", slug="a", aim="Old aim")
    key = key_of(send(desk, TEXT))
    Programme.objects.filter(pk=programme.pk).update(aim="Of somebody else")
    response = desk.post(CONFIRM, {"key": key})
    said = words(response)
    assert "The table has changed since the preview, so nothing was imported." in said
    assert "2 A aim Of somebody else New aim" in said
    assert Programme.objects.get().aim == "Of somebody else"
    desk.post(CONFIRM, {"key": key_of(response)})
    assert Programme.objects.get(pk=programme.pk).aim == "New aim"


def test_a_row_that_became_impossible_since_the_preview_is_named(desk):
    programme = make_programme("P", slug="p")
    text = "programme,code,fund\np,1,ERDF\n"
    path = "/admin/programmes/priorityaxis/"
    key = key_of(send(desk, text, f"{path}import/"))
    programme.delete()
    response = desk.post(f"{path}process_import/", {"key": key})
    assert "unknown programme “p”" in words(response)
    assert key_of(response) is None
    assert not PriorityAxis.objects.exists()


def test_every_problem_is_shown_by_line_column_and_reason_without_a_button(desk):
    response = send(desk, "title,period,total_amount\nA,1999,5\n,2007-2013,much\n")
    said = words(response)
    assert "file.csv: 3 problems. Mend them in the file and send it again." in said
    assert "2 period “1999” is none of" in said
    assert "3 title the cell must not be empty" in said
    assert "3 total_amount “much” is not an amount" in said
    assert key_of(response) is None


def test_a_file_that_says_nothing_new_has_nothing_to_confirm(desk):
    make_programme("A", slug="a")
    response = send(desk, "title,period\nA,2007-2013\n")
    assert "The file says what the portal says already" in words(response)
    assert key_of(response) is None


def test_doubts_are_shown_and_do_not_stop_the_import(desk):
    text = "title,period,eu_amount,national_amount,total_amount,colour\nA,2007-2013,5,5,11,red\n"
    response = send(desk, text)
    said = words(response)
    assert "1 colour unknown column, not imported" in said
    assert "€\u00a01 less" in response.content.decode()
    desk.post(CONFIRM, {"key": key_of(response)})
    assert Programme.objects.get().total_amount == 11


def test_a_long_preview_is_cut_and_says_so_and_the_whole_is_imported(desk, monkeypatch):
    monkeypatch.setattr(imports, "SHOWN", 3)
    rows = "".join(f"T{number},2007-2013\n" for number in range(5))
    response = send(desk, f"title,period\n{rows}")
    said = words(response)
    assert "The first 3 of 5 rows are shown." in said
    assert "T2 (new)" in said
    assert "T3 (new)" not in said
    desk.post(CONFIRM, {"key": key_of(response)})
    assert Programme.objects.count() == 5


def test_a_file_of_fifty_megabytes_is_refused_with_the_limit_and_the_way_out(desk, monkeypatch):
    monkeypatch.setattr("programmes.importers.files.BROWSER_LIMIT", 100)
    monkeypatch.setattr(imports, "import_file", lambda *args, **options: pytest.fail("was read"))
    response = send(desk, "title,period\n" + "A,2007-2013\n" * 10)
    assert "Divide it, or have it imported with “manage.py import_programmes FILE”." in words(
        response
    )
    assert BROWSER_LIMIT == 10 * 1024 * 1024


def test_sending_no_file_or_an_empty_one_is_answered_in_words(desk):
    assert "This field is required." in words(desk.post(UPLOAD, {}))
    assert "The file is empty." in words(send(desk, b""))


def test_an_excel_file_is_previewed_and_imported(desk):
    book = Workbook()
    book.active.append(["title", "period", "decision_date"])
    book.active.append(["A", "2007-2013", datetime.date(2008, 3, 28)])
    stream = io.BytesIO()
    book.save(stream)
    desk.post(CONFIRM, {"key": key_of(send(desk, stream.getvalue(), name="a.xlsx"))})
    assert Programme.objects.get().decision_date == datetime.date(2008, 3, 28)


def test_a_key_that_never_was_is_refused(desk):
    assert "was used already" in words(desk.post(CONFIRM, {"key": "x"}, follow=True))
    assert desk.get(CONFIRM).url == UPLOAD


@pytest.mark.parametrize(
    ("rights", "may"),
    (
        (("view",), False),
        (("view", "add"), False),
        (("view", "change"), False),
        (("view", "add", "change"), True),
    ),
)
def test_who_may_add_and_change_may_import(client, rights, may):
    officer = make_staff(superuser=False)
    names = [f"{right}_programme" for right in rights]
    officer.user_permissions.set(Permission.objects.filter(codename__in=names))
    client.force_login(officer)
    give_second_factor(client, officer)
    listed = client.get(reverse("admin:programmes_programme_changelist")).content.decode()
    assert ("href='/admin/programmes/programme/import/'" in listed) is may
    assert (client.get(UPLOAD).status_code == 200) is may
    assert (send(client, TEXT).status_code == 200) is may
    assert client.post(CONFIRM, {"key": "x"}).status_code == (302 if may else 403)


def test_an_export_holds_what_the_list_shows_and_no_live_formula(desk):
    make_programme("=1+1", slug="a", period="2007-2013")
    make_programme("Other", slug="b", period="2014-2020")
    response = desk.post(
        "/admin/programmes/programme/export/?period__exact=2007-2013",
        {"format": "0", "resource": "0"},
    )
    text = response.content.decode("utf-8-sig")
    header, row = text.strip().splitlines()
    assert header.startswith("slug,cci,title,short_name,period,strand,")
    assert row.startswith("a,,1+1,,2007-2013,")


def test_an_export_of_the_back_office_comes_back_unchanged(desk):
    make_axis(make_programme("A", slug="a"), total_amount=Decimal("5.50"), title="Réseau")
    path = "/admin/programmes/priorityaxis/"
    for number, name in (("0", "a.csv"), ("1", "a.xlsx")):
        exported = desk.post(f"{path}export/", {"format": number, "resource": "0"}).content
        response = send(desk, exported, f"{path}import/", name)
        assert "0 new, 0 changed, 1 unchanged" in words(response)


def test_a_preview_leaves_no_file_behind_when_it_is_used(desk):
    key = key_of(send(desk, TEXT))
    assert cache.get(f"import:{key}")["name"] == "file.csv"
    desk.post(CONFIRM, {"key": key})
    assert cache.get(f"import:{key}") is None


@pytest.mark.django_db(transaction=True)
def test_an_import_is_made_without_scripts_by_anybody_at_any_width(
    browser_without_scripts, tmp_path: Path
):
    (tmp_path / "good.csv").write_text(TEXT, encoding="utf-8")
    (tmp_path / "bad.csv").write_text("title,period\nA,1999\n", encoding="utf-8")
    visit = browser_without_scripts.sign_in(make_staff(), second_factor=True)
    visit.open(UPLOAD).find("[name=file]").send_keys(str(tmp_path / "bad.csv"))
    visit.click("Show what would change").wait_for("Nothing can be imported yet")
    visit.find("[name=file]").send_keys(str(tmp_path / "good.csv"))
    visit.click("Show what would change").wait_for("Nothing has been imported yet.")
    visit.at(360)
    visit.click("Import 2 rows").wait_for("2 rows are new or changed.")
    assert Programme.objects.count() == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", (1280, 360, 320))
def test_the_pages_of_an_import_pass_axe_and_the_policy(browser, tmp_path: Path, width):
    make_programme("A", slug="a", aim="Old aim " * 60)
    files = {"good.csv": TEXT + "C,2007-2013,x,\n", "bad.csv": "title,period,colour\nA,1999,\n"}
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    visit = browser.sign_in(make_staff(), second_factor=True).at(width)
    visit.open(UPLOAD)
    faults = visit.axe() + visit.complaints()
    for name in files:
        visit.find("[name=file]").send_keys(str(tmp_path / name))
        visit.click("Show what would change").wait_for(name)
        faults += visit.axe() + visit.complaints()
        assert not visit.scrolls_sideways()
    assert faults == []
