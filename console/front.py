"""The first page, tasks and outbox, and the page of one mail."""

from datetime import timedelta

from fastapi import APIRouter, Depends, HTTPException, Response
from fastapi.responses import HTMLResponse

from console.guard import guard
from console.headers import MAIL
from console.outbox import Mail, find_mail, read_outbox
from console.overview import Overview, survey
from console.rendering import page
from models.database import look
from workers.boot import App
from workers.clocks import machine_time

QUIET = timedelta(seconds=60)  # without a heartbeat for so long the machine is not at work


def front(app: App) -> APIRouter:
    """Answer the routes of the pages, behind the guard."""
    router = APIRouter(dependencies=[Depends(guard(app.settings))])
    folder = app.settings.outbox

    @router.get("/")
    def home() -> HTMLResponse:
        with look(app.engine) as connection:
            overview = survey(connection)
        return page(
            "home.html", now=app.now(), machine=machine_time(), at_work=at_work(overview), overview=overview,
            outbox=read_outbox(folder), folder=folder, delivers=bool(app.settings.sendgrid_api_key.get_secret_value()),
        )  # fmt: skip

    @router.get("/mails/{name}")
    def mail(name: str) -> HTMLResponse:
        return page("mail.html", mail=_mail(name), now=app.now())

    @router.get("/mails/{name}/html")
    def html(name: str) -> Response:
        # Links of the mail open beside it: in a frame most sites refuse to be shown.
        shown = _mail(name).html.replace("<head>", '<head><base target="_blank">', 1)
        return HTMLResponse(shown, headers={"Content-Security-Policy": MAIL})

    def _mail(name: str) -> Mail:
        found = find_mail(folder, name)
        if found is None:
            raise HTTPException(404, "There is no such mail in the outbox; perhaps it was moved or deleted.")
        return found

    return router


def at_work(overview: Overview) -> bool:
    """Answer whether the clock was seen lately."""
    return any(beat.name == "clock" and machine_time() - beat.at < QUIET for beat in overview.beats)
