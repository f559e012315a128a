"""The demonstration's processes: watched, logged, and gone when it is."""

import os
import sys
from pathlib import Path

import pytest

from console.demo.processes import ProcessDiedError, Processes

SLEEPS = [sys.executable, "-c", "import time; time.sleep(60)"]
DIES = [sys.executable, "-c", "print('the last words'); raise SystemExit(3)"]


def test_leaving_ends_every_process(tmp_path: Path) -> None:
    with Processes(tmp_path) as processes:
        processes.start("sleeper", SLEEPS)
        pid = processes.running[0].process.pid

    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_a_death_is_told_with_its_name_its_code_and_its_last_words(tmp_path: Path) -> None:
    with Processes(tmp_path) as processes:
        processes.start("broken", DIES)
        processes.running[0].process.wait()

        with pytest.raises(ProcessDiedError, match=r"`broken` ended with exit code 3.*(?s:.)*the last words"):
            processes.check()


def test_nothing_is_raised_while_all_live(tmp_path: Path) -> None:
    with Processes(tmp_path) as processes:
        processes.start("sleeper", SLEEPS)

        processes.check()
