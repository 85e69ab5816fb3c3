"""The portal's settings: read from the environment, safe by default, explained in one file."""

import ast
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
READ_BY_GUNICORN_ITSELF = {"FORWARDED_ALLOW_IPS"}
REAL = {"SECRET_KEY": "k" * 60, "ALLOWED_HOSTS": "portal.example,www.portal.example"}
SHOWN = (
    "SECRET_KEY", "ALLOWED_HOSTS", "DATABASES", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE",
    "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS", "SECURE_HSTS_INCLUDE_SUBDOMAINS",
    "X_FRAME_OPTIONS", "SECURE_REFERRER_POLICY", "SECURE_PROXY_SSL_HEADER", "EMAIL_HOST",
    "EMAIL_PORT", "EMAIL_USE_TLS", "EMAIL_BACKEND", "ALLAUTH_TRUSTED_PROXY_COUNT",
)  # fmt: skip


def python(*words: str, **environment: str) -> subprocess.CompletedProcess:
    """Run Python in the project with nothing but this environment."""
    clean = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    clean |= {"SECRET_KEY": "", "ALLOWED_HOSTS": ""}
    return subprocess.run(
        [sys.executable, *words],
        cwd=PROJECT,
        env=clean | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def settings_with(**environment: str) -> dict:
    """Return the settings that this environment makes."""
    show = (
        "import json; from interact_portal import settings as s;"
        f"print(json.dumps({{n: getattr(s, n, None) for n in {SHOWN!r}}}, default=str))"
    )
    answer = python("-c", show, **environment)
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout)


def names_read_in(file: Path) -> set[str]:
    """Return the variables that a file asks `env` or `os.environ` for."""
    names = set()
    for call in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute):
            if call.func.attr == "setdefault":
                continue
            asked = ast.unparse(call.func.value)
            first = call.args[0] if call.args else None
            if asked in ("env", "os.environ") and isinstance(first, ast.Constant):
                names.add(first.value)
    return names


def test_the_example_explains_every_variable_and_no_other():
    example = (PROJECT / ".env.example").read_text("utf-8")
    explained = re.findall(r"^(?:# )?([A-Z][A-Z_]+)=", example, re.MULTILINE)
    read = names_read_in(PROJECT / "interact_portal" / "settings.py")
    read |= names_read_in(PROJECT / "gunicorn.conf.py") | READ_BY_GUNICORN_ITSELF
    assert len(explained) == len(set(explained))
    assert set(explained) == read


def test_nothing_outside_settings_and_the_launcher_reads_the_environment():
    rooms = [path.parent for path in PROJECT.glob("*/apps.py")] + [PROJECT / "interact_portal"]
    files = {file for room in rooms for file in room.rglob("*.py")}
    readers = {
        file.relative_to(PROJECT).as_posix()
        for file in files
        if "embedded_postgres" not in file.parts and names_read_in(file)
    }
    assert readers == {"interact_portal/settings.py"}


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({}, "SECRET_KEY"),
        ({"SECRET_KEY": "k" * 60}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": "portal.example"}, "SECRET_KEY"),
        ({"SECRET_KEY": "", "ALLOWED_HOSTS": ""}, "SECRET_KEY"),
    ],
)
def test_a_real_portal_refuses_to_start_without_key_or_hosts_and_says_what_to_set(given, missing):
    answer = python("manage.py", "check", **given)
    assert answer.returncode != 0
    assert f"{missing} is not set." in answer.stderr
    assert ".env.example" in answer.stderr


def test_the_demo_starts_without_key_and_answers_on_this_machine_only():
    demo = settings_with(PORTAL_DEMO="1")
    assert demo["ALLOWED_HOSTS"] == ["127.0.0.1", "localhost", "[::1]"]
    assert demo["SESSION_COOKIE_SECURE"] is False
    assert demo["SECURE_HSTS_SECONDS"] == 0


def test_a_real_portal_speaks_https_only_and_says_so_for_a_year():
    real = settings_with(**REAL)
    assert real["ALLOWED_HOSTS"] == ["portal.example", "www.portal.example"]
    for switch in ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT"):
        assert real[switch] is True, switch
    assert real["SECURE_HSTS_SECONDS"] == 365 * 24 * 3600
    assert real["SECURE_HSTS_INCLUDE_SUBDOMAINS"] is True
    assert real["X_FRAME_OPTIONS"] == "DENY"
    assert real["SECURE_REFERRER_POLICY"] == "strict-origin-when-cross-origin"


def test_headers_of_a_proxy_are_believed_only_when_there_is_one():
    assert settings_with(**REAL)["SECURE_PROXY_SSL_HEADER"] is None
    behind = settings_with(**REAL, TRUSTED_PROXIES="1")
    assert behind["SECURE_PROXY_SSL_HEADER"] == ["HTTP_X_FORWARDED_PROTO", "https"]
    assert behind["ALLAUTH_TRUSTED_PROXY_COUNT"] == 1


def test_the_portal_brings_its_own_database_until_another_is_named():
    own = settings_with(**REAL, PORTAL_DATA_DIR="/srv/portal")["DATABASES"]["default"]
    assert own["ENGINE"] == "interact_portal.core.embedded_postgres"
    assert own["PGHOME"] == "/srv/portal/postgres"
    address = "postgres://anna:p%40ss@db.example:5433/knowledge?sslmode=require"
    other = settings_with(**REAL, DATABASE_URL=address)["DATABASES"]["default"]
    assert other["ENGINE"] == "django.db.backends.postgresql"
    assert (other["HOST"], other["PORT"], other["NAME"]) == ("db.example", 5433, "knowledge")
    assert (other["USER"], other["PASSWORD"]) == ("anna", "p@ss")
    assert other["OPTIONS"]["sslmode"] == "require"
    for database in (own, other):
        assert database["CONN_HEALTH_CHECKS"] is True


def test_letters_go_to_the_console_until_a_mail_server_is_named():
    console = settings_with(**REAL)
    assert console["EMAIL_BACKEND"] == "interact_portal.mail.console.ReadableBackend"
    mail = settings_with(**REAL, EMAIL_URL="submission://anna:secret@mail.example")
    assert mail["EMAIL_BACKEND"] == "django.core.mail.backends.smtp.EmailBackend"
    assert (mail["EMAIL_HOST"], mail["EMAIL_PORT"]) == ("mail.example", 587)
    assert mail["EMAIL_USE_TLS"] is True


def test_the_settings_of_a_real_portal_pass_every_check_of_deployment():
    answer = python(
        "-W", "error", "manage.py", "check", "--deploy", "--fail-level", "WARNING",
        **REAL | {"SECRET_KEY": "n4Wq-8sLz_2Rk7Vd0Xy5Bt9Hm3Jc6Fp1Ga-Ue_Ti8Os2Pl4Kr7Zn0Mx5Cv9"},
    )  # fmt: skip
    assert answer.returncode == 0, answer.stderr
    assert "no issues" in answer.stdout
