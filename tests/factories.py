"""Rows for tests, made by plain functions: each gives what the row needs, any field can be named.

programme = make_programme(title="Alpine Space", countries=["AT", "IT"])
person = make_user("anna@example.eu")
"""

import datetime
import itertools
import time
from typing import Any

from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone
from django.utils.text import slugify

from interact_portal.accounts.models import User
from interact_portal.mail.models import Letter
from programmes.choices import (
    Fund,
    MembershipRole,
    MembershipState,
    Part,
    Period,
    Role,
    Strand,
)
from programmes.models import (
    Body,
    Country,
    Mandate,
    Membership,
    PriorityAxis,
    Programme,
    Theme,
)

PASSWORD = "a-long-enough-word-42"
EU_CODES = {"GR": "EL", "GB": "UK"}
NAMES = {
    "AT": "Austria", "BE": "Belgium", "CH": "Switzerland", "DE": "Germany", "ES": "Spain",
    "FR": "France", "GB": "United Kingdom", "GR": "Greece", "IT": "Italy", "NO": "Norway",
    "PL": "Poland", "RS": "Serbia", "SI": "Slovenia", "XK": "Kosovo",
}  # fmt: skip

_numbers = itertools.count(1)


def make_user(
    email: str = "", *, password: str = PASSWORD, verified: bool = True, **fields: Any
) -> User:
    """Return a person who can sign in: her address is confirmed unless `verified=False`."""
    email = email or f"person{next(_numbers)}@example.eu"
    fields.setdefault("name", email.partition("@")[0].replace(".", " ").title())
    user = User.objects.create_user(email, password, **fields)
    EmailAddress.objects.update_or_create(
        user=user, email=user.email, defaults={"primary": True, "verified": verified}
    )
    return user


def make_staff(email: str = "", *, superuser: bool = True, **fields: Any) -> User:
    """Return somebody of the secretariat; without `superuser` she has no permission yet."""
    return make_user(email, is_staff=True, is_superuser=superuser, **fields)


def give_second_factor(client: Client, user: User) -> None:
    """Let `client`, signed in as `user`, have given a second factor in this session."""
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "mfa", "type": "totp", "at": time.time()}
    ]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()


def make_country(code: str = "AT", **fields: Any) -> Country:
    """Return the country with this ISO code, made when it is not there yet."""
    defaults = {"eu_code": EU_CODES.get(code, code), "english_name": NAMES.get(code, code)}
    return Country.objects.get_or_create(code=code, defaults=defaults | fields)[0]


def make_theme(name: str = "", **fields: Any) -> Theme:
    """Return a theme."""
    name = name or f"Theme {next(_numbers)}"
    return Theme.objects.create(**({"name": name, "slug": slugify(name)} | fields))


def make_programme(title: str = "", *, countries: Any = (), **fields: Any) -> Programme:
    """Return a programme in which `countries` (ISO codes) take part as Member States."""
    title = title or f"Programme {next(_numbers)}"
    period = fields.setdefault("period", Period.P2007)
    fields.setdefault("slug", slugify(f"{title} {period}"))
    fields.setdefault("strand", Strand.CROSS_BORDER)
    programme = Programme.objects.create(title=title, **fields)
    for code in countries:
        programme.participations.create(country=make_country(code), part=Part.MEMBER_STATE)
    return programme


def make_axis(programme: Programme | None = None, code: str = "", **fields: Any) -> PriorityAxis:
    """Return a priority axis; amounts are unknown unless given."""
    programme = programme or make_programme()
    position = fields.pop("position", programme.axes.count() + 1)
    fields.setdefault("fund", Fund.ERDF)
    return PriorityAxis.objects.create(
        programme=programme, code=code or str(position), position=position, **fields
    )


def make_body(name: str = "", **fields: Any) -> Body:
    """Return a body."""
    name = name or f"Body {next(_numbers)}"
    fields.setdefault("slug", slugify(name))
    return Body.objects.create(name=name, **fields)


def make_mandate(
    body: Body | None = None, programme: Programme | None = None, **fields: Any
) -> Mandate:
    """Return what a body does for a programme: its managing authority unless told otherwise."""
    fields.setdefault("role", Role.MANAGING_AUTHORITY)
    return Mandate.objects.create(
        body=body or make_body(), programme=programme or make_programme(), **fields
    )


def make_membership(
    person: User | None = None, body: Body | None = None, **fields: Any
) -> Membership:
    """Return a person's post at a body, confirmed unless `state` says otherwise."""
    state = fields.setdefault("state", MembershipState.CONFIRMED)
    if state != MembershipState.ASKED:
        fields.setdefault("decided_at", timezone.now())
    if state == MembershipState.CONFIRMED:
        fields.setdefault("since", timezone.localdate() - datetime.timedelta(days=30))
    return Membership.objects.create(
        person=person or make_user(), body=body or make_body(), **fields
    )


def make_designated(body: Body, person: User | None = None, **fields: Any) -> User:
    """Return the person who confirms colleagues for `body`."""
    return make_membership(person, body, role=MembershipRole.DESIGNATED, **fields).person


def make_letter(**fields: Any) -> Letter:
    """Return a letter waiting in the outbox."""
    number = next(_numbers)
    return Letter.objects.create(
        **(
            {
                "key": f"test:{number}",
                "to": f"reader{number}@example.eu",
                "subject": f"Letter {number}",
                "text": "Good day.\n",
            }
            | fields
        )
    )
