"""What the lint says of a mail, kept while nothing that it rests on changes: whoever changes one waits for one."""

import hashlib
from collections.abc import Mapping
from datetime import date

from console.rehearsal import People
from emails.finding import Finding
from emails.library import TEMPLATES, THEMES
from emails.lint.examine import examine
from emails.page import Page
from emails.template import Template

ENOUGH = 1_000  # all mails of a large program, and what was changed of them lately
KEPT: dict[bytes, tuple[Finding, ...]] = {}


def examined(
    texts: Mapping[str, str], mails: Mapping[str, Template], previews: Mapping[str, People], today: date | None
) -> dict[str, tuple[Finding, ...]]:
    """Answer what readers would stumble over in each of these mails, by the names of their files.

    See `emails.lint.examine`; `texts` are the program's files by path, those of mails and of everything they rest on.
    """
    theme, marks = theme_of(texts), _marks(texts, today, mails)
    found: dict[str, tuple[Finding, ...]] = {}
    for name, template in mails.items():
        known = KEPT.get(marks[name])
        if known is None:
            page = Page(f"{TEMPLATES}{name}.md", texts[f"{TEMPLATES}{name}.md"])
            known = examine(template, page, previews[name], theme, today)
            _keep(marks[name], known)
        found[name] = known
    return found


def theme_of(texts: Mapping[str, str]) -> dict[str, Page]:
    """Answer the theme's files by their names."""
    return {path.removeprefix(THEMES): Page(path, text) for path, text in texts.items() if path.startswith(THEMES)}


def _keep(mark: bytes, found: tuple[Finding, ...]) -> None:
    if len(KEPT) >= ENOUGH:
        KEPT.clear()
    KEPT[mark] = found


def _marks(texts: Mapping[str, str], today: date | None, mails: Mapping[str, Template]) -> dict[str, bytes]:
    """Answer a mark for each mail, which is another one as soon as anything is that its findings rest on.

    That are its own files, in all languages and versions, and whatever is no mail.
    """
    shared, own = [str(today)], dict[str, list[str]]()
    for path in sorted(texts):
        if path.startswith(TEMPLATES):
            own.setdefault(path.removeprefix(TEMPLATES).partition(".")[0], []).extend((path, texts[path]))
        else:
            shared += (path, texts[path])
    rest = _digest(shared)
    return {name: rest + _digest([name, *own[template.name]]) for name, template in mails.items()}


def _digest(words: list[str]) -> bytes:
    found = hashlib.sha256()
    for word in words:
        data = word.encode("utf-8", "surrogatepass")
        found.update(len(data).to_bytes(8, "big") + data)
    return found.digest()
