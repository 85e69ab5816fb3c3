"""The form that asks for a seat, and what is said before it asks anything."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from programmes.models import Body
from seminars import registration as verbs
from seminars.choices import Access, Status
from seminars.models import Registration
from tests.factories import (
    make_country,
)

from .making import make_seminar, wish_of
from .pages import filled, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("notice")]


def test_registering_takes_one_page_and_is_answered_at_once(as_ann):
    seminar = make_seminar("Recoveries", asks=["question", "diet", "access"])
    url = reverse("seminar_register", args=[seminar.slug])
    form = as_ann.get(url).context["form"]
    assert form.fields["body"].initial == Body.objects.get().pk
    answer = as_ann.post(url, filled(seminar, diet="Vegan", brings_question="Who pays?"))
    registration = Registration.objects.get()
    assert answer.url == registration.get_absolute_url()
    page = text_of(as_ann.get(answer.url))
    for words in (registration.reference, "Your seat is confirmed.", "Vegan", "Who pays?"):
        assert words in page
    assert registration.privacy_notice.version == 1
    assert registration.needs.delete_on == seminar.needs_are_deleted_on


def test_a_form_with_a_gap_comes_back_with_everything_else_kept(as_ann):
    seminar = make_seminar(asks=["diet"])
    url = reverse("seminar_register", args=[seminar.slug])
    answer = as_ann.post(
        url, filled(seminar, role="", body="", proposed_body="", diet="Halal", agree="")
    )
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Please mend this first" in page
    assert 'value="Halal"' in page
    assert "Please choose your body, or write its name below." in page
    assert "Without your agreement we cannot register you." in page
    assert not Registration.objects.exists()


def test_a_missing_body_is_proposed_without_losing_the_form(as_ann):
    seminar = make_seminar()
    country = make_country("FR")
    answer = as_ann.post(
        reverse("seminar_register", args=[seminar.slug]),
        filled(seminar, body="", proposed_body="Région Sud", proposed_country=country.pk),
    )
    registration = Registration.objects.get()
    assert answer.url == registration.get_absolute_url()
    assert (registration.body, registration.proposed_body) == (None, "Région Sud")
    assert registration.country == country


def test_questions_depend_on_one_condition(as_ann):
    seminar = make_seminar()
    talk = seminar.questions.create(
        label="Do you give a talk?", kind="choice", options=["Yes", "No"], required=True
    )
    title = seminar.questions.create(
        label="Its title", required=True, condition=talk, condition_answer="Yes", position=1
    )
    url = reverse("seminar_register", args=[seminar.slug])
    key, depending = f"question_{talk.pk}", f"question_{title.pk}"
    assert "Only if you answered “Yes”" in text_of(as_ann.get(url))
    refused = as_ann.post(url, filled(seminar, **{key: "Yes"}))
    assert refused.context["form"].errors[depending] == ["Please answer this question."]
    as_ann.post(url, filled(seminar, **{key: "No", depending: "left over"}))
    answers = Registration.objects.get().answers.values_list("question__label", "values")
    assert list(answers) == [("Do you give a talk?", ["No"])]


def test_every_kind_of_question_keeps_its_answer(as_ann, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    from django.core.files.uploadedfile import SimpleUploadedFile

    seminar = make_seminar()
    several = seminar.questions.create(label="Topics", kind="several", options=["A", "B", "C"])
    number = seminar.questions.create(label="Years", kind="number", position=1)
    file = seminar.questions.create(label="Slides", kind="file", position=2)
    url = reverse("seminar_register", args=[seminar.slug])
    bad = SimpleUploadedFile("run.exe", b"MZ")
    refused = as_ann.post(url, filled(seminar, **{f"question_{file.pk}": bad}))
    assert "Please give a document" in text_of(refused)
    as_ann.post(
        url,
        filled(
            seminar,
            **{
                f"question_{several.pk}": ["A", "C"],
                f"question_{number.pk}": "7.5",
                f"question_{file.pk}": SimpleUploadedFile("talk.pdf", b"%PDF-1.7"),
            },
        ),
    )
    registration = Registration.objects.get()
    assert [answer.values for answer in registration.answers.all()] == [
        ["A", "C"],
        ["7.5"],
        ["talk.pdf"],
    ]
    change = reverse("registration_change", args=[registration.secret])
    changed = filled(seminar, **{f"question_{several.pk}": ["B"]})
    assert as_ann.post(change, changed).status_code == 302
    assert [answer.values for answer in registration.answers.all()] == [["B"], ["talk.pdf"]]


def test_who_is_registered_is_told_before_anything_is_asked(as_ann, ann):
    seminar = make_seminar()
    registration = verbs.register(seminar, wish_of(ann, seminar))
    url = reverse("seminar_register", args=[seminar.slug])
    page = as_ann.get(url)
    assert "You are already registered: confirmed." in text_of(page)
    assert "Ask for a seat" not in text_of(page)
    assert as_ann.post(url, filled(seminar)).url == registration.get_absolute_url()


def test_an_overlapping_seminar_is_named_before_anything_is_asked(as_ann, ann):
    other = make_seminar("The other one")
    verbs.register(other, wish_of(ann, other))
    seminar = make_seminar("This one", starts_at=other.starts_at)
    page = text_of(as_ann.get(reverse("seminar_register", args=[seminar.slug])))
    assert "registered for another seminar at the same time: The other one." in page


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"registration_closes_at": timezone.now()}, "Registration closed on"),
        (
            {"registration_opens_at": timezone.now() + datetime.timedelta(days=3)},
            "Registration opens on",
        ),
        ({"access": Access.INVITATION}, "by personal invitation only"),
        ({"days": -3}, "has taken place"),
    ],
)
def test_a_closed_door_is_said_before_anything_is_asked(as_ann, fields, words):
    seminar = make_seminar(**fields)
    page = text_of(as_ann.get(reverse("seminar_register", args=[seminar.slug])))
    assert words in page
    assert "Ask for a seat" not in page


def test_an_invitation_opens_the_form(as_ann):
    seminar = make_seminar(access=Access.INVITATION)
    invitation = seminar.invitations.create(email="ann@example.eu")
    url = invitation.get_absolute_url()
    assert "Ask for a seat" in text_of(as_ann.get(url))
    as_ann.post(url, filled(seminar))
    assert Registration.objects.get().status == Status.CONFIRMED


def test_registering_needs_a_sign_in_and_comes_back(client):
    seminar = make_seminar()
    url = reverse("seminar_register", args=[seminar.slug])
    assert client.get(url).url == f"{reverse('account_login')}?next={url}"
