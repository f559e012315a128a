"""A program with the journeys of a test and nothing else: what ships, without its journeys, playbooks and mails."""

from console.program_files import read_program
from tests.notes import NOTES

LEFT_OUT = ("journeys/definitions/", "journeys/playbooks/", "emails/templates/")
NOTE = "notes/hello"  # the one mail there is; it rests on nothing


def alone(**journeys: str) -> dict[str, str]:
    """Answer the files of a program that has these journeys, by name, and `NOTE` to say."""
    shipped = {path: text for path, text in read_program().items() if not path.startswith(LEFT_OUT)}
    mails = {path: text for path, text in NOTES.items() if path.startswith(LEFT_OUT[-1])}
    named = {f"journeys/definitions/{name.replace('_', '-')}.yaml": text for name, text in journeys.items()}
    return shipped | mails | named
