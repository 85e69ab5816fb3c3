"""Web server and worker are kept alive, named when they keep dying, and never left behind."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil

PROJECT = Path(__file__).resolve().parents[2]
START = """
import os, signal, sys, time
from launch import children
from launch.children import Child, end_all
from launch.words import RefusalError
children.LONGEST_REST = 0.01
"""


def launcher(script: str) -> subprocess.Popen:
    """Start a Python that runs the script as a launcher of children."""
    return subprocess.Popen(
        [sys.executable, "-c", START + script],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def said_by(script: str) -> str:
    """Return what the script wrote when it has ended."""
    return launcher(script).communicate(timeout=60)[0]


def wait_until_gone(pid: int) -> bool:
    """Say whether the process is gone within ten seconds."""
    for _attempt in range(100):
        with contextlib.suppress(psutil.NoSuchProcess):
            if psutil.Process(pid).status() != psutil.STATUS_ZOMBIE:
                time.sleep(0.1)
                continue
        return True
    return False


def test_a_child_that_keeps_dying_is_named_with_its_last_words():
    said = said_by("""
def work():
    raise RuntimeError("no such table")
child = Child("worker", work)
try:
    while True:
        child.look_after()
        time.sleep(0.02)
except RefusalError as refusal:
    print(refusal)
""")
    assert said.count("RuntimeError: no such table") == 5
    assert said.count("The worker died (exit status 1); it starts again") == 4
    assert "The worker keeps dying (exit status 1, 5 times in a row)." in said


def test_a_child_that_was_killed_is_started_again():
    said = said_by("""
child = Child("web server", lambda: time.sleep(60))
child.look_after()
first = child.pid
os.kill(first, signal.SIGKILL)
while not child.pid or child.pid == first:
    child.look_after()
    time.sleep(0.02)
print("again" if child.pid != first else "not")
end_all([child])
""")
    assert "The web server died (killed by SIGKILL); it starts again" in said
    assert said.endswith("again\n")


def test_a_child_that_does_not_end_is_killed_with_all_it_started():
    said = said_by("""
children.GRACE = 0.5
reader, writer = os.pipe()
def work():
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    os.fork()
    os.write(writer, b"%d\\n" % os.getpid())
    time.sleep(60)
child = Child("worker", work)
child.look_after()
with open(reader) as pids:
    print(pids.readline() + pids.readline(), end="", flush=True)
end_all([child])
print("ended")
""")
    *pids, complaint, last = said.split("\n")[:-1]
    assert complaint == "The worker does not end; it is killed."
    assert last == "ended"
    assert len(pids) == 2
    assert all(wait_until_gone(int(pid)) for pid in pids)


def test_children_end_when_their_launcher_is_killed_outright():
    process = launcher("""
child = Child("worker", lambda: time.sleep(60))
child.look_after()
print(child.pid, flush=True)
time.sleep(60)
""")
    child = int(process.stdout.readline())
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    assert wait_until_gone(child)


def test_ctrl_c_reaches_the_launcher_and_not_its_children():
    said = said_by("""
child = Child("worker", lambda: time.sleep(60))
child.look_after()
time.sleep(0.2)
print(os.getpgid(child.pid) != os.getpgid(0), signal.getsignal(signal.SIGINT))
end_all([child])
""")
    assert said.startswith("True ")
