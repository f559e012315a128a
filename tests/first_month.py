"""The program as most tests have it: everything that ships, but of the journeys onboarding alone."""

import re
from functools import cache
from types import MappingProxyType

from console.program_files import read_program

KEPT = ("journeys/definitions/onboarding.yaml", "journeys/playbooks/low-adoption.yaml")
LEFT_OUT = ("journeys/definitions/", "journeys/playbooks/")
OTHERS = re.compile(r"^spares:.*\n", re.MULTILINE)  # journeys that a playbook names, and that are not there


@cache
def first_month() -> MappingProxyType[str, str]:
    """Answer its files, by path."""
    shipped = {path: text for path, text in read_program().items() if path in KEPT or not path.startswith(LEFT_OUT)}
    return MappingProxyType(shipped | {KEPT[1]: OTHERS.sub("", shipped[KEPT[1]])})
