"""What can be seen only once a mail is written: lines that are cut, and sentences about nothing."""

import re
from collections.abc import Iterator, Mapping

from console.audience.names import NAMES
from console.audience.oddity import Oddity
from emails.lint.inbox import MOST
from emails.message import Content
from emails.sandbox import LONGEST_IN_A_LINE

_NOTHING = re.compile(r"\b0 (of|out of) 0\b|\b0/0\b")


def odd_lines(content: Content, values: Mapping[str, object]) -> Iterator[Oddity]:
    """Find what is odd about a mail as it would be sent, given the values in it."""
    if not re.search(r"\w", content.subject):
        yield Oddity("blank", "the subject is empty")
    if len(content.subject) > MOST:
        yield Oddity("subject", f"the subject has {len(content.subject)} characters: {content.subject}")
    lines = content.subject + content.preheader
    for name in NAMES:
        value = values.get(name)
        if isinstance(value, str) and len(value) > LONGEST_IN_A_LINE and value[: LONGEST_IN_A_LINE // 2] in lines:
            yield Oddity("cut", f"{name} has {len(value)} characters, and the first lines show {LONGEST_IN_A_LINE}")
    if found := _NOTHING.search(lines + content.text):
        yield Oddity("nothing", f'it says "{found[0]}"')
