"""Asks every rule of a mail: the list of them is closed."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from emails.finding import Finding
from emails.lint.buttons import buttons
from emails.lint.contrast import contrast
from emails.lint.draft import Draft, Rule
from emails.lint.emptiness import emptiness
from emails.lint.headings import headings, language
from emails.lint.images import alt_texts, image_only
from emails.lint.inbox import preheader, subject
from emails.lint.lawful import lawful
from emails.lint.links import links
from emails.lint.pictures import pictures
from emails.lint.prompt import prompt
from emails.lint.proof import Proof, proof_of
from emails.lint.size import size
from emails.lint.support import support
from emails.lint.tone import phrases, shouting
from emails.lint.year import year
from emails.page import Page
from emails.preview import Context
from emails.template import RenderError, Template

RULES: tuple[Rule, ...] = (
    lawful,
    emptiness,
    links,
    size,
    subject,
    preheader,
    alt_texts,
    image_only,
    pictures,
    headings,
    language,
    contrast,
    support,
    buttons,
    prompt,
    shouting,
    phrases,
    year,
)
NOBODY = "somebody unknown"  # the made-up person whom every mail has, whatever its file of previews says


def examine(
    template: Template,
    page: Page,
    previews: Mapping[str, Context],
    theme: Mapping[str, Page],
    today: date | None = None,
) -> tuple[Finding, ...]:
    """Answer what readers would stumble over in a mail, by line: pure, and the same whenever it is asked.

    `page` is its file, `previews` are its made-up people by name (the first stands for the usual one), `theme` are the
    theme's files by name. Without `today`, no year is called stale. What is wrong with the theme is told at its files.
    """
    proofs: list[Proof] = []
    found: list[Finding] = []
    for name, context in previews.items():
        try:
            proofs.append(proof_of(template, name, context))
        except RenderError as problem:
            found.append(_unmade(page, name, problem))
    draft = Draft(page, template.channel, tuple(proofs), theme, today)
    found += [finding for rule in RULES for finding in rule(draft)]
    return tuple(sorted(once(found), key=_place))


def once(findings: Iterable[Finding]) -> list[Finding]:
    """Answer the findings, each once: what shows with several made-up people is told with the first of them."""
    return list({replace(finding, preview=""): finding for finding in reversed(list(findings))}.values())[::-1]


def _unmade(page: Page, preview: str, problem: RenderError) -> Finding:
    said, _, because = str(problem).partition(" cannot be rendered: ")
    way_out = "mend the value in the preview, or ask for the field with {% if … %} before it is used"
    message = f"the mail cannot be made for some people: {f'{because}: {way_out}' if because else said}"
    return Finding(page.path, 0, "error", "renders", message, preview)


def _place(finding: Finding) -> tuple[str, int, str, str]:
    return finding.path, finding.line, finding.severity, finding.rule
