"""Shows the releases and what could be put in force, and puts it in force as it was shown."""

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from console.access.form import Form
from console.access.gate import Gate, log
from console.access.signed_in import SignedIn
from console.earlier import changes_of
from console.effect import Effect
from console.effect_words import kinds, size, summary
from console.failures import CommandError
from console.proposal import put_in_force
from console.publishing import Act
from console.releases.offer import Offer, of_folder, of_release
from models.archive import find_release
from models.archive import releases as all_releases
from models.database import look

WORDS = {"kinds": kinds, "size": size, "summary": summary}
LONGEST_NOTE = 300
GONE = "There is no such release."
EMPTY: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Desk:
    """The pages, and the deed."""

    gate: Gate

    def everything(self, request: Request, error: str = "", sent: Form = EMPTY) -> Response:
        """Show every release, and what the files as they are now would change."""
        with look(self.gate.app.engine) as connection:
            found = all_releases(connection)
        return self._page(request, "all.html", of_folder(self.gate.app), error, sent, releases=found)

    def one(self, request: Request, number: int, error: str = "", sent: Form = EMPTY) -> Response:
        """Show what a release changed, and what it would do to put it in force again."""
        with look(self.gate.app.engine) as connection:
            found = find_release(connection, number)
            if found is None:
                raise HTTPException(404, GONE)
            changed = Effect(changes_of(connection, number), {}, {}, ())
        offer = of_release(self.gate.app, number)
        return self._page(request, "one.html", offer, error, sent, release=found, changed=changed)

    def put(self, offer: Offer, sent: Form, user: SignedIn) -> str:
        """Put in force what was shown; answer why nothing was done, or nothing."""
        objection = offer.objection(sent)
        if objection or offer.proposal is None:
            return objection
        act = Act(user.email, _plain(sent.get("note", "")), offer.restores, offer.proposal.after)
        try:
            put_in_force(self.gate.app.engine, self.gate.app.now(), offer.proposal, act)
        except CommandError as error:
            return str(error)
        log.info("user %s published release %s", user.id, offer.proposal.after + 1)
        return ""

    def done(self) -> Response:
        """Answer what leads to the releases, where the new one is the first."""
        return RedirectResponse("/releases", 303)

    def _page(self, request: Request, name: str, offer: Offer, error: str, sent: Form, **values: object) -> Response:
        status = 409 if error else 200
        shown = {"offer": offer, "error": error, "note": sent.get("note", ""), "longest": LONGEST_NOTE}
        return self.gate.page(request, f"releases/{name}", status, **shown, **WORDS, **values)


def _plain(note: str) -> str:
    """Answer a note on one line, without signs that would turn letters around or move a terminal's cursor."""
    kept = "".join(sign if sign.isprintable() else " " for sign in note)
    return " ".join(kept.split())[:LONGEST_NOTE]
