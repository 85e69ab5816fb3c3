"""One row of every table of the back office, and every address the back office answers to."""

import datetime
from collections.abc import Iterator

from django.contrib import admin
from django.contrib.auth.models import Group
from django.db.models import Model
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, reverse
from django.utils import timezone

from advice.models import CannedPassage, Holiday, Term
from goodpractice.models import PracticeVersion, Remark
from goodpractice.workflow import declare_use, suggest
from interact_portal.accounts.models import User
from interact_portal.backoffice.roles import make_roles
from interact_portal.core.audit import record
from interact_portal.core.models import JobRun
from interact_portal.words.models import Miss, Synonyms
from seminars.models import Seminar, Series, SurveyAnswer
from tests.advice.world import ask, draft, question_in
from tests.factories import (
    give_second_factor,
    make_axis,
    make_body,
    make_country,
    make_letter,
    make_mandate,
    make_membership,
    make_programme,
    make_staff,
    make_theme,
)
from tests.goodpractice.making import make_practice, make_submitted
from tests.seminars.making import make_registration, make_seminar

# Addresses of Django's own that know no table: they ask their own question, or none.
PLAIN = (
    "index",
    "login",
    "logout",
    "password_change",
    "password_change_done",
    "jsi18n",
    "app_list",
)
PLAIN += ("autocomplete", "view_on_site")


def make_world() -> dict[type[Model], Model]:
    """Make a row of every table that stands in the back office; return them by table."""
    make_roles()
    programme = make_programme("Alpine Space", countries=["AT"])
    body = make_body("Regional office", country=make_country("AT"))
    mandate, post = make_mandate(body, programme), make_membership(body=body)
    seminar = make_seminar("Recoveries")
    practice = make_practice()
    suggest(practice, "The year is wrong.", by=post.person)
    declare_use(practice, body=body, programme=programme, by=post.person, stage="in-use")
    rows: list[Model] = [
        record("change", body, by=post.person),
        JobRun.objects.create(name="sweep", started_at=timezone.now()),
        Group.objects.order_by("pk").first(),
        post.person,
        make_letter(),
        Synonyms.objects.create(terms=["zzq", "zzr"]),
        Miss.objects.create(day=timezone.localdate(), room="search", text="rates"),
        *(programme, make_axis(programme), body, mandate, post, make_country("AT")),
        *(make_theme("Control"), seminar, make_registration(seminar)),
        Series.objects.create(title="Control weeks", slug="control-weeks"),
        SurveyAnswer.objects.create(seminar=seminar, overall=5, useful=4, organised=3),
        Holiday.objects.create(day=timezone.localdate() + datetime.timedelta(days=9), name="Day"),
        CannedPassage.objects.create(title="Greeting", text="Thank you."),
        Term.objects.create(slug="lead-partner", definition="Who leads."),
        ask(),
        draft(question_in("answered")),
        practice,
        make_submitted(),
    ]
    Remark.objects.create(version=rows[-1], part="title", text="Say where.", author=post.person)
    world = {type(row): row for row in rows}
    registered = set(admin.site._registry)
    for model in registered - set(world):
        row = model.objects.first()
        assert row is not None, f"tests/backoffice/world.py makes no row of {model._meta.label}"
        world[model] = row
    return world


def signed_in(user: User) -> Client:
    """Return a client of `user` with a second factor."""
    client = Client(raise_request_exception=True)
    client.force_login(user)
    give_second_factor(client, user)
    client.get("/health/live")
    return client


def in_role(name: str) -> tuple[User, Client]:
    """Return somebody of the secretariat in a role, signed in; without a name in none."""
    user = make_staff(superuser=False)
    if name:
        user.groups.set([Group.objects.get(name=name)])
    return user, signed_in(user)


def patterns() -> Iterator[URLPattern]:
    """Yield every address of the back office that has a name."""
    waiting = list(admin.site.get_urls())
    while waiting:
        each = waiting.pop()
        if isinstance(each, URLResolver):
            waiting += each.url_patterns
        elif each.name:
            yield each


def addresses(world: dict[type[Model], Model]) -> dict[str, str]:
    """Return a concrete address for each name, with the row of the world in it."""
    by_label = {model._meta.label_lower.replace(".", "_"): row for model, row in world.items()}
    by_label["seminar_desk"] = world[Seminar]
    by_label["goodpractice_review"] = world[PracticeVersion]
    by_label["goodpractice_remark"] = Remark.objects.get()
    found = {}
    for pattern in patterns():
        row = next(
            (r for label, r in by_label.items() if pattern.name.startswith(f"{label}_")), None
        )
        if pattern.name.endswith("_simple_history"):
            arguments = [row.pk, row.history.first().history_id]
            found[pattern.name] = reverse(f"admin:{pattern.name}", args=arguments)
        else:
            found[pattern.name] = _address(pattern.name, row.pk if row else 0)
    return found


def _address(name: str, key: object) -> str:
    tries = ([key], [key, "claim"], [key, 1], [], [key, 1, "remind"], ["core"])
    for arguments in tries:
        try:
            return reverse(f"admin:{name}", args=arguments)
        except NoReverseMatch:
            continue
    raise AssertionError(f"No address could be made for {name}")
