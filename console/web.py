"""The web application: public doors, the pages behind their gate, and headers on everything."""

import logging

from fastapi import FastAPI

from console.access.checking import Checking
from console.access.declared import declared
from console.access.first_admin import first_admin
from console.access.gate import Gate
from console.access.me import me
from console.access.passwords import Passwords
from console.access.signing_in import signing_in
from console.access.staff_pages import staff_pages
from console.access.welcoming import welcoming
from console.front import front
from console.headers import Headers
from console.health import health
from console.in_app.door import in_app
from console.ingest.door import PLACE, ingest
from console.journeys.door import journeys
from console.journeys.halting import halting
from console.preferences.door import preferences
from console.refusals import explain_refusals
from console.releases.door import releases
from console.static_files import Static
from console.surveys.door import surveys
from console.webhooks.sendgrid import sendgrid_webhook
from console.webhooks.stripe import stripe_webhook
from console.workshop.door import workshop
from workers.boot import App, app
from workers.clocks import Clock, machine_time

log = logging.getLogger("tenure.web")

OUTDATED = "TENURE_CONSOLE_PASSWORD is no longer used: people sign in, see `tenure user`; unset it"


def make_app() -> FastAPI:
    """Answer the application of this process, from its environment, and let it log; for `uvicorn --factory`."""
    logging.basicConfig(format="%(levelname)s %(name)s: %(message)s")
    logging.getLogger("tenure").setLevel(app().settings.log_level)
    if app().settings.old_password:
        log.warning(OUTDATED)
    return web(app())


def web(app: App, machine: Clock = machine_time) -> FastAPI:
    """Answer the application that shows `app`."""
    site = FastAPI(title="Tenure", docs_url=None, redoc_url=None, openapi_url=None)
    site.add_middleware(Headers)
    gate = Gate(app, machine)
    checking = Checking(gate, Passwords())
    explain_refusals(site, gate)
    for router in (
        health(app),
        preferences(app),
        surveys(app),
        stripe_webhook(app),
        sendgrid_webhook(app),
        in_app(app, machine),
        front(gate),
        journeys(gate),
        halting(gate),
        workshop(gate),
        releases(gate),
        staff_pages(gate),
    ):
        site.include_router(router)
    for way_in in (first_admin, welcoming, signing_in, me):
        site.include_router(way_in(checking))
    site.mount(PLACE, ingest(app))
    site.mount("/static", Static())
    declared(site)
    return site
