"""The routes of the workshop: looking is for everybody who is signed in, real accounts for who writes."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse
from fastapi.sse import EventSourceResponse, ServerSentEvent
from starlette.concurrency import run_in_threadpool

from console.access.form import Sent
from console.access.gate import Gate
from console.access.rights import Right
from console.access.signed_in import SignedIn
from console.workshop.choice import Choice, chosen, sent
from console.workshop.farewell import farewell
from console.workshop.schemes import Scheme
from console.workshop.shop import Shop
from console.workshop.watch import Watch

Chosen = Annotated[Choice, Depends(chosen)]


def workshop(gate: Gate) -> APIRouter:
    """Answer the routes; streams of changes end as soon as the process is told to stop."""
    shop = Shop(gate)
    watch = Watch(shop.bench.mark)
    sees, sends = (Depends(gate.allow(right)) for right in (Right.SEE, Right.SEND))
    router = APIRouter(prefix="/workshop", lifespan=lambda _: farewell(watch.end))

    @router.get("", dependencies=[sees])
    def gallery(request: Request, q: str = "") -> HTMLResponse:
        return shop.gallery(request, q)

    @router.get("/changes", response_class=EventSourceResponse, dependencies=[sees])
    async def changes(request: Request) -> AsyncIterator[ServerSentEvent]:
        async for mark in _told(watch, gate, request):
            yield ServerSentEvent(event="changed", raw_data=mark)

    @router.get("/frames/{mail:path}")
    def frame(choice: Chosen, user: Annotated[SignedIn, sees], scheme: Scheme = "light") -> HTMLResponse:
        return shop.frame(choice, user, scheme)

    @router.get("/mails/{mail:path}")
    def mail(request: Request, choice: Chosen, user: Annotated[SignedIn, sees]) -> HTMLResponse:
        return shop.mail(request, choice, user)

    @router.post("/tryouts")
    def tryout(request: Request, form: Sent, user: Annotated[SignedIn, sends]) -> HTMLResponse:
        return shop.tryout(request, sent(form), user)

    router.include_router(_real_accounts(gate, shop))
    return router


def _real_accounts(gate: Gate, shop: Shop) -> APIRouter:
    writes, router = Depends(gate.allow(Right.WRITE)), APIRouter()

    @router.get("/accounts", dependencies=[writes])
    def accounts(request: Request, choice: Chosen, said: str = "") -> HTMLResponse:
        return shop.accounts(request, choice, said)

    @router.get("/everybody/{mail:path}")
    def everybody(request: Request, choice: Chosen, user: Annotated[SignedIn, writes]) -> HTMLResponse:
        return shop.audience(request, replace(choice, view="accounts"), user)

    return router


async def _told(watch: Watch, gate: Gate, request: Request) -> AsyncIterator[str]:
    """Answer every change, until whoever asked is signed out."""
    async for mark in watch.changes():
        if await run_in_threadpool(gate.recognize, request) is None:
            return
        yield mark
