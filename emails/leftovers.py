"""What was meant as a field, a statement or a component, and would be read by the customer as it stands."""

import re

from emails.bounds import INVISIBLE, unseen
from emails.source import Source
from emails.tokens import Tokens

_BRACES = re.compile(r"\{\s+%|%\s*\}|\}\}|(?<!\{)\{!?\s*[A-Za-z_][\w.]*(?:\s*\|[^{}\n]*)?\s*\}")
_ELSEWHERE = re.compile(r"\*\|[^|\n]+\|\*|(?<![\w%])%[A-Z][A-Z_]+%(?!\w)|\[\[[^\[\]\n]+\]\]|<<[A-Za-z][\w .]*>>")
# What would stand in the body, and the way out.
_IN_BODY = (
    (re.compile(r"^\s*(::[a-z]+)\b", re.MULTILINE), "a component begins with three colons"),
    (
        re.compile(r"(?:[^\s:]|:[^\S\n])[^\S\n]*(:::[^\S\n]*[a-z]+)\b"),
        "a component begins at the beginning of its line",
    ),
    (
        re.compile(r"^\s*(\|?\s*:?-{3,}:?\s*\|[-|: ]*)$", re.MULTILINE),
        "mails show no such tables: use :::stats or a list",
    ),
    (re.compile(r"(<!--)"), "a remark is written {# … #}"),
    (re.compile(r"^\s*(#{1,6}[A-Za-z]\w*)", re.MULTILINE), "a heading has a space behind its #"),
    (
        re.compile(r"^\s*[-*+]\s+(\[[ xX]\])\s", re.MULTILINE),
        "mails have no boxes to tick: leave it out, or use :::checklist",
    ),
    (re.compile(r"(~~[^~\n]+~~)"), "mails strike nothing out: take it away"),
    (re.compile(r"(\[\^\w+\])"), "mails have no footnotes: say it in the text"),
    (re.compile(r"(?<![\w:/]):[a-z]{3,}(?:_[a-z]+)*:(?![\w:])"), "paste the emoji itself"),
)


def report_leftovers(source: Source) -> None:
    """Report them to the mail's page; and a mail that says nothing at all."""
    if not source.body.strip():
        source.page.report("the mail says nothing: write it below the second ---", len(source.page.lines))
    for name, text in {**source.entries, "body": source.body}.items():
        left = Tokens().hide(text)
        for found in _BRACES.findall(left):
            _report(source, found, source.at.get(name, 1), "fields are written {{ … }}, statements {% … %}")
        for found in _ELSEWHERE.findall(left):
            _report(source, found, source.at.get(name, 1), "fields are written {{ … }}, such as {{ account.name }}")
        if hidden := INVISIBLE.search(text):
            source.page.report(unseen(hidden[0]), source.page.line_of(hidden[0], source.at.get(name, 1)), hidden[0])
    body = Tokens().hide(source.body)
    for pattern, way_out in _IN_BODY:
        for found in pattern.finditer(body):
            _report(source, found[pattern.groups].strip(), source.at["body"], way_out)


def _report(source: Source, found: str, after: int, way_out: str) -> None:
    message = f'people would read "{found}" as it stands: {way_out}'
    source.page.report(message, source.page.line_of(found, after), found)
