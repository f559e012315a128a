"""The routes of the releases: looking is for everybody who is signed in, putting in force for who may publish."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request
from fastapi.responses import Response

from console.access.form import Sent
from console.access.gate import Gate
from console.access.rights import Right
from console.access.signed_in import SignedIn
from console.releases.desk import Desk
from console.releases.offer import of_folder, of_release

Number = Annotated[int, Path(ge=1, lt=2**31)]


def releases(gate: Gate) -> APIRouter:
    """Answer the routes."""
    desk, router = Desk(gate), APIRouter(prefix="/releases")
    sees, publishes = (Depends(gate.allow(right)) for right in (Right.SEE, Right.PUBLISH))

    @router.get("", dependencies=[sees])
    def everything(request: Request) -> Response:
        return desk.everything(request)

    @router.post("")
    def publish(request: Request, sent: Sent, user: Annotated[SignedIn, publishes]) -> Response:
        error = desk.put(of_folder(gate.app), sent, user)
        return desk.everything(request, error, sent) if error else desk.done()

    @router.get("/{number}", dependencies=[sees])
    def one(request: Request, number: Number) -> Response:
        return desk.one(request, number)

    @router.post("/{number}")
    def restore(request: Request, number: Number, sent: Sent, user: Annotated[SignedIn, publishes]) -> Response:
        error = desk.put(of_release(gate.app, number), sent, user)
        return desk.one(request, number, error, sent) if error else desk.done()

    return router
