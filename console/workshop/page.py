"""What the page of one mail is filled with."""

import json
from dataclasses import dataclass
from typing import Any

from console.workshop.bench import Sight
from console.workshop.card import editions_of, path_of, places_of, words_of
from console.workshop.changes import changes
from console.workshop.choice import VIEWS, Choice
from console.workshop.gallery import card_of
from console.workshop.published import InForce
from console.workshop.sheet import Sheet
from console.workshop.source import lines
from console.workshop.tryout import IN_PRODUCT
from emails.finding import Finding
from emails.message import Content
from models.database import look
from models.tryouts import latest_tryouts
from workers.boot import App

GMAIL = 102 * 1024
REMEMBERED = 3  # test mails that are shown
FRAMES = (("desktop", "Desktop", 680), ("phone", "Phone", 390), ("dark", "Dark", 680))
CALLED = {"all": "Side by side", "dark": "Dark", "text": "Plain text", "changes": "Changes"}


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
        return self.bytes > GMAIL


def page_of(app: App, sight: Sight, in_force: InForce, sheet: Sheet) -> dict[str, Any]:
    """Answer the values of the page."""
    choice, files = sheet.choice, sight.files
    names = editions_of(files)[choice.mail]
    found = sight.findings(*map(str, names))
    changed = changes(sheet, files, in_force)
    with look(app.engine) as connection:
        tryouts = latest_tryouts(connection, choice.mail, REMEMBERED)
    return {
        "choice": choice, "sheet": sheet, "mark": sight.mark, "path": path_of(choice.edition),
        "card": card_of(app, sight, in_force, choice.mail, names, places_of(sight.book)),
        "previews": [*sight.people(choice.edition)], "editions": [(name, words_of(name)) for name in names],
        "source": lines(sight.source(choice.edition), [one for one in found if one.path == path_of(choice.edition)]),
        "findings": _told(found, lost=bool(sheet.lost)), "size": _size(sheet.content), "changes": changed,
        "views": [(view, CALLED.get(view, view.capitalize())) for view in VIEWS], "frames": FRAMES,
        "asked": json.dumps(_asked(choice)), "tryouts": tryouts, "unmailable": _unmailable(sheet),
    }  # fmt: skip


def _told(found: tuple[Finding, ...], *, lost: bool) -> dict[str, list[Finding]]:
    """Answer the findings: mistakes on top where they hide the mail, everything else below."""
    errors = [one for one in found if one.severity == "error"]
    others = [one for one in found if one.severity != "error"]
    return {"top": errors if lost else [], "rest": others if lost else [*errors, *others]}


def _size(content: Content | None) -> Size:
    return Size(len(content.html.encode()) if content else 0)


def _asked(choice: Choice) -> dict[str, str]:
    """Answer what stays chosen while an account is looked for."""
    told = {"mail": choice.mail, "locale": choice.locale, "variant": choice.variant, "view": choice.view}
    return {name: value for name, value in told.items() if value}


def _unmailable(sheet: Sheet) -> str:
    if sheet.template is not None and sheet.template.channel == "in_app":
        return IN_PRODUCT
    return "" if sheet.content else "There is nothing to send before the mail can be shown."
