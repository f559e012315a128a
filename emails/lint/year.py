"""Years that were right when the mail was written, and are not any more."""

import re
from collections.abc import Iterator

from emails.finding import Finding
from emails.lint.draft import Draft

_YEAR = re.compile(r"(?<![\d.,$€£-])\b(?:19|20)\d\d\b(?![\d.,]*\d)")


def year(draft: Draft) -> Iterator[Finding]:
    """Find years in the copy other than this one and the next."""
    if draft.today is None:
        return
    current = draft.today.year
    for number, line in draft.copy():
        for found in _YEAR.findall(line):
            if int(found) not in (current, current + 1):
                way_out = "leave the year out, or use a field that knows the date"
                yield draft.at(number, "warning", "year", f"{found} is not this year or the next: {way_out}")
