"""Imports by command: for long files and for those who set the portal up."""

import codecs

import pytest
from django.core.management import CommandError, call_command, get_commands

from interact_portal.core.models import AuditEntry
from programmes.models import Body, Country, Mandate, PriorityAxis, Programme, Theme
from tests.factories import make_body, make_programme

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path):
    """Write a text into a file and return its path."""

    def write(text, name="file.csv"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return str(path)

    return write


@pytest.mark.parametrize(
    ("command", "text", "table"),
    (
        ("import_programmes", "title,period\nA,2014-2020\n", Programme),
        ("import_axes", "programme,code,fund\np,1,ERDF\n", PriorityAxis),
        ("import_bodies", "name\nVienna\n", Body),
        ("import_mandates", "body,programme,role\nb,p,info-point\n", Mandate),
        ("import_countries", "code,name\nAT,Austria\n", Country),
        ("import_themes", "name\nState aid\n", Theme),
    ),
)
def test_each_kind_has_its_command(command, text, table, file, capsys):
    make_programme("P", slug="p")
    make_body("B", slug="b")
    before = table.objects.count()
    call_command(command, file(text))
    assert capsys.readouterr().out == "file.csv is imported: 1 new, 0 changed, 0 unchanged.\n"
    assert table.objects.count() == before + 1
    entry = AuditEntry.objects.get(act="import")
    assert (entry.actor_name, entry.after["file"]) == ("The portal", "file.csv")


def test_every_import_command_is_known():
    commands = {name for name, app in get_commands().items() if app == "programmes"}
    assert commands >= {
        *("import_programmes", "import_axes", "import_bodies"),
        *("import_mandates", "import_countries", "import_themes"),
    }


def test_a_dry_run_shows_changed_rows_field_by_field_and_changes_nothing(file, capsys):
    make_programme("A", slug="a", aim="Old")
    make_programme("C", slug="c")
    path = file("title,period,aim\nA,2007-2013,New\nB,2014-2020,\nC,2007-2013,\n")
    call_command("import_programmes", path, dry_run=True)
    assert capsys.readouterr().out.splitlines() == [
        "line 2, A (changed)",
        "    aim: Old → New",
        "line 3, B (new)",
        "    title: B",
        "    period: 2014–2020",
        "file.csv would give: 1 new, 1 changed, 1 unchanged. Nothing was imported (dry run).",
    ]
    assert Programme.objects.count() == 2


def test_every_problem_is_printed_and_the_command_fails(file, capsys):
    path = file("title,period,total_amount\nA,2007-2013,-5\n,2007-2013,5\n")
    with pytest.raises(CommandError, match=r"file\.csv: nothing was imported\. Problems: 2\."):
        call_command("import_programmes", path)
    assert capsys.readouterr().err.splitlines() == [
        "line 2, column “total_amount”: “-5”: an amount cannot be negative",
        "line 3, column “title”: the cell must not be empty",
    ]
    assert not Programme.objects.exists()


def test_of_very_many_problems_the_first_are_printed_and_all_are_counted(file, capsys, monkeypatch):
    monkeypatch.setattr("programmes.importers.findings.KEPT", 2)
    path = file("title,period\n" + "A,1999\n" * 5)
    with pytest.raises(CommandError, match=r"Problems: 5 \(the first 2 are shown\)\."):
        call_command("import_programmes", path)
    assert len(capsys.readouterr().err.splitlines()) == 2


def test_of_very_many_changes_the_first_are_printed_and_all_are_counted(file, capsys, monkeypatch):
    monkeypatch.setattr("programmes.importers.findings.KEPT", 2)
    path = file("title,period\n" + "".join(f"T{number},2007-2013\n" for number in range(5)))
    call_command("import_programmes", path, dry_run=True)
    assert "… and 3 more rows" in capsys.readouterr().out


def test_doubts_are_printed_beside_the_result(file, capsys):
    text = (
        codecs.BOM_UTF8
        + b"title;period;eu_amount;national_amount;total_amount\nA;2007-2013;5;5;9\n"
    )
    call_command("import_programmes", file(text))
    out, err = capsys.readouterr()
    assert out == "file.csv is imported: 1 new, 0 changed, 0 unchanged.\n"
    assert err == (
        "Look at line 2, column “total_amount”: EU and national amount make €\u00a010,"
        " published are €\u00a09: €\u00a01 more\n"
    )


def test_a_long_file_shows_how_far_it_is(file, capsys):
    make_programme("P", slug="p")
    rows = "".join(f"p,{number},ERDF\n" for number in range(1200))
    call_command("import_axes", file(f"programme,code,fund\n{rows}"))
    out, err = capsys.readouterr()
    assert err.splitlines() == [
        *("line 501 of 1201", "line 1001 of 1201", "line 1201 of 1201"),
    ]
    assert out == "file.csv is imported: 1200 new, 0 changed, 0 unchanged.\n"


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(CommandError, match="cannot be read: No such file or directory"):
        call_command("import_programmes", str(tmp_path / "none.csv"))
    with pytest.raises(CommandError, match="cannot be read: Is a directory"):
        call_command("import_programmes", str(tmp_path))


def test_a_file_too_big_for_the_browser_is_read_by_the_command(file, monkeypatch, capsys):
    monkeypatch.setattr("programmes.importers.files.BROWSER_LIMIT", 10)
    call_command("import_programmes", file("title,period\nA,2014-2020\n"))
    assert "1 new" in capsys.readouterr().out


def test_the_help_names_the_columns(capsys):
    with pytest.raises(SystemExit):
        call_command("import_mandates", "--help")
    said = capsys.readouterr().out
    assert "Columns that must be there: body, programme, role." in said
    assert "Columns that may be there: country, since, until, source, doubt." in said
