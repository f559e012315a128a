"""Everything that can be said of a program's files before they are published, for `tenure check` and the browser."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from console.assembling import Program, assemble
from console.examining import examined, theme_of
from console.mistakes import leaves, place
from console.program_files import PREVIEWS, PROGRAM, REHEARSED, gather
from console.rehearsal import People, Rehearsal
from console.strays import strays
from emails.finding import Finding
from emails.library import TEMPLATES, THEMES
from emails.lint.blame import by_color
from emails.lint.examine import once
from emails.lint.support import ACCEPTED, check_accepted
from emails.lint.twins import twins
from emails.page import Page
from emails.template import Template

SYNTAX = "syntax"  # the rule of whatever a file says that cannot be read
QUOTED = re.compile(r'(?<=")[^"]+(?=")|#[0-9a-f]{6}|(?<=`)[^`]+(?=`)')  # the words of a message to point at


@dataclass(frozen=True, slots=True)
class Inspection:
    """What was found, whatever is wrong with the files; nothing is published while there is a mistake.

    `files` are those that would be published, text by path. `program` is there if all of it can be read, even when
    some mail must not be published. `mails` are those that compile, by name, also when others do not, each in all of
    its editions (`onboarding/welcome.b.de`); `previews` the made-up people of each, by their names, the usual one
    first. `findings` are the errors and warnings by path, in the order of lines, `mistakes` the errors once more, with
    caret, as `tenure check` prints them.
    """

    files: Mapping[str, str]
    program: Program | None
    mails: Mapping[str, Template]
    previews: Mapping[str, People]
    findings: Mapping[str, tuple[Finding, ...]]
    mistakes: tuple[SyntaxError, ...]

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """Answer what blocks nothing, by file and line."""
        found = (finding for findings in self.findings.values() for finding in findings)
        return tuple(finding for finding in found if finding.severity == "warning")

    def of(self, mail: str) -> tuple[Finding, ...]:
        """Answer what was found in a mail's own file and that of its previews, and then in the theme it shares."""
        own = (f"{TEMPLATES}{mail}.md", f"{PREVIEWS}{mail}.yaml")
        shared = [path for path in self.findings if path.startswith(THEMES)]
        return tuple(finding for path in (*own, *shared) for finding in self.findings.get(path, ()))


def inspect(folder: Path | None, today: date | None) -> Inspection:
    """Answer all that can be said of the program in `folder` (none: the one that ships); never raises for mistakes.

    Without `today`, no year in the copy is called stale. It reads every file anew each time it is asked.
    """
    texts, mistakes = gather(folder, REHEARSED)
    found = inspect_files(texts, mistakes, today)
    told = (one for findings in found.findings.values() for one in findings)
    return replace(found, findings=_by_path([*told, *strays(folder)]))


def inspect_files(texts: Mapping[str, str], unread: Sequence[SyntaxError], today: date | None) -> Inspection:
    """Answer the same of texts by path; `unread` is what is wrong with the files themselves.

    Of a file that cannot be read as text, only that is told.
    """
    files = {path: text for path, text in texts.items() if not path.startswith(PREVIEWS)}
    if PROGRAM not in files:
        return Inspection(files, None, {}, {}, _by_path(map(_told, unread)), tuple(unread))
    assembly = assemble(files)
    rehearsal = Rehearsal(texts, assembly.fields)
    mails = dict(assembly.library.editions)
    previews = {name: rehearsal.people(*map(str, mail.edition.kin)) for name, mail in mails.items()}
    spoiled = {mistake.filename for mistake in unread}
    accepting = check_accepted(Page(THEMES + ACCEPTED, texts.get(THEMES + ACCEPTED, "")))
    found = leaves([*assembly.mistakes, *rehearsal.mistakes, *accepting])
    written = [*unread, *(mistake for mistake in found if mistake.filename not in spoiled)]
    lint = [one for one in _linted(texts, mails, previews, today) if one.path not in spoiled]
    blocking = (_mistake(finding, texts) for finding in lint if finding.severity == "error")
    mistakes = tuple(sorted([*written, *blocking], key=place))
    whole = assembly.book is not None and not assembly.mistakes
    program = Program(files, assembly.book, assembly.library) if assembly.book and whole else None
    return Inspection(files, program, mails, previews, _by_path([*map(_told, written), *lint]), mistakes)


def _linted(
    texts: Mapping[str, str], mails: Mapping[str, Template], previews: Mapping[str, People], today: date | None
) -> list[Finding]:
    examinations = examined(texts, mails, previews, today)
    found: list[Finding] = []
    told: dict[str, set[tuple[str, str]]] = {}
    for name, template in sorted(mails.items(), key=lambda one: one[1].edition):
        known, examination = told.setdefault(template.name, set()), examinations[name]
        # what an edition has from the mail it belongs to is told there
        found += [one for one in examination if one.line or (one.rule, one.message) not in known]
        known |= {(one.rule, one.message) for one in examination}
    return by_color(once([*found, *_twins(texts, mails)]), theme_of(texts))


def _twins(texts: Mapping[str, str], mails: Mapping[str, Template]) -> Iterable[Finding]:
    paths = {template.edition: f"{TEMPLATES}{name}.md" for name, template in mails.items()}
    tried = {edition.mail for edition in paths if edition.variant}
    return twins({edition: Page(path, texts[path]) for edition, path in paths.items() if edition.mail in tried})


def _told(mistake: SyntaxError) -> Finding:
    return Finding(mistake.filename or "", mistake.lineno or 0, "error", SYNTAX, mistake.msg)


def _mistake(finding: Finding, texts: Mapping[str, str]) -> SyntaxError:
    if not finding.line:
        return SyntaxError(finding.said, (finding.path, None, None, None))
    source = Page(finding.path, texts[finding.path]).lines[finding.line - 1]
    named = (source.lower().find(word) for word in QUOTED.findall(finding.message.lower()))
    at = next((place for place in named if place >= 0), len(source) - len(source.lstrip()))
    return SyntaxError(finding.said, (finding.path, finding.line, at + 1, source))


def _by_path(findings: Iterable[Finding]) -> dict[str, tuple[Finding, ...]]:
    found: dict[str, list[Finding]] = {}
    for finding in findings:
        found.setdefault(finding.path, []).append(finding)
    return {path: tuple(sorted(found[path], key=lambda one: (one.line, one.severity))) for path in sorted(found)}
