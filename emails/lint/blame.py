"""Which color is to blame for words that cannot be read: one wrong color spoils many places, and is one mistake."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from emails.finding import Finding
from emails.lint.contrast import PLAIN
from emails.lint.draft import place_of
from emails.page import Page

_PAIR = re.compile(r"text in (#\w+) on (#\w+) has a contrast of ([\d.]+)")


def by_color(findings: Iterable[Finding], theme: Mapping[str, Page]) -> list[Finding]:
    """Answer the findings of all mails, those of contrast once for each color that is to blame, at its line."""
    found = list(findings)
    pairs = {one: pair for one in found if one.rule == "contrast" and (pair := _PAIR.search(one.message))}
    told = [one for one in found if one not in pairs]
    while pairs:
        color = _most_frequent(pairs.values())
        same = [one for one, pair in pairs.items() if color in pair.groups()]
        worst = min(same, key=lambda one: (one.severity, float(pairs[one][3])))
        path, line = place_of(theme, [color]) or (worst.path, worst.line)
        told.append(replace(worst, path=path, line=line, message=worst.message + _others(len(same) - 1, color)))
        pairs = {one: pair for one, pair in pairs.items() if one not in same}
    return told


def _most_frequent(pairs: Collection[re.Match[str]]) -> str:
    colors = Counter(color for pair in pairs for color in {pair[1]: None, pair[2]: None})
    return max(colors, key=lambda color: (colors[color], color not in PLAIN))


def _others(count: int, color: str) -> str:
    if not count:
        return ""
    return f" ({count} other pair{'' if count == 1 else 's'} with {color} can hardly be read, too)"
