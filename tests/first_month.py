"""The program as most tests have it: everything that ships, but of the journeys and mails those of onboarding alone."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from console.program_files import PREVIEWS, REHEARSED, gather

FOLDERS = ("journeys/definitions/", "journeys/playbooks/", "emails/templates/", PREVIEWS)
PLAYBOOK = "journeys/playbooks/low-adoption.yaml"
MAILS = ("emails/templates/onboarding/", f"{PREVIEWS}onboarding/")
KEPT = ("journeys/definitions/onboarding.yaml", PLAYBOOK, *MAILS)
OTHERS = re.compile(r"^spares:.*\n", re.MULTILINE)  # journeys that a playbook names, and that are not there


@cache
def rehearsed_month() -> MappingProxyType[str, str]:
    """Answer its files and the made-up people of its mails, by path."""
    files = gather(kinds=REHEARSED)[0]
    kept = {path: text for path, text in files.items() if path.startswith(KEPT) or not path.startswith(FOLDERS)}
    return MappingProxyType(kept | {PLAYBOOK: OTHERS.sub("", kept[PLAYBOOK])})


@cache
def first_month() -> MappingProxyType[str, str]:
    """Answer its files, by path, as they are published."""
    return MappingProxyType({path: text for path, text in rehearsed_month().items() if not path.startswith(PREVIEWS)})


def lay_out(files: Mapping[str, str], folder: Path) -> Path:
    """Write files by path into a folder; answer the folder."""
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder
