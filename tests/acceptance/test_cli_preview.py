"""`tenure preview`, as a marketer uses it."""

import os
import subprocess
import sys
from pathlib import Path

from tests.first_month import lay_out, rehearsed_month

TENURE = Path(sys.executable).parent / "tenure"


def tenure(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    known = {**os.environ, **environment}
    return subprocess.run([TENURE, *words], capture_output=True, text=True, check=False, env=known)


def test_a_mail_is_written_for_each_of_its_made_up_people(tmp_path: Path) -> None:
    done = tenure("preview", "onboarding/welcome", "--out", str(tmp_path))

    assert done.returncode == 0, done.stderr
    names = {file.name for file in (tmp_path / "onboarding" / "welcome").iterdir()}
    assert {"typical.html", "typical.txt", "empty.html", "extreme.html"} <= names
    assert "http://127.0.0.1:8000/workshop/mails/onboarding/welcome" in done.stdout


def test_no_page_is_written_elsewhere_whatever_a_made_up_person_is_called(tmp_path: Path) -> None:
    program, out = lay_out(rehearsed_month(), tmp_path / "program"), tmp_path / "out"
    names = f'"../../../escaped": {{}}\n"{tmp_path}/absolute": {{}}\nErika Muster: {{}}\n'
    (program / "emails/previews/onboarding/welcome.yaml").write_text(names)
    done = tenure("preview", "onboarding/welcome", "--out", str(out), TENURE_PROGRAM=str(program))

    assert done.returncode == 0, done.stderr
    assert {path.name for path in tmp_path.iterdir()} == {"program", "out"}
    assert "Erika-Muster.html" in {file.name for file in (out / "onboarding/welcome").iterdir()}


def test_a_mail_that_is_not_there_is_told_in_one_line(tmp_path: Path) -> None:
    done = tenure("preview", "onboarding/welcom", "--out", str(tmp_path))

    assert done.returncode == 1
    assert "onboarding/welcome" in done.stderr
    assert "Traceback" not in done.stderr
