"""What every answer carries, health, and the error pages."""

import datetime
import re

import pytest
from django.db import DatabaseError
from django.test import Client, override_settings
from django.utils import timezone

from interact_portal.home.views import errors, health
from interact_portal.mail import outbox
from interact_portal.mail.models import Letter

UNSAFE = re.compile(r"unsafe-inline|unsafe-eval|\*|https?:")


def test_a_live_process_says_so_without_asking_the_database(client):
    assert client.get("/health/live").json() == {"alive": True}


@pytest.mark.django_db
def test_a_portal_with_database_disk_and_moving_outbox_is_ready(client):
    answer = client.get("/health/ready")
    assert answer.status_code == 200
    assert answer.json() == {
        "ready": True,
        "checks": {"database": True, "disk": True, "outbox": True},
    }


@pytest.mark.django_db
def test_a_letter_that_nobody_sends_makes_the_portal_unready(client):
    letter = outbox.write(key="a", to="a@example.eu", subject="A", text="A")
    long_ago = timezone.now() - datetime.timedelta(seconds=health.STUCK_AFTER_SECONDS + 1)
    Letter.objects.filter(pk=letter.pk).update(next_try_at=long_ago)
    answer = client.get("/health/ready")
    assert answer.status_code == 503
    assert answer.json()["checks"] == {"database": True, "disk": True, "outbox": False}


def test_a_portal_without_database_is_not_ready_but_alive(client, monkeypatch):
    def gone(*_args):
        raise DatabaseError("the server is gone")

    monkeypatch.setattr(health.connection, "cursor", gone)
    answer = client.get("/health/ready")
    assert answer.status_code == 503
    assert answer.json()["checks"]["database"] is False
    assert client.get("/health/live").json() == {"alive": True}


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/no/such/page/", "/accounts/login/", "/admin/"])
def test_every_answer_carries_the_strict_policies(client, path):
    headers = client.get(path).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert not UNSAFE.search(policy)
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert re.fullmatch(r"[0-9a-f]{32}", headers["X-Request-ID"])


def test_a_well_formed_request_id_of_a_proxy_is_kept_and_another_is_replaced(client):
    kept = client.get("/health/live", headers={"X-Request-ID": "proxy-0001"})
    assert kept.headers["X-Request-ID"] == "proxy-0001"
    replaced = client.get("/health/live", headers={"X-Request-ID": "<script>alert(1)"})
    assert re.fullmatch(r"[0-9a-f]{32}", replaced.headers["X-Request-ID"])


@pytest.mark.django_db
def test_an_address_that_leads_nowhere_is_answered_in_the_portals_look(client):
    answer = client.get("/no/such/page/")
    assert answer.status_code == 404
    assert b'id="main"' in answer.content
    assert b"<h1" in answer.content


@pytest.mark.django_db
def test_a_request_for_another_host_is_refused_in_words():
    answer = Client().get("/", headers={"Host": "evil.example"})
    assert answer.status_code == 400
    assert b"<h1" in answer.content


@pytest.mark.django_db
def test_a_form_from_elsewhere_is_refused_in_words():
    visitor = Client(enforce_csrf_checks=True)
    answer = visitor.post("/accounts/login/", {"login": "a@example.eu"})
    assert answer.status_code == 403
    assert b"<h1" in answer.content


@override_settings(DEBUG=False)
@pytest.mark.django_db
@pytest.mark.parametrize(("fit", "status"), [(True, 500), (False, 503)])
def test_the_portals_own_failure_says_whether_the_database_answers(rf, monkeypatch, fit, status):
    monkeypatch.setattr(errors, "database_answers", lambda: fit)
    request = rf.get("/")
    request.id = "0123456789abcdef"
    answer = errors.server_error(request)
    assert answer.status_code == status
    assert b"<h1" in answer.content
    assert b"0123456789abcdef" in answer.content
