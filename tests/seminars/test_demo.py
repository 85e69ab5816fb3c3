"""The demo's seminars: real, many, and with registrations in every state."""

import pytest

from interact_portal.accounts.demo import make_the_people
from interact_portal.mail.models import Letter
from programmes.demo import give_the_people_their_posts, import_reference_data
from seminars import demo
from seminars.choices import Status
from seminars.models import Registration, Seminar

pytestmark = pytest.mark.django_db


def test_the_demo_holds_real_seminars_and_people_in_every_state_and_can_be_taken_twice():
    import_reference_data()
    make_the_people()
    give_the_people_their_posts()
    for _time in range(2):
        demo.bring_the_seminars()
        demo.fill_the_seminars()
    assert Seminar.objects.past().count() >= 20
    assert Seminar.objects.public().upcoming().count() >= 10
    assert not Seminar.objects.exclude(source__contains="http").exists()
    assert not Seminar.objects.filter(themes=None).exists()
    states = set(Registration.objects.values_list("status", flat=True))
    assert states == {status.value for status in Status}
    assert not Letter.objects.filter(state="queued", key__startswith="registration:").exists()
