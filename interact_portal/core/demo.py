"""The demo: each room's `demo.py` adds its steps, `manage.py demo` takes them in order.

A step is a function without arguments that returns a sentence saying what now stands. It may be
taken again: it looks before it writes. A step whose code and files are as they were when it was
last taken is passed over, so that a second start is quick.
"""

import hashlib
import inspect
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.utils.module_loading import autodiscover_modules

from .models import DemoStep


@dataclass(frozen=True)
class Step:
    """A step of the demo: its place in the order, its name, its act and what it reads."""

    order: int
    name: str
    take: Callable[[], str]
    reads: tuple[Path, ...]

    @property
    def stamp(self) -> str:
        """Return a digest of the step's code and of the files it reads."""
        code = Path(inspect.getfile(self.take))
        digest = hashlib.sha256()
        for path in (code, *self.reads):
            digest.update(path.read_bytes())
        return digest.hexdigest()


_steps: dict[str, Step] = {}


def demo_step(order: int, *, reads: Iterable[Path] = ()) -> Callable:
    """Register the decorated function as a step; lower `order` comes first.

    Bodies and programmes are 100, people 200, what the rooms hold 300 and up. `reads` names the
    files whose change makes the step due again.
    """

    def register(take: Callable[[], str]) -> Callable[[], str]:
        name = f"{take.__module__}.{take.__name__}"
        _steps[name] = Step(order, name, take, tuple(reads))
        return take

    return register


def all_steps() -> list[Step]:
    """Return the steps of every installed room in order."""
    autodiscover_modules("demo")
    return sorted(_steps.values(), key=lambda step: (step.order, step.name))


def take_steps() -> Iterator[tuple[Step, str]]:
    """Take every step that is due, each in a transaction of its own; yield it with what it said."""
    taken = dict(DemoStep.objects.values_list("name", "stamp"))
    for step in all_steps():
        stamp = step.stamp
        if taken.get(step.name) == stamp:
            continue
        with transaction.atomic():
            said = step.take()
            DemoStep.objects.update_or_create(name=step.name, defaults={"stamp": stamp})
        yield step, said


def why_not_here() -> str:
    """Return why this database must not become a demo, or an empty text when it may."""
    if not settings.DEMO:
        return (
            "The demo's passwords are known to everybody: it is filled only where PORTAL_DEMO=1 "
            "is set, never in a real portal."
        )
    tables = connection.introspection.table_names()
    if "core_demostep" in tables and DemoStep.objects.exists():
        return ""
    if "accounts_user" in tables and _somebody_has_an_account():
        return (
            "This database holds people's accounts and was not set up as a demo. The demo stays "
            "away from it. Name another database in DATABASE_URL."
        )
    return ""


def wipe() -> None:
    """Drop everything in the database's public schema; `migrate` builds it anew."""
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute("CREATE SCHEMA public")


def _somebody_has_an_account() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM accounts_user)")
        return cursor.fetchone()[0]
