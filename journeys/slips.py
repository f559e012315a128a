"""Slips in YAML in the words of somebody who never heard of it, and the place they have to look at."""

import re
from typing import Any

from ruamel.yaml.error import MarkedYAMLError

INDENT = "lines that belong together begin under each other, with spaces"
# What the parser says, what that means, and whether it is mended where the trouble began (else where it was noticed).
SLIPS = (
    (r"'\\t'", "a tab stands here: use spaces", False),
    (r"character '(.)' that cannot start", "a text cannot begin with {0}: put it in quotes", False),
    (r"could not find expected ':'", "a colon is missing on this line, as in `day: 3`", True),
    (r"mapping values", f"a colon is not expected here: put text with a colon in quotes; else {INDENT}", False),
    (r"flow", "{{ or [ is opened here and not closed: add }} or ], and commas between the entries", True),
    (r"end of stream", "quotes are opened here and never closed", True),
    (r"expected <block end>", f"this line does not fit those above: {INDENT}", False),
)


def unreadable(error: MarkedYAMLError) -> tuple[str, Any]:
    """Answer what is wrong and the mark of where to mend it."""
    said = f"{error.problem} ({error.context})"
    here = error.problem_mark or error.context_mark
    for pattern, words, early in SLIPS:
        if found := re.search(pattern, said):
            return words.format(*found.groups()), (error.context_mark or here) if early else here
    return f"this cannot be read: {error.problem or error.context}", here
