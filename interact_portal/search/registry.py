"""The kinds of things that the search of the whole portal looks for."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.utils.functional import Promise

Reader = AbstractBaseUser | AnonymousUser


@dataclass(frozen=True)
class Hit:
    """One thing found: its name, where it is, what it is and a quiet row of facts."""

    title: str
    url: str
    why: str = ""
    meta: tuple[str, ...] = ()


@dataclass(frozen=True)
class Found:
    """What was found of one kind: the best hits, how many there are, and the list of them all."""

    hits: list[Hit]
    count: int
    list_url: str


@dataclass(frozen=True)
class Kind:
    """One kind of thing: its name in the plural, and how to look for it.

    `look` is called with the words, the reader and the most hits to return.
    """

    name: str
    label: str | Promise
    look: Callable[[str, Reader, int], Found]


_kinds: dict[str, Kind] = {}


def register_kind(kind: Kind) -> None:
    """Let the search look for this kind too; kinds are shown in the order they came."""
    _kinds[kind.name] = kind


def kinds() -> list[Kind]:
    """Return all kinds."""
    return list(_kinds.values())
