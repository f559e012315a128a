"""What the page of one mail is filled with."""

import json
from dataclasses import dataclass
from typing import Any

from lxml import html

from console.workshop.bench import Sight
from console.workshop.card import editions_of, path_of, places_of, words_of
from console.workshop.changes import changes
from console.workshop.choice import VIEWS, Choice
from console.workshop.gallery import card_of
from console.workshop.published import InForce
from console.workshop.sheet import Sheet
from console.workshop.source import lines
from console.workshop.tryout import IN_PRODUCT, MISTAKE
from emails.finding import Finding
from emails.lint.proof import Proof
from emails.lint.size import LIMIT, arriving
from emails.message import Content
from models.database import look
from models.tryouts import latest_tryouts
from workers.boot import App

REMEMBERED = 3  # test mails that are shown
FRAMES = (("desktop", "Desktop", 680), ("phone", "Phone", 390), ("dark", "Dark", 680))
CALLED = {
    "all": "Side by side",
    "dark": "Dark",
    "text": "Plain text",
    "changes": "Changes",
    "accounts": "Real accounts",
}


@dataclass(frozen=True, slots=True)
class Size:
    """How much of what Gmail shows a mail takes."""

    bytes: int

    @property
    def words(self) -> str:
        """Answer it in KB."""
        return f"{self.bytes / 1024:.0f} KB" if self.bytes >= 10 * 1024 else f"{self.bytes / 1024:.1f} KB"

    @property
    def too_much(self) -> bool:
        """Answer whether Gmail cuts it off."""
        return self.bytes > LIMIT


def page_of(app: App, sight: Sight, in_force: InForce, sheet: Sheet) -> dict[str, Any]:
    """Answer the values of the page."""
    choice, files = sheet.choice, sight.files
    path, names = path_of(choice.edition), editions_of(files)[choice.mail]
    found = sight.findings(*map(str, names))
    with look(app.engine) as connection:
        tryouts = latest_tryouts(connection, choice.mail, REMEMBERED)
    return {
        "choice": choice,
        "sheet": sheet,
        "mark": sight.mark,
        "path": path,
        "card": card_of(app, sight, in_force, choice.mail, names, places_of(sight.book)),
        "known": sight.book is not None,
        "previews": [*sight.people(choice.edition)],
        "editions": [(name, words_of(name)) for name in names],
        "source": lines(sight.source(choice.edition), [one for one in found if one.path == path]),
        "findings": _told(found, lost=bool(sheet.lost)),
        "size": _size(sheet.content),
        "changes": changes(sheet, files, in_force),
        "views": [(view, CALLED.get(view, view.capitalize())) for view in VIEWS],
        "frames": FRAMES,
        "asked": json.dumps(_asked(choice)),
        "tryouts": tryouts,
        "in_app": _in_app(sheet),
        "unmailable": _unmailable(sheet),
    }


def _told(found: tuple[Finding, ...], *, lost: bool) -> dict[str, list[Finding]]:
    """Answer the findings: mistakes on top where they hide the mail, everything else below."""
    errors = [one for one in found if one.severity == "error"]
    others = [one for one in found if one.severity != "error"]
    return {"top": errors if lost else [], "rest": others if lost else [*errors, *others]}


def _size(content: Content | None) -> Size:
    """Answer how large the mail is when it arrives, links tracked and encoded: by the measure of the lint."""
    if content is None:
        return Size(0)
    tree = html.document_fromstring(content.html.strip() or "<p></p>")
    return Size(arriving(Proof("", content, tree, content)))


def _asked(choice: Choice) -> dict[str, str]:
    """Answer what stays chosen while an account is looked for."""
    told = {"mail": choice.mail, "locale": choice.locale, "variant": choice.variant, "view": choice.view}
    return {name: value for name, value in told.items() if value}


def _in_app(sheet: Sheet) -> bool:
    return sheet.template is not None and sheet.template.channel == "in_app"


def _unmailable(sheet: Sheet) -> str:
    if _in_app(sheet):
        return IN_PRODUCT
    if sheet.lost:
        return MISTAKE
    return "" if sheet.content else "There is nothing to send before the mail can be shown."
