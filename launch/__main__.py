"""What the Makefile calls: `python3 -m launch run`. Must be readable by any Python 3."""

import os
import shutil
import sys

OLDEST, NEWEST = (3, 11), (3, 13)
MEND = """\
The portal needs Python %d.%d to %d.%d; %s is Python %d.%d.
On Debian 12 or Ubuntu 24.04:  sudo apt-get install python3 python3-venv
Or name one that you have:     make run PYTHON=/path/to/python3.11
"""


def is_fit(version):
    """Say whether the portal runs with this version of Python."""
    return OLDEST <= tuple(version)[:2] <= NEWEST


def a_fit_python():
    """Return the path of a Python that will do, the newest first, or None."""
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        path = shutil.which("python3.%d" % minor)  # noqa: UP031 (an old Python must read this)
        if path:
            return path
    return None


def main():
    """Go on with the command, if need be in another Python."""
    if is_fit(sys.version_info):
        os.environ.pop("LAUNCH_TRIED", None)
        from launch.commands import obey

        sys.exit(obey(sys.argv[1:]))
    other = a_fit_python()
    if other is None or os.environ.get("LAUNCH_TRIED"):
        sys.stderr.write(MEND % (OLDEST + NEWEST + (sys.executable,) + tuple(sys.version_info)[:2]))
        sys.exit(1)
    os.environ["LAUNCH_TRIED"] = "1"
    os.execv(other, [other, "-m", "launch"] + sys.argv[1:])  # noqa: RUF005


if __name__ == "__main__":
    main()
