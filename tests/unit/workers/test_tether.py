"""The tether: nobody outlives the one that started it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import workers.tether as tether

START = f"""
import os, subprocess, sys, time
child = subprocess.Popen([sys.executable, {tether.__file__!r}, str(os.getpid()), "sleep", "60"])
print(child.pid, flush=True)
time.sleep(60)
"""
FORK = """
import multiprocessing, os, time
from workers.tether import die_with_parent

def work():
    die_with_parent()
    print(os.getpid(), flush=True)
    time.sleep(60)

if __name__ == "__main__":
    multiprocessing.get_context("fork").Process(target=work).start()
    time.sleep(60)
"""


def gone(pid: int) -> bool:
    stat = Path(f"/proc/{pid}/stat")
    return not stat.exists() or stat.read_text().split()[2] == "Z"


def until(condition: Callable[[], bool]) -> bool:
    end = time.monotonic() + 10
    while not condition() and time.monotonic() < end:
        os.sched_yield()
    return condition()


@pytest.fixture(params=[START, FORK], ids=["a command", "a forked worker"])
def family(request: pytest.FixtureRequest) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A parent and the pid of its child."""
    with subprocess.Popen([sys.executable, "-c", request.param], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        yield parent, child
        parent.kill()


@pytest.mark.skipif(sys.platform != "linux", reason="asks /proc")
def test_it_dies_when_its_parent_is_killed_hard(family: tuple[subprocess.Popen[str], int]) -> None:
    parent, child = family
    assert not gone(child)

    parent.send_signal(signal.SIGKILL)

    assert until(lambda: gone(child))


def test_a_command_whose_parent_is_gone_does_not_start() -> None:
    done = subprocess.run(
        [sys.executable, tether.__file__, "999999", "echo", "hello"], capture_output=True, check=False
    )

    assert (done.returncode, done.stdout) == (tether.ORPHANED, b"")


def test_a_command_keeps_its_arguments_and_exit_code() -> None:
    command = [sys.executable, tether.__file__, str(os.getpid()), "sh", "-c", 'echo "$1"; exit 7', "sh", "a b"]

    done = subprocess.run(command, capture_output=True, check=False)

    assert (done.returncode, done.stdout) == (7, b"a b\n")


def test_a_process_of_its_own_is_left_alone() -> None:
    tether.die_with_parent()
