"""`tenure preview`, as a marketer uses it."""

import subprocess
import sys
from pathlib import Path

TENURE = Path(sys.executable).parent / "tenure"


def tenure(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([TENURE, *words], capture_output=True, text=True, check=False)


def test_a_mail_is_written_for_each_of_its_made_up_people(tmp_path: Path) -> None:
    done = tenure("preview", "onboarding/welcome", "--out", str(tmp_path))

    assert done.returncode == 0, done.stderr
    names = {file.name for file in (tmp_path / "onboarding" / "welcome").iterdir()}
    assert {"typical.html", "typical.txt", "empty.html", "extreme.html"} <= names
    assert "http://127.0.0.1:8000/workshop/mails/onboarding/welcome" in done.stdout


def test_a_mail_that_is_not_there_is_told_in_one_line(tmp_path: Path) -> None:
    done = tenure("preview", "onboarding/welcom", "--out", str(tmp_path))

    assert done.returncode == 1
    assert "onboarding/welcome" in done.stderr
    assert "Traceback" not in done.stderr
