"""The commands of the Makefile, by name."""

import os
import re
from collections.abc import Callable, Sequence

from . import machine
from .machine import PROJECT
from .processes import ToldToStopError, end_with, obey_signals
from .words import RefusalError, bold, complain, refuse, say

# What another project may have left in the environment and would lead Python astray.
STRAYS = ("PYTHONPATH", "PYTHONHOME", "PYTHONSTARTUP", "VIRTUAL_ENV", "DJANGO_SETTINGS_MODULE")


def obey(words: Sequence[str]) -> int:
    """Do what the words say; return the exit status."""
    obey_signals()
    if os.environ.get("MAKELEVEL"):
        end_with(os.getppid())
    for name in STRAYS:
        os.environ.pop(name, None)
    # Files and logs are UTF-8, whatever LANG says and whether or not that locale exists.
    os.environ["PYTHONUTF8"] = "1"
    os.environ["PYTHONUNBUFFERED"] = "1"
    os.chdir(PROJECT)
    try:
        return _find(words)()
    except RefusalError as refusal:
        complain(str(refusal))
        return 1
    except ToldToStopError as told:
        say("\nStopped.")
        return 128 + told.number


def _find(words: Sequence[str]) -> Callable[[], int]:
    commands = {
        "help": help_,
        "run": run,
        "test": test,
        "check": check,
        "demo-reset": demo_reset,
        "format": format_,
        "lock": lock,
    }
    name = words[0] if words else "help"
    if name not in commands:
        refuse(f"There is no command “{name}”. Known are: {', '.join(commands)}.")
    return commands[name]


def help_() -> int:
    """List the commands with the words that the Makefile says about them."""
    say(bold("INTERACT portal"))
    makefile = (PROJECT / "Makefile").read_text("utf-8")
    for name, words in re.findall(r"^([a-z-]+):.*?## (.+)$", makefile, re.MULTILINE):
        say(f"  make {name:12} {words}")
    return 0


def run() -> int:
    """Run the portal with its demo until told to stop."""
    from . import running

    return running.run()


def demo_reset() -> int:
    """Fill the demo anew."""
    from . import running

    return running.reset()


def check() -> int:
    """Run the gates."""
    from . import checking

    return checking.check()


def test() -> int:
    """Run the gates and the tests."""
    from . import checking

    return checking.test()


def format_() -> int:
    """Give code and templates their form."""
    from . import checking

    return checking.format_code()


def lock() -> int:
    """Write the lock files anew."""
    from . import locking

    machine.must_be_writable()
    return locking.lock()
