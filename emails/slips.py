"""Slips in YAML in the words of somebody who never heard of it, and the place they have to look at."""

import re
from typing import Any

from ruamel.yaml.error import MarkedYAMLError

# What the parser says, what that means, and whether it is mended where the trouble began (else where it was noticed).
SLIPS = (
    (r"'\\t'", "a tab stands here: use spaces", False),
    (r"character '(.)' that cannot start", "a text cannot begin with {0}: put the whole text in quotes", False),
    (r"could not find expected ':'", "a colon is missing on this line, as in `topic: onboarding`", True),
    (r"mapping values", "a colon is not expected here: put the whole text in quotes", False),
    (r'duplicate key "(.*?)"', '"{0}" stands here twice: keep one', False),
    (r"flow|expected the node content", "a text with {{ or [ needs quotes: put the whole text in them", True),
    (r"end of stream", "quotes are opened here and never closed", True),
    (r"expected <block end>", "this line does not fit here: begin it with its name, without spaces before it", False),
)


def unreadable(mistake: MarkedYAMLError) -> tuple[str, Any]:
    """Answer what is wrong and the mark of where to mend it."""
    said = f"{mistake.problem} ({mistake.context})"
    began = mistake.context_mark or mistake.problem_mark
    for pattern, words, early in SLIPS:
        if found := re.search(pattern, said):
            return words.format(*found.groups()), began if early else mistake.problem_mark
    return f"{mistake.problem}: put the whole text in quotes", mistake.problem_mark
