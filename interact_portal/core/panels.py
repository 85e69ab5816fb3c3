"""What rooms show on the pages of others: a programme's page lists its practices and seminars.

A room may not know the rooms above it, so those hang up their panels here when they start
(`AppConfig.ready`), and the page asks for all that have something to say.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import Model

Reader = AbstractBaseUser | AnonymousUser
Maker = Callable[[Model, Reader], dict | None]


@dataclass(frozen=True)
class Panel:
    """A section of a page: the template that draws it and what it needs."""

    template: str
    context: dict


_makers: dict[str, dict[str, Maker]] = {}


def hang_panel(page: str, template: str, maker: Maker) -> None:
    """Show `template` on the pages of `page` (“programme”, “body”).

    `maker` is called with the thing and the reader; it returns the template's context, or None
    when there is nothing to show.
    """
    _makers.setdefault(page, {})[template] = maker


def panels_of(page: str, thing: Model, reader: Reader) -> list[Panel]:
    """Return the panels of `thing`'s page that have something to show to `reader`."""
    made = [(template, maker(thing, reader)) for template, maker in _makers.get(page, {}).items()]
    return [Panel(template, context) for template, context in made if context is not None]
