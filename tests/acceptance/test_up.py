"""`tenure up` as a person runs it: everything starts, and nothing is left behind, whichever way it ends."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")

TENURE = Path(sys.executable).parent / "tenure"
PATIENCE = 60.0


class Up:
    """A `tenure up` that runs in a home of its own."""

    def __init__(self, home: Path, port: int, process: subprocess.Popen[str]) -> None:
        self.home, self.port, self.process = home, port, process
        self.url = f"http://127.0.0.1:{port}"

    def answers(self) -> bool:
        """Answer whether the page is there and the clock has been seen."""
        try:
            return "clock" in httpx.get(f"{self.url}/healthz").json()["seconds_since"]
        except (httpx.TransportError, KeyError):
            return False

    def family(self) -> set[int]:
        """Answer every process under it, however deep."""
        return set(_descendants(self.process.pid))

    def ends(self) -> str:
        """Wait for its end and answer what it said."""
        return self.process.communicate(timeout=PATIENCE)[0]


def until(condition: Callable[[], bool], seconds: float = PATIENCE) -> bool:
    """Look until the condition holds; answer whether it did."""
    end = time.monotonic() + seconds
    while not (held := condition()) and time.monotonic() < end:
        time.sleep(0.05)
    return held


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def gone(pids: set[int]) -> bool:
    return not any(_state(pid) not in {"", "Z"} for pid in pids)


@contextmanager
def start(home: Path, *arguments: str, **environment: str) -> Iterator[Up]:
    port = free_port()
    command = [str(TENURE), "up", "--port", str(port), *arguments]
    given = {**os.environ, "TENURE_HOME": str(home), **environment}
    with subprocess.Popen(
        command, env=given, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
    ) as process:
        yield Up(home, port, process)
        process.kill()


@pytest.fixture
def up(tmp_path: Path) -> Iterator[Up]:
    """A `tenure up` whose page answers."""
    with start(tmp_path / "home") as up:
        assert until(up.answers)
        yield up


def test_the_page_is_there_and_sigterm_stops_everything_cleanly(up: Up) -> None:
    family = up.family()
    page = httpx.get(up.url, follow_redirects=True)
    os.kill(up.process.pid, signal.SIGTERM)

    said = up.ends()

    assert (page.status_code, page.url.path) == (200, "/first")
    assert len(family) >= 6  # Valkey, page, clock, Dramatiq and its workers
    assert (up.process.returncode, gone(family)) == (0, True), said
    assert said.rstrip().endswith("stopped")
    assert "killed" not in said


def test_ctrl_c_at_the_terminal_stops_everything_cleanly(up: Up) -> None:
    family = up.family()
    os.killpg(up.process.pid, signal.SIGINT)

    said = up.ends()

    assert (up.process.returncode, gone(family)) == (0, True), said
    assert "Killing worker process" not in said


def test_nothing_outlives_a_tenure_up_that_is_killed_hard(up: Up) -> None:
    family = up.family()

    os.kill(up.process.pid, signal.SIGKILL)

    assert until(lambda: gone(family))


def test_what_is_killed_is_started_again_and_broker_data_survives(up: Up) -> None:
    before = up.family()
    for pid in before:
        if "dramatiq" in _command(pid) or "valkey" in _command(pid):
            os.kill(pid, signal.SIGKILL)

    assert until(lambda: sum("valkey" in _command(pid) for pid in up.family() - before) == 1)
    assert until(lambda: sum("dramatiq" in _command(pid) for pid in up.family() - before) >= 3)
    assert up.answers()


def test_a_second_one_in_the_same_home_says_so(up: Up) -> None:
    with start(up.home) as second:
        said = second.ends()

    assert second.process.returncode == 1
    assert "already up" in said
    assert len(said.splitlines()) == 1


def test_a_port_in_use_is_told_with_the_way_out(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, start(tmp_path, "--port", str(taken.getsockname()[1])) as up:
        said = up.ends()

    assert up.process.returncode == 1
    assert "is in use: choose another, as in `tenure up --port" in said


def test_an_unreachable_redis_is_told_and_nothing_is_left(tmp_path: Path) -> None:
    with start(tmp_path, REDIS_URL="redis://127.0.0.1:1/0") as up:
        said = up.ends()

    assert up.process.returncode == 1
    assert "Redis does not answer" in said.splitlines()[-1]


def test_where_real_mail_leaves_the_first_admin_needs_the_link_that_is_told(tmp_path: Path) -> None:
    with start(tmp_path, SENDGRID_API_KEY="SG.x", TENURE_CONSOLE_PASSWORD="old") as up:
        assert until(up.answers)
        without = httpx.get(f"{up.url}/first")
        os.kill(up.process.pid, signal.SIGTERM)
        said = up.ends()

    assert without.status_code == 403
    assert f"make the first admin at {up.url}/first/" in said
    assert "TENURE_CONSOLE_PASSWORD is no longer used" in said


def test_a_rehearsal_says_so_in_its_first_line_and_a_slip_starts_nothing(tmp_path: Path) -> None:
    with start(tmp_path, SENDGRID_API_KEY="SG.x", TENURE_MODE="shadow") as up:
        assert up.process.stdout is not None
        said = up.process.stdout.readline()
    with start(tmp_path, SENDGRID_API_KEY="SG.x", TENURE_MOD="shadow") as slip:
        told = slip.ends()

    assert "Shadow: a rehearsal." in said
    assert "TENURE_MOD: there is no such variable; did you mean TENURE_MODE?" in told
    assert slip.process.returncode == 1


def test_a_home_with_a_long_name_works(tmp_path: Path) -> None:
    with start(tmp_path / ("long" * 30)) as up:
        answered = until(up.answers)
        os.kill(up.process.pid, signal.SIGTERM)
        said = up.ends()

    assert answered, said


def _descendants(pid: int) -> Iterator[int]:
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, task.read_text().split()):
            yield child
            yield from _descendants(child)


def _state(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return ""


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except (FileNotFoundError, ProcessLookupError):
        return ""
