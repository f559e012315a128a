"""Every way out of this installation is known, and each has a test that nothing leaves by it in shadow.

Whoever adds one adds it here, and its test to tests/integration/test_shadow.py.
"""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("console", "emails", "journeys", "models", "workers")
MAILS = {"workers/deliver.py", "workers/tell_operators.py", "console/workshop/tryout.py", "emails/withholding.py"}
MAILERS = {"workers/boot.py"}
CALLERS = {"workers/calls.py"}


def _calls() -> list[tuple[str, str]]:
    """Answer every call of a name or an attribute in our code: the file, and what is called as it is written."""
    return [
        (str(file.relative_to(ROOT)), ast.unparse(node.func))
        for room in ROOMS
        for file in (ROOT / room).rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call)
    ]


CALLS = _calls()


def test_mail_is_handed_to_a_mailer_in_these_places_and_in_no_other() -> None:
    assert {file for file, called in CALLS if called.endswith("mailer.send")} == MAILS


def test_a_mailer_is_made_where_the_mode_is_known_and_nowhere_else() -> None:
    assert {file for file, called in CALLS if called in {"SendGridMailer", "FolderMailer"}} == MAILERS


def test_other_systems_are_called_in_one_place() -> None:
    assert {file for file, called in CALLS if called in {"Caller", "caller.call"}} == CALLERS
