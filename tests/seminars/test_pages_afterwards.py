"""After the seminar: material, certificates, opinions."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from seminars import registration as verbs
from seminars import workflow
from seminars.models import Registration, Seminar
from tests.factories import (
    make_staff,
)

from .making import make_registration, make_seminar, wish_of
from .pages import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("notice")]


def test_material_opens_for_participants_first_and_for_everybody_later(client, as_ann, ann):
    seminar = make_seminar(days=30)
    verbs.register(seminar, wish_of(ann, seminar))
    Seminar.objects.filter(pk=seminar.pk).update(
        starts_at=timezone.now() - datetime.timedelta(days=2),
        ends_at=timezone.now() - datetime.timedelta(days=1),
        registration_opens_at=None,
    )
    links = {
        access: seminar.materials.create(
            title=access, link=f"https://example.eu/{access}", access=access
        )
        for access in ("public", "later", "participants")
    }

    def answers(browser):
        return {
            access: browser.get(reverse("material_open", args=[seminar.slug, each.pk])).status_code
            for access, each in links.items()
        }  # fmt: skip

    stranger = Client()
    assert answers(stranger) == {"public": 302, "later": 404, "participants": 404}
    assert answers(as_ann) == {"public": 302, "later": 302, "participants": 302}
    Seminar.objects.filter(pk=seminar.pk).update(material_days=0)
    assert answers(stranger) == {"public": 302, "later": 302, "participants": 404}


def test_every_version_of_the_privacy_notice_can_be_read(client, notice):
    page = client.get(reverse("privacy_notice", args=[1]))
    assert "What we keep." in text_of(page)
    assert client.get(reverse("privacy_notice", args=[2])).status_code == 404


def _attended(**fields) -> Registration:
    """Return somebody's registration for a seminar that is over and that she attended."""
    registration = make_registration(make_seminar("Audit day", **fields), "ann2@example.eu")
    ends = timezone.now() - datetime.timedelta(days=1)
    Seminar.objects.filter(pk=registration.seminar_id).update(
        starts_at=ends - datetime.timedelta(hours=7), ends_at=ends, registration_opens_at=None
    )
    registration.refresh_from_db()
    workflow.note_attendance(registration, "attended", by=make_staff())
    return registration


def test_a_certificate_is_a_pdf_whose_number_anybody_can_check(client):
    registration = _attended()
    answer = client.get(reverse("certificate_file", args=[registration.secret]))
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    number = Registration.objects.get(pk=registration.pk).certificate.number
    typed = number.replace("-", " ").lower()
    page = client.get(reverse("certificate_check"), {"number": typed}, follow=True)
    assert "This certificate is real." in text_of(page)
    assert "Audit day" in text_of(page)
    verbs.forget(registration)
    page = client.get(reverse("certificate_verify", args=[number]))
    assert "somebody whose name has been deleted since" in text_of(page)
    unknown = client.get(reverse("certificate_verify", args=["AAAA-BBBB-CCCC"]))
    assert unknown.status_code == 404
    assert "We have issued no certificate with this number." in text_of(unknown)


def test_who_did_not_attend_has_no_certificate(client):
    registration = make_registration()
    url = reverse("certificate_file", args=[registration.secret])
    page = client.get(url, follow=True)
    assert "A certificate is for those who attended." in text_of(page)


def test_an_opinion_is_asked_once_and_a_promise_is_asked_after(client):
    registration = _attended()
    status = text_of(client.get(registration.get_absolute_url()))
    assert "Tell us how it was" in status
    url = reverse("registration_survey", args=[registration.secret])
    gap = client.post(url, {"overall": "5"})
    assert gap.status_code == 422
    grades = {"overall": "5", "useful": "4", "organised": "3", "promise": "Keep one ledger."}
    page = client.post(url, grades, follow=True)
    assert "Your answers are kept without your name." in text_of(page)
    assert "Keep one ledger." in text_of(page)
    again = client.get(url, follow=True)
    assert "answered already" in text_of(again)
    promise = reverse("registration_promise", args=[registration.secret])
    page = client.post(promise, {"state": "done"}, follow=True)
    assert "Keep one ledger. (Done)" in text_of(page).replace(" (", " (")
