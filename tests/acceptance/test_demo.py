"""`tenure demo`, the command itself: the same seed has the same result, and it leaves nothing running."""

import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

TENURE = str(Path(sys.executable).parent / "tenure")
ACCOUNTS = "20"  # enough for every kind of customer
PATIENCE = 240

Demo = subprocess.Popen[str]


@contextmanager
def demo(home: Path, *options: str) -> Iterator[Demo]:
    """A demonstration under way; killed if the test is done with it first."""
    command = [TENURE, "demo", "--home", str(home), "--accounts", ACCOUNTS, *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def end_of(process: Demo) -> str:
    """What it has said, once it has ended."""
    said, _ = process.communicate(timeout=PATIENCE)
    return said


def children(process: Demo) -> dict[str, int]:
    """The process ids of its children, by command line."""
    listed = subprocess.run(
        ["ps", "-o", "pid=,args=", "--ppid", str(process.pid)], capture_output=True, text=True, check=False
    )
    pairs = (line.strip().split(maxsplit=1) for line in listed.stdout.splitlines())
    return {args: int(pid) for pid, args in pairs}


def wait_until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)


def child(process: Demo, name: str) -> int:
    """The process id of the child whose command line has `name` in it, as soon as it is there."""
    wait_until(lambda: any(name in args and "tether" not in args for args in children(process)))
    return next(pid for args, pid in children(process).items() if name in args)


def is_gone(pid: int) -> bool:
    return subprocess.run(["ps", "-p", str(pid)], capture_output=True, check=False).returncode != 0


def test_the_same_seed_has_the_same_result_wherever_it_is_played(tmp_path: Path) -> None:
    days = ("--days", "32")  # to the health check of those who were there from the beginning
    with demo(tmp_path / "here", *days) as one, demo(tmp_path / "there", *days) as other:
        told = [end_of(one), end_of(other)]

    marks = [re.findall(r"fingerprint (\w{12})", said) for said in told]
    assert one.returncode == other.returncode == 0, told[0]
    assert marks[0] == marks[1] != []
    assert all("none twice, none missing" in said for said in told)
    assert any((tmp_path / "here" / "outbox").glob("*.eml"))


def test_a_process_that_dies_is_named_and_ends_the_demonstration(tmp_path: Path) -> None:
    with demo(tmp_path) as process:
        subprocess.run(["kill", "-KILL", str(child(process, "workers.clock"))], check=True)

        said = end_of(process)

    assert process.returncode == 1
    assert "the process `clock` was killed by signal 9" in said
    assert "Traceback" not in said


def test_ctrl_c_stops_everything_with_one_line(tmp_path: Path) -> None:
    with demo(tmp_path) as process:
        clock = child(process, "workers.clock")
        started = list(children(process).values())
        process.send_signal(signal.SIGINT)

        said = end_of(process)

    assert process.returncode == 130
    assert said.splitlines()[-1].startswith("stopped")
    assert clock in started
    assert all(is_gone(pid) for pid in started)


def test_a_folder_that_is_somebody_elses_is_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("two years of work")

    with demo(tmp_path) as process:
        said = end_of(process)

    assert process.returncode == 1
    assert "nothing was touched" in said
    assert [found.name for found in tmp_path.iterdir()] == ["thesis.txt"]
