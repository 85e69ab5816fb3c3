"""The catalogue and the case page, measured against the same SQL alone and a bare Django view.

    PORTAL_DEMO=1 python -m benchmarks.catalogue 1000 10000 100000

Needs the collected static files (`make run` collects them). Makes a database of its own for each
number of practices and drops it. What is compared is measured in turns within one run, because
other work on the machine moves all figures together.
"""

import asyncio
import os
import re
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import django

ROUNDS = 15
AT_ONCE = 8
SECONDS = 8
LISTS = {
    "catalogue": "/practices/",
    "three filters": "/practices/?theme=control-and-audit&strand=cross-border&period=2014-2020",
    "search, common word": "/practices/?q=irregularity",
    "search, two words": "/practices/?q=sample+invoice",
    "search and filters": "/practices/?q=irregularity&strand=cross-border&period=2014-2020",
    "search, in most": "/practices/?q=programme",
}


@dataclass(frozen=True)
class Measured:
    """A page beside what it is compared with, in milliseconds at the median."""

    name: str
    found: int
    queries: int
    page: float
    sql: float
    bare: float

    @property
    def times(self) -> float:
        """How many times the same SQL and the bare view together the page takes."""
        return self.page / (self.sql + self.bare)


def main(counts: list[int]) -> None:
    """Make a database for each count, measure in it, drop it."""
    from .database import in_it, throwaway_database

    write(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, Python {sys.version.split()[0]}")
    for count in counts:
        with throwaway_database() as address:
            in_it(address, "benchmarks.catalogue", "--in-it", str(count))


def in_it(count: int) -> None:
    """Fill the present database with `count` practices and measure."""
    from .portal import running_portal
    from .practices import is_as_the_portal_writes_it

    begun = time.perf_counter()
    fill(count)
    write(f"\n{count} practices, made in {time.perf_counter() - begun:.0f} s")
    if not is_as_the_portal_writes_it():
        sys.exit("The practices made are not indexed as the portal does it.")
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "portal.log"
        with running_portal(log, DJANGO_SETTINGS_MODULE="benchmarks.settings") as port:
            asyncio.run(measure(port, count))


def fill(count: int) -> None:
    """Make the tables, the reference data and the practices."""
    from django.core.management import call_command

    from programmes.importers.reference import load_reference_data

    from .practices import finish, make_practices

    call_command("migrate", verbosity=0)
    call_command("createcachetable")
    load_reference_data()
    make_practices(count)
    finish()


async def measure(port: int, count: int) -> None:
    """Measure the lists one after the other, then many readers at once."""
    write(f"load of the machine before: {os.getloadavg()[0]:.1f}")
    write("| page | found | queries | page ms | same SQL ms | bare view ms | times |")
    write("|---|--:|--:|--:|--:|--:|--:|")
    for name, path in LISTS.items():
        one = await compare(port, name, path)
        write(
            f"| {one.name} | {one.found} | {one.queries} | {one.page:.1f} | {one.sql:.1f} "
            f"| {one.bare:.1f} | {one.times:.1f} |"
        )
    words = ("irregularity", "sample+invoice", "checklist", "staff+travel", "lump+sum", "recovery")
    searches = [f"/practices/?q={each}" for each in words]
    cases = [f"/practices/practice-{key}/" for key in range(1, 201)]
    write(f"searches a second at {AT_ONCE} clients: {await a_second(port, searches):.0f}")
    write(f"case pages a second at {AT_ONCE} clients: {await a_second(port, cases):.0f}")
    bare = [f"/bare/{await size_of(port, cases[0])}/"]
    write(f"bare views a second at {AT_ONCE} clients: {await a_second(port, bare):.0f}")


async def compare(port: int, name: str, path: str) -> Measured:
    """Take turns with the page, its SQL and a bare view of its size; return the medians."""
    from asgiref.sync import sync_to_async

    statements, found = await sync_to_async(sql_of)(path)
    size = await size_of(port, path)
    page, sql, bare = [], [], []
    for _round in range(ROUNDS):
        page.append(await timed(port, path))
        sql.append(await sync_to_async(replayed)(statements))
        bare.append(await timed(port, f"/bare/{size}/"))
    medians = [statistics.median(each) * 1000 for each in (page, sql, bare)]
    return Measured(name, found, len(statements), *medians)


async def timed(port: int, path: str) -> float:
    """Return how many seconds a visit takes, over a connection of its own."""
    from .crowd import Browser

    browser = Browser("127.0.0.1", port)
    begin = time.perf_counter()
    answer = await browser.get(path)
    seconds = time.perf_counter() - begin
    browser.close()
    if answer.status != 200:
        sys.exit(f"The portal answered {answer.status}.")
    return seconds


async def size_of(port: int, path: str) -> int:
    """Return how many bytes a page has."""
    from .crowd import Browser

    browser = Browser("127.0.0.1", port)
    answer = await browser.get(path)
    browser.close()
    return len(answer.body)


def sql_of(path: str) -> tuple[list[str], int]:
    """Return the statements that a page sends, once its process is warm, and what it finds."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(SERVER_NAME="127.0.0.1")
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(path)
    found = re.search(rb"<strong>([\d,]+) practices?<", answer.content)
    return [query["sql"] for query in queries], int(found[1].replace(b",", b""))


def replayed(statements: list[str]) -> float:
    """Send the same statements with nothing around them; return the seconds."""
    from django.db import connection, transaction

    connection.ensure_connection()
    with transaction.atomic(), connection.connection.cursor() as cursor:
        begin = time.perf_counter()
        for statement in statements:
            cursor.execute(statement)
            if cursor.description is not None:
                cursor.fetchall()
        return time.perf_counter() - begin


async def a_second(port: int, paths: list[str]) -> float:
    """Return how many pages the portal serves in a second to readers who wait for each."""
    from .crowd import Browser

    await _read(Browser("127.0.0.1", port), paths * 2, time.perf_counter() + 60)
    end = time.perf_counter() + SECONDS
    readers = (
        _read(Browser("127.0.0.1", port), paths[place:] + paths[:place], end)
        for place in range(AT_ONCE)
    )
    begin = time.perf_counter()
    return sum(await asyncio.gather(*readers)) / (time.perf_counter() - begin)


async def _read(browser, paths: list[str], end: float) -> int:
    served = 0
    while time.perf_counter() < end:
        for path in paths:
            answer = await browser.get(path)
            if answer.status != 200:
                sys.exit(f"The portal answered {answer.status}.")
            served += 1
            if time.perf_counter() >= end:
                break
        else:
            if end - time.perf_counter() > SECONDS:
                break
    browser.close()
    return served


def write(line: str) -> None:
    """Write a line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "interact_portal.settings")
    django.setup()
    if sys.argv[1] == "--in-it":
        in_it(int(sys.argv[2]))
    else:
        main([int(word) for word in sys.argv[1:]])
