"""The demo's practices: enough of them, in every state, with everything that can happen to one."""

import pytest

from goodpractice import demo as steps
from goodpractice.choices import Evidence, InUse, Status
from goodpractice.models import (
    Correction,
    ListEntry,
    OutsideReview,
    Practice,
    PracticeVersion,
    Remark,
    Use,
    UseStage,
    UseState,
    Voice,
)
from interact_portal.mail.models import Letter

pytestmark = pytest.mark.django_db


def test_the_demo_holds_practices_in_every_state_with_uses_versions_and_lists(client, demo):
    assert Practice.objects.count() >= 24
    assert all(version.content["title"] for version in PracticeVersion.objects.all())
    assert all(practice.source for practice in Practice.objects.published())
    assert set(PracticeVersion.objects.values_list("status", flat=True)) == set(Status.values)
    assert set(Practice.objects.values_list("evidence", flat=True)) == set(Evidence.values)
    assert PracticeVersion.objects.filter(number__gte=3).exists()
    confirmed = Use.objects.confirmed()
    assert set(confirmed.values_list("stage", flat=True)) == set(UseStage.values)
    assert Use.objects.filter(state=UseState.WAITING).exists()
    assert set(Practice.objects.values_list("in_use", flat=True)) >= set(InUse.values) - {"stopped"}
    shared = ListEntry.objects.exclude(reading_list__key=None).values_list("note", flat=True)
    assert len([note for note in shared if note]) == 3
    for talk in (Remark, OutsideReview, Correction, Voice):
        assert talk.objects.exists(), talk
    page = client.get(ListEntry.objects.first().practice.get_absolute_url()).content.decode()
    assert "readers say yes" in page


def test_what_a_visitor_changed_in_the_demo_stays_when_its_steps_are_taken_again(demo):
    ListEntry.objects.update(note="My own")
    letters = Letter.objects.count()
    before = [model.objects.count() for model in (Use, Voice, Remark, Correction, Practice)]
    for step in (steps.bring_the_practices, steps.bring_the_uses, steps.make_a_list,
                 steps.let_people_talk):  # fmt: skip
        step()
    after = [model.objects.count() for model in (Use, Voice, Remark, Correction, Practice)]
    assert after == before
    assert Letter.objects.count() == letters
    assert set(ListEntry.objects.values_list("note", flat=True)) == {"My own"}
