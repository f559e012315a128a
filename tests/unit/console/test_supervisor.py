"""The supervisor with small children: what they say, how they die, how they are stopped."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from console.child import Child
from console.supervisor import Supervisor

Heard = list[tuple[str, str]]
OBEDIENT = "trap 'echo bye; exit 0' TERM; echo ready; while :; do sleep 0.05; done"
STUBBORN = "trap '' TERM; echo ready; while :; do sleep 0.05; done"


def child(name: str, script: str) -> Child:
    return Child(name, ["sh", "-c", script])


@contextmanager
def supervised(*children: Child) -> Iterator[tuple[Supervisor, Heard]]:
    heard: Heard = []
    with Supervisor(lambda name, line: heard.append((name, line))) as supervisor:
        supervisor.start(*children)
        yield supervisor, heard


def gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return Path(f"/proc/{pid}/stat").read_text().split()[2] == "Z" if sys.platform == "linux" else False


def test_every_line_is_heard_under_its_name() -> None:
    with supervised(child("a", "echo one; echo two >&2; sleep 9")) as (supervisor, heard):
        supervisor.until(lambda: len(heard) == 2, 10)

    assert heard[:2] == [("a", "one"), ("a", "two")]


def test_a_child_that_dies_is_told_and_started_again() -> None:
    with supervised(child("a", "echo hello; exit 3")) as (supervisor, heard):
        supervisor.until(lambda: heard.count(("a", "hello")) == 2, 20)

    assert heard[:3] == [("a", "hello"), ("a", "died (exit code 3); starts again in 1 s"), ("a", "hello")]


def test_a_child_that_was_killed_is_told_by_the_signal() -> None:
    with supervised(child("a", "kill -9 $$")) as (supervisor, heard):
        supervisor.until(lambda: bool(heard), 10)

    assert heard[0] == ("a", "died (SIGKILL); starts again in 1 s")


def test_stopping_lets_a_child_finish() -> None:
    with supervised(child("a", OBEDIENT)) as (supervisor, heard):
        supervisor.until(lambda: ("a", "ready") in heard, 10)

    assert heard == [("a", "ready"), ("a", "bye")]


def test_the_first_wave_is_stopped_last() -> None:
    with supervised(child("broker", OBEDIENT)) as (supervisor, heard):
        supervisor.start(child("worker", OBEDIENT))
        supervisor.until(lambda: len(heard) == 2, 10)

    assert heard[2:] == [("worker", "bye"), ("broker", "bye")]


def test_sigterm_ends_the_watch() -> None:
    with supervised(child("a", OBEDIENT)) as (supervisor, heard):
        supervisor.until(lambda: bool(heard), 10)
        os.kill(os.getpid(), signal.SIGTERM)
        supervisor.run()

    assert supervisor.stopping


def test_a_second_sigterm_kills_who_does_not_listen() -> None:
    stubborn = child("a", STUBBORN)
    with supervised(stubborn) as (supervisor, heard):
        supervisor.until(lambda: bool(heard), 10)
        pid = stubborn.process.pid if stubborn.process else 0
        for _ in range(2):
            os.kill(os.getpid(), signal.SIGTERM)

    assert gone(pid)
    assert heard[-1] == ("a", "did not finish in time and is killed")


def test_a_child_hears_the_signal_once_and_not_from_the_terminal() -> None:
    a = child("a", "sleep 9")
    with supervised(a):
        pid = a.process.pid if a.process else 0
        assert os.getsid(pid) != os.getsid(0)


def test_whatever_bytes_a_child_says_they_are_heard() -> None:
    with supervised(child("a", r"printf 'caf\351\r\n'; sleep 9")) as (supervisor, heard):
        supervisor.until(lambda: bool(heard), 10)

    assert heard[0] == ("a", "caf\N{REPLACEMENT CHARACTER}")
