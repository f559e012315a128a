"""The first page, tasks and outbox, and the page of one mail."""

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi.responses import HTMLResponse

from console.access.gate import Gate
from console.access.rights import Right
from console.headers import MAIL
from console.overview import LONGEST_LIST, survey
from emails.eml import Letter
from emails.outbox import Outbox
from models.database import look
from workers.boot import App
from workers.clocks import machine_time


def front(gate: Gate) -> APIRouter:
    """Answer the routes of the pages, for everybody who is signed in."""
    router = APIRouter(dependencies=[Depends(gate.allow(Right.SEE))])
    app = gate.app
    outbox = Outbox(app.settings.outbox)

    @router.get("/")
    def home(request: Request) -> HTMLResponse:
        now, machine = app.now(), machine_time()
        with look(app.engine) as connection:
            overview = survey(connection, now, machine)
            app.editions.current(connection)
        return gate.page(
            request, "home.html", now=now, machine=machine, overview=overview, mails=outbox.latest(LONGEST_LIST),
            total=outbox.count(), folder=app.settings.outbox, delivers=_delivers(app),
            unreadable=app.editions.unreadable,
        )  # fmt: skip

    @router.get("/mails/{key}")
    def mail(request: Request, key: str) -> HTMLResponse:
        return gate.page(request, "mail.html", key=key, mail=_letter(key))

    @router.get("/mails/{key}/html")
    def html(key: str) -> Response:
        # Links of the mail open beside it: in a frame most sites refuse to be shown.
        shown = _letter(key).html.replace("<head>", '<head><base target="_blank">', 1)
        return HTMLResponse(shown, headers={"Content-Security-Policy": MAIL})

    def _letter(key: str) -> Letter:
        found = outbox.open(key)
        if found is None:
            raise HTTPException(404, "There is no such mail in the outbox; perhaps it was moved or deleted.")
        return found

    return router


def _delivers(app: App) -> bool:
    return bool(app.settings.sendgrid_api_key.get_secret_value())
