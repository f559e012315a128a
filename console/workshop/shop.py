"""The workshop as its pages show it: the folder, what is published, and what somebody may see of both."""

from typing import Any

from fastapi import HTTPException, Request
from fastapi.responses import HTMLResponse

from console.access.gate import Gate
from console.access.rights import Right
from console.access.signed_in import SignedIn
from console.audience.survey import crowd
from console.headers import MEASURED
from console.in_app.script import styles
from console.rendering import ENVIRONMENT
from console.workshop.bench import Bench, Sight
from console.workshop.choice import Choice
from console.workshop.everybody import Answer, Everybody, patience
from console.workshop.gallery import digest_of, hang
from console.workshop.page import page_of
from console.workshop.published import Published
from console.workshop.schemes import Scheme, shown_in
from console.workshop.sheet import Sheet, spread
from console.workshop.tryout import Order, Said, send_tryout
from emails.drawing import direction, drawing
from emails.message import Content
from emails.template import Template
from models.database import look
from models.search import accounts_like

CALLED_UP = 8  # accounts that are offered while a name is typed
NO_MAIL = "There is no such mail in the folder; perhaps its file was moved or deleted."
NOT_YOURS = (
    "You may see mails as made-up people get them, but not as real accounts do. An admin can give you that right."
)
GONE = "This mail cannot be shown any more; look at its page."


class Shop:
    """Answers the pages of the workshop. Safe to share by threads."""

    def __init__(self, gate: Gate) -> None:
        """Show the folder that the gate's app is set to."""
        self.gate, self.app = gate, gate.app
        self.bench, self.published = Bench(self.app.settings.program), Published(self.app)
        self.everybody = Everybody(self.app)

    def gallery(self, request: Request, q: str) -> HTMLResponse:
        """Answer the page of all mails that have the words of `q`."""
        sight, in_force = self._sight(), self.published.look()
        hung = hang(self.app, sight, in_force)
        groups = hung.groups(q)
        return self.gate.page(
            request, "workshop/gallery.html", groups=groups, shown=sum(len(group.cards) for group in groups), q=q,
            mails=hung.cards, elsewhere=hung.elsewhere, mark=sight.mark, folder=self.bench.folder.resolve(),
            known=sight.book is not None, theme=in_force.theme(sight.files), withdrawn=in_force.withdrawn(sight.files),
        )  # fmt: skip

    def mail(self, request: Request, choice: Choice, user: SignedIn, said: Said | None = None) -> HTMLResponse:
        """Answer the page of one mail; `said` is what became of a test mail."""
        status = 422 if said and said.kind == "error" else 200
        return self._page(request, self._sight(), choice, user, status, said=said)

    def audience(self, request: Request, choice: Choice, user: SignedIn) -> HTMLResponse:
        """Look at everybody who could get the mail, and answer its page with what they would read."""
        sight = self._sight()
        self._admit(sight, choice, user)
        answer = self.everybody.look(sight, choice.mail, self.gate.now())
        return self._page(request, sight, choice, user, answer=answer)

    def frame(self, choice: Choice, user: SignedIn, scheme: Scheme) -> HTMLResponse:
        """Answer the mail itself, as it is shown in a frame; its links open beside it."""
        sheet = self._sheet(self._sight(), choice, user)
        if sheet.content is None or sheet.template is None:
            raise HTTPException(404, GONE)
        html = shown_in(_page_of(sheet.content, sheet.template), scheme).replace(
            "<head>", '<head><base target="_blank">', 1
        )
        return HTMLResponse(html, headers={"Content-Security-Policy": MEASURED})

    def accounts(self, request: Request, choice: Choice, said: str) -> HTMLResponse:
        """Answer the accounts that may be meant."""
        with look(self.app.engine) as connection:
            found = accounts_like(connection, said, CALLED_UP)
        return self.gate.page(request, "workshop/accounts.html", accounts=found, choice=choice, said=said)

    def tryout(self, request: Request, choice: Choice, user: SignedIn) -> HTMLResponse:
        """Send the mail to whoever is signed in, and answer its page with what became of it."""
        sight = self._sight()
        order = Order(self._sheet(sight, choice, user), sight.source(choice.edition), user.email, user.email)
        return self.mail(request, choice, user, send_tryout(self.app, order, self.gate.now()))

    def _sight(self) -> Sight:
        return self.bench.look(self.app.now().date())

    def _page(
        self, request: Request, sight: Sight, choice: Choice, user: SignedIn, status: int = 200,
        **found: Said | Answer | str | None,
    ) -> HTMLResponse:  # fmt: skip
        in_force, sheet = self.published.look(), self._sheet(sight, choice, user)
        values = {"said": None} | self._known(sight, choice) | found | page_of(self.app, sight, in_force, sheet)
        return self.gate.page(
            request, "workshop/mail.html", status, machine=self.gate.now(), sees_accounts=user.may(Right.WRITE),
            folder=self.bench.folder.resolve(), digest=digest_of(sheet.content.html) if sheet.content else "", **values,
        )  # fmt: skip

    def _known(self, sight: Sight, choice: Choice) -> dict[str, Any]:
        """Answer what is known of everybody who could get the mail, where that is shown."""
        if choice.view != "accounts":
            return {}
        accounts = crowd(self.app.engine)
        return {
            "crowd": accounts,
            "patience": patience(accounts),
            "answer": self.everybody.known(sight, choice.mail),
        }

    def _admit(self, sight: Sight, choice: Choice, user: SignedIn) -> None:
        """Let only those see real accounts who may, of mails that there are."""
        if (choice.account or choice.view == "accounts") and not user.may(Right.WRITE):
            raise HTTPException(403, NOT_YOURS)
        if not sight.has(choice.mail):
            raise HTTPException(404, NO_MAIL)

    def _sheet(self, sight: Sight, choice: Choice, user: SignedIn) -> Sheet:
        self._admit(sight, choice, user)
        return spread(self.app, sight, self.published.look(), choice)


def _page_of(content: Content, template: Template) -> str:
    if template.channel == "email":
        return content.html
    said = {"language": template.language, "dir": direction(template.language), "drawing": drawing(content)}
    return ENVIRONMENT.get_template("workshop/in_product.html").render(said | {"styles": styles()})
