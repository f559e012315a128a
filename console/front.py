"""The first page, tasks and outbox, the page of one mail, and that of what was drafted for a task."""

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi.responses import HTMLResponse

from console.access.gate import Gate
from console.access.rights import Right
from console.doors import AT_DOORS
from console.headers import MAIL
from console.overview import LONGEST_LIST, survey
from emails.eml import Letter
from emails.outbox import Outbox
from models.database import look
from models.story import AnyRow
from models.worklist import find_draft
from workers.boot import App
from workers.clocks import machine_time

LARGEST_ID = 2**63 - 1  # what an address can name goes beyond what a database can hold


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
            unreadable=app.editions.unreadable, at_doors=AT_DOORS,
        )  # fmt: skip

    @router.get("/mails/{key}")
    def mail(request: Request, key: str) -> HTMLResponse:
        return gate.page(request, "mail.html", key=key, mail=_letter(key))

    @router.get("/mails/{key}/html")
    def html(key: str) -> Response:
        return _framed(_letter(key).html)

    def _letter(key: str) -> Letter:
        found = outbox.open(key)
        if found is None:
            raise HTTPException(404, "There is no such mail in the outbox; perhaps it was moved or deleted.")
        return found

    router.include_router(_drafts(gate))
    return router


def _drafts(gate: Gate) -> APIRouter:
    """Answer the routes of what was drafted for tasks: whoever sees the task sees it."""
    router, engine = APIRouter(), gate.app.engine

    @router.get("/tasks/{task}/draft")
    def draft(request: Request, task: int) -> HTMLResponse:
        return gate.page(request, "draft.html", draft=_draft(task))

    @router.get("/tasks/{task}/draft/html")
    def html(task: int) -> Response:
        return _framed(_draft(task).html)

    def _draft(task: int) -> AnyRow:
        with look(engine) as connection:
            found = find_draft(connection, task) if task <= LARGEST_ID else None
        if found is None:
            raise HTTPException(404, "Nothing was drafted for this task, or there is no such task.")
        return found

    return router


def _framed(html: str) -> Response:
    """Answer a mail to be shown in a frame; its links open beside it, as most sites refuse to be shown in one."""
    shown = html.replace("<head>", '<head><base target="_blank">', 1)
    return HTMLResponse(shown, headers={"Content-Security-Policy": MAIL})


def _delivers(app: App) -> bool:
    return bool(app.settings.sendgrid_api_key.get_secret_value())
