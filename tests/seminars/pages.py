"""Reading and filling in pages of the room."""

import re

from programmes.choices import Role
from programmes.models import Body
from seminars.models import Seminar
from tests.factories import make_body


def filled(seminar: Seminar, **answers) -> dict:
    """Return a filled registration form."""
    body = Body.objects.first() or make_body()
    return {
        "name": "Ann Example",
        "body": body.pk,
        "role": Role.CERTIFYING_AUTHORITY.value,
        "visibility": "nobody",
        "agree": "on",
    } | answers


def text_of(response) -> str:
    """Return the words of a page, spaces evened."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def titles_of(response) -> list[str]:
    """Return the titles of the cards."""
    return re.findall(r'class="card-title"><a [^>]*>([^<]+)</a>', response.content.decode())
