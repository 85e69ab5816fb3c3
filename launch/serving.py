"""The portal's own process, in its virtual environment: sets up, then keeps the portal alive.

It loads the portal once and forks the web server and the worker from itself, so that they share
its memory. Ctrl-C and SIGTERM arrive here and end everything in order.
"""

import http.client
import os
import signal
import sys
import time
from collections.abc import Sequence

from . import machine, running, static_files
from .children import Child, end_all, fork, share_memory
from .processes import ENDING_SIGNALS, ToldToStopError, obey_signals
from .running import in_djangos_words
from .words import Progress, RefusalError, bold, complain, on_terminal, refuse, say

READY_WITHIN = 120.0


def main() -> int:
    """Serve on the port of the command line; return the exit status."""
    port = int(sys.argv[1])
    obey_signals()
    children: list[Child] = []
    try:
        load_django()
        with running.alone_in_preparing():
            collecting = static_files.start_collecting()
            set_up()
            static_files.finish_collecting(collecting)
        load_the_pages()
        machine.must_be_free(port)
        children = [Child("web server", serve_web), Child("worker", run_the_worker)]
        supervise(children, port)
    except ToldToStopError:
        say("\nStopping …")
        return 0
    except RefusalError as refusal:
        complain(str(refusal))
        return 1
    finally:
        for number in ENDING_SIGNALS:
            signal.signal(number, signal.SIG_IGN)
        end_all(children)
        leave_the_database()
        running.stop_database(sys.executable)
        if children:
            say("The portal has stopped; its data stay.")


def load_django() -> None:
    """Load settings and models; settings that do not fit are refused in their own words."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "interact_portal.settings")
    import django
    from django.core.exceptions import ImproperlyConfigured
    from environs import EnvError

    try:
        django.setup()
    except (ImproperlyConfigured, EnvError) as unfit:
        refuse(str(unfit))


def set_up() -> None:
    """Bring database and tables up to date and fill the demo.

    A process of its own does it, which takes along the memory that it needs for a moment.
    """
    progress = Progress("database, tables and demo data")
    reading, writing = os.pipe()
    process = fork(lambda: _set_up_and_tell(writing))
    os.close(writing)
    try:
        with open(reading, encoding="utf-8", errors="replace") as told:  # noqa: PTH123 (a pipe)
            lines = [_shown(line, progress) for line in told]
        status = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    except ToldToStopError:
        os.kill(process, signal.SIGTERM)
        os.waitpid(process, 0)
        raise
    if status:
        progress.failed()
        refuse(in_djangos_words(lines))
    progress.done()


def _shown(line: str, progress: Progress) -> str:
    progress.show(line.strip())
    return line.rstrip()


def _set_up_and_tell(writing: int) -> None:
    """Fill what is missing; what is done, and what is wrong, goes into the pipe."""
    from django.core.management import CommandError, call_command

    with open(writing, "w", encoding="utf-8", buffering=1) as told:
        try:
            call_command("set_up", demo=True, stdout=told)
        except CommandError as failed:
            told.write(f"CommandError: {failed}\n")
            sys.exit(1)


def leave_the_database() -> None:
    """Close this process's own connections, if it came so far as to have any."""
    from django.apps import apps

    if apps.ready:
        from django.db import connections

        connections.close_all()


def load_the_pages() -> None:
    """Load now what web server and worker will need, so that they share it."""
    import gunicorn.app.wsgiapp
    import gunicorn.workers.gthread

    import interact_portal.core.management.commands.worker
    from interact_portal.wsgi import warm_up

    _ = gunicorn, interact_portal
    warm_up()
    leave_the_database()
    share_memory()


def serve_web() -> None:
    """Be the web server."""
    from gunicorn.app.wsgiapp import WSGIApplication

    sys.argv = ["gunicorn", "-c", "gunicorn.conf.py"]
    WSGIApplication(prog="gunicorn").run()


def run_the_worker() -> None:
    """Be the worker."""
    from django.core.management import call_command

    call_command("worker")


def supervise(children: Sequence[Child], port: int) -> None:
    """Keep the children alive until told to stop; say once when the portal is ready."""
    deadline = time.monotonic() + READY_WITHIN
    ready = False
    while True:
        for child in children:
            child.look_after()
        if not ready and answers(port):
            ready = True
            say(welcome(port))
        if not ready and time.monotonic() > deadline:
            refuse(f"The portal did not answer within {READY_WITHIN:.0f} seconds.")
        time.sleep(1.0 if ready else 0.1)


def answers(port: int) -> bool:
    """Ask the portal whether it is ready to work."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", "/health/ready")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def welcome(port: int) -> str:
    """Return what is said when the portal is ready."""
    from interact_portal.accounts.demo_accounts import DEMO_ACCOUNTS

    people = [
        f"  {account.email:27} {account.password:23} {account.what}" for account in DEMO_ACCOUNTS
    ]
    lines = [
        "",
        bold(f"The portal is ready: http://127.0.0.1:{port}"),
        f"(passkeys need its other name: http://localhost:{port})",
        "",
        "Sign in as one of the demo's people, with the password beside the address:",
        *people,
        "",
        "Letters, with the codes in them, show here and in the back office under “Letters”.",
    ]
    if on_terminal():
        lines.append("Ctrl-C stops the portal and keeps its data.")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
