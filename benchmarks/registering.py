"""What is measured: 300 people registering over HTTP, and as many bare SQL transactions."""

import asyncio
import statistics
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import psycopg2
from django.db import connection
from django.urls import reverse

from benchmarks.crowd import Answer, Browser, Served, serve_all
from benchmarks.people import a_seminar, form_of, signed_in
from seminars.choices import Status
from seminars.models import Seminar

PEOPLE, SEATS = 300, 50
WARM_UP = 20
AT_ONCE = (1, 8, 32)


def register(
    port: int, seminar: Seminar, keys: list[str], at_once: int
) -> tuple[float, list[Served]]:
    """Let everybody register; return the seconds it took in all, and what each was served."""
    path = reverse("seminar_register", args=[seminar.slug])
    form = form_of()

    async def everybody() -> list[Served]:
        browsers = [Browser("127.0.0.1", port, {"sessionid": key}) for key in keys]
        acts = [lambda browser=browser: browser.fill_in(path, form) for browser in browsers]
        served = await serve_all(acts, at_once)
        for browser in browsers:
            browser.close()
        return served

    begin = time.perf_counter()
    served = asyncio.run(everybody())
    return time.perf_counter() - begin, served


def bare_page(port: int, at_once: int) -> float:
    """Fetch the portal's emptiest page as often; return how many a second."""

    async def everybody() -> None:
        browsers = [Browser("127.0.0.1", port) for _number in range(at_once)]
        free = asyncio.Queue()
        for browser in browsers:
            free.put_nowait(browser)

        async def one() -> Answer:
            browser = await free.get()
            answer = await browser.get("/health/live")
            free.put_nowait(browser)
            return answer

        await serve_all([one] * PEOPLE, at_once)
        for browser in browsers:
            browser.close()

    begin = time.perf_counter()
    asyncio.run(everybody())
    return PEOPLE / (time.perf_counter() - begin)


def bare_sql(at_once: int) -> float:
    """Do as many bare transactions; return how many a second."""
    address = connection.get_connection_params()
    known = {
        name: address[name] for name in ("host", "port", "user", "password") if name in address
    }
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bare_registration, bare_seminar")
        cursor.execute("CREATE TABLE bare_seminar (id int PRIMARY KEY, seats int)")
        cursor.execute(
            "CREATE TABLE bare_registration (id bigserial PRIMARY KEY, seminar int, seated bool)"
        )
        cursor.execute("INSERT INTO bare_seminar VALUES (1, %s)", [SEATS])
    own = threading.local()

    def one(_number: int) -> None:
        if not hasattr(own, "link"):
            own.link = psycopg2.connect(dbname=connection.settings_dict["NAME"], **known)
        with own.link, own.link.cursor() as cursor:
            cursor.execute("SELECT seats FROM bare_seminar WHERE id = 1 FOR UPDATE")
            (seats,) = cursor.fetchone()
            cursor.execute("SELECT count(*) FROM bare_registration WHERE seminar = 1 AND seated")
            (taken,) = cursor.fetchone()
            cursor.execute(
                "INSERT INTO bare_registration (seminar, seated) VALUES (1, %s)", [taken < seats]
            )

    with ThreadPoolExecutor(at_once) as pool:
        begin = time.perf_counter()
        list(pool.map(one, range(PEOPLE)))
        return PEOPLE / (time.perf_counter() - begin)


def measure(port: int) -> list[str]:
    """Return the rows of the table."""
    rows = []
    register(port, a_seminar(SEATS), signed_in(WARM_UP), 8)
    for at_once in AT_ONCE:
        seminar, keys = a_seminar(SEATS), signed_in(PEOPLE)
        seconds, served = register(port, seminar, keys, at_once)
        seated = seminar.registrations.filter(status=Status.CONFIRMED).count()
        waiting = seminar.registrations.filter(status=Status.RESERVE).count()
        times = sorted(each.seconds for each in served)
        faults = sum(each.answer.status != 302 for each in served)
        rows.append(
            f"{at_once:>7} {PEOPLE / seconds:>12.0f} {statistics.median(times) * 1000:>9.0f}"
            f" {times[int(len(times) * 0.95)] * 1000:>9.0f} {seated:>7} {waiting:>8} {faults:>7}"
            f" {bare_sql(at_once):>10.0f} {bare_page(port, at_once):>12.0f}"
        )
    return rows
