"""`tenure demo --book`: a folder of one's own, played from end to end by the processes that are at work."""

import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

from console.importing import maps

TENURE = str(Path(sys.executable).parent / "tenure")
MAP = Path(maps.__path__[0]) / "plain.yaml"
FIRST, LAST = date(2026, 3, 2), date(2026, 3, 11)
DAYS = [FIRST + timedelta(days=day) for day in range((LAST - FIRST).days)]

ACCOUNTS = """\
id,name,timezone,country,plan,seats,arr,signed up,renewal,csm,industry segment
a1,Ada Works,Europe/Berlin,Germany,pro,5,1200,02.03.2026,02.03.2027,,software
a2,Bo & Sons,America/New_York,US,pro,8,2400,03.03.2026,03.03.2027,,retail
"""
CONTACTS = """\
email,company,first name,last name,role
ada@works.example,a1,Ada,Lovelace,Owner
bo@sons.example,a2,Bo,Berg,Owner
"""


def write_book(folder: Path) -> Path:
    events = [
        f"{account},{email},{day}T10:00:00,{what}"
        for day in DAYS
        for account, email in (("a1", "ada@works.example"), ("a2", "bo@sons.example"))
        for what in ("signed in", "task created")
    ]
    folder.mkdir()
    (folder / "accounts.csv").write_text(ACCOUNTS)
    (folder / "contacts.csv").write_text(CONTACTS)
    (folder / "events.csv").write_text("\n".join(["company,person,when,what", *events, ""]))
    return folder


def test_a_book_of_ones_own_is_played_day_by_day_and_nothing_of_it_is_unknown(tmp_path: Path) -> None:
    options = ["--book", str(write_book(tmp_path / "book")), "--map", str(MAP)]
    options += ["--from", FIRST.isoformat(), "--to", LAST.isoformat(), "--home", str(tmp_path / "home")]

    played = subprocess.run(
        [TENURE, "demo", *options], capture_output=True, text=True, timeout=240, check=False, cwd=tmp_path
    )

    said = " ".join(played.stdout.split())
    assert played.returncode == 0, played.stdout + played.stderr
    for words in (
        "2 accounts of book, 9 days: 02 Mar 2026 – 11 Mar 2026",
        "onboarding 2 ·",
        "none twice, none missing",
        "unknown: none",
        "stuck enrollments: none",
        "accounts and people above their caps (20 hours between two commercial mails; 2 in 7 days for a person;",
        "4 in 7 days for an account): none",
    ):
        assert words in said
    mailed = (tmp_path / "home" / "provider" / "ledger.jsonl").read_text()
    assert "ada@works.example" in mailed
    assert "bo@sons.example" in mailed
