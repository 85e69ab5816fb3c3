"""A crowd of browsers: signed-in people who open a form and send it, many at once, over HTTP.

Speaks HTTP/1.1 by asyncio alone, so that the crowd costs the machine little beside the portal.
"""

import asyncio
import re
import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from urllib.parse import urlencode

TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')
LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)


@dataclass
class Answer:
    """What came back: status, headers in one piece, body."""

    status: int
    headers: bytes
    body: bytes

    @property
    def location(self) -> str:
        """Where the answer leads."""
        found = re.search(rb"\r\nlocation: ([^\r]+)", self.headers, re.IGNORECASE)
        return found[1].decode() if found else ""


@dataclass
class Browser:
    """One person's browser: a kept connection and her cookies."""

    host: str
    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    reader: asyncio.StreamReader | None = None
    writer: asyncio.StreamWriter | None = None

    async def get(self, path: str) -> Answer:
        """Open a page."""
        return await self._ask("GET", path, b"")

    async def post(self, path: str, fields: dict[str, str]) -> Answer:
        """Send a form."""
        return await self._ask("POST", path, urlencode(fields).encode())

    async def fill_in(self, path: str, fields: dict[str, str]) -> Answer:
        """Open a page with a form, then send it filled in: one page, two requests."""
        page = await self.get(path)
        token = TOKEN.search(page.body)
        if page.status != 200 or token is None:
            return page
        return await self.post(path, fields | {"csrfmiddlewaretoken": token[1].decode()})

    def close(self) -> None:
        """Hang up."""
        if self.writer is not None:
            self.writer.close()
            self.writer = None

    async def _ask(self, method: str, path: str, body: bytes) -> Answer:
        if self.writer is None:
            self.reader, self.writer = await asyncio.open_connection(self.host, self.port)
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: {self.host}:{self.port}\r\n"
            f"Cookie: {cookies}\r\nContent-Length: {len(body)}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n\r\n"
        )
        self.writer.write(head.encode() + body)
        await self.writer.drain()
        headers = await self.reader.readuntil(b"\r\n\r\n")
        length = LENGTH.search(headers)
        content = await self.reader.readexactly(int(length[1])) if length else b""
        for name, value in re.findall(rb"set-cookie: ([^=]+)=([^;]*)", headers, re.IGNORECASE):
            self.cookies[name.decode()] = value.decode()
        if b"connection: close" in headers.lower():
            self.close()
        return Answer(int(headers[9:12]), headers, content)


@dataclass
class Served:
    """One person served: what came back, and how long it took in seconds."""

    answer: Answer
    seconds: float


Act = Callable[[], Awaitable[Answer]]


async def serve_all(acts: Iterable[Act], at_once: int) -> list[Served]:
    """Do every act, `at_once` at the same time; return what came back, in the order of `acts`."""
    gate = asyncio.Semaphore(at_once)

    async def one(act: Act) -> Served:
        async with gate:
            begin = time.perf_counter()
            answer = await act()
            return Served(answer, time.perf_counter() - begin)

    return await asyncio.gather(*(one(act) for act in acts))
