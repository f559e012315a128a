"""The example in the documentation does what it says, and every field is documented."""

import re
import shutil
from datetime import datetime
from pathlib import Path

import pytest

from console.cli import main
from console.importing.mapping import FIELDS

CONSOLE = Path(__file__).parents[2] / "console"
SECTION = (CONSOLE / "README.md").read_text(encoding="utf-8").split("\n## Import\n")[1].split("\n## ")[0]
FILES = dict(re.findall(r"```csv (\S+)\n(.*?)```", SECTION, re.DOTALL))
EXAMPLES = re.findall(r"```console\n\$ tenure (.*?)\n(.*?)```", SECTION, re.DOTALL)


def test_the_examples_do_what_they_say(
    tmp_path: Path, database: str, now: datetime, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for file in (CONSOLE / "importing" / "maps").glob("*.yaml"):
        shutil.copy(file, tmp_path)
    rejects = {name for name in FILES if ".rejects." in name}
    for name in FILES.keys() - rejects:
        (tmp_path / name).write_text(FILES[name])
    (tmp_path / "clock").write_text(now.isoformat())
    for name, value in {"DATABASE_URL": database, "TENURE_HOME": ".", "TENURE_CLOCK": "clock"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)

    for command, said in EXAMPLES:
        monkeypatch.setattr("sys.argv", ["tenure", *command.split()])
        with pytest.raises(SystemExit, match="3"):
            main()
        assert capsys.readouterr().out == said

    assert len(EXAMPLES) == len(rejects) == 2
    for name in rejects:
        assert (tmp_path / name).read_text(encoding="utf-8-sig") == FILES[name]


@pytest.mark.parametrize("noun", FIELDS)
def test_every_field_is_documented(noun: str) -> None:
    row = next(line for line in SECTION.splitlines() if line.startswith(f"| `{noun}:`"))

    assert [name for name in FIELDS[noun] if not re.search(rf"\b{name}\b", row)] == []
