"""Which right every route of the site asks for; a route that says nothing of it is a mistake of ours."""

from collections.abc import Iterator

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, iter_route_contexts
from starlette.routing import Mount

from console.access.gate import Allowed
from console.access.rights import Right

PUBLIC = frozenset({
    "/healthz", "/unsubscribe/{token}", "/surveys/{token}", "/surveys/brand.css",
    "/webhooks/stripe", "/webhooks/sendgrid", "/sign-in", "/first", "/first/{token}", "/welcome/{token}",
    "/in-app/tenure.js", "/in-app/messages", "/in-app/messages/{key}/show", "/in-app/messages/{key}/seen",
    "/in-app/messages/{key}/dismissed", "/in-app/messages/{key}/clicked", "/in-app/{rest:path}",
})  # fmt: skip
PUBLIC_MOUNTS = frozenset({"/v1", "/static"})


def declared(site: FastAPI) -> dict[tuple[str, str], frozenset[Right]]:
    """Answer the rights that each method of each path asks for; none where everybody may.

    Raises LookupError for a route that asks for none and is not listed as public.
    """
    found: dict[tuple[str, str], frozenset[Right]] = {}
    for route in iter_route_contexts(site.routes):
        path = route.path or ""
        if isinstance(route.original_route, Mount) and path in PUBLIC_MOUNTS:
            continue
        if not isinstance(route.original_route, APIRoute):
            raise LookupError(f"nobody knows who may see {path}")  # noqa: TRY004 - it is about the address
        rights = frozenset(_rights(route.dependant))
        if bool(rights) == (path in PUBLIC):
            raise LookupError(f"{path} must ask for a right, or be listed as public")
        found |= {(method, path): rights for method in route.methods or ()}
    return found


def _rights(dependant: Dependant) -> Iterator[Right]:
    if isinstance(dependant.call, Allowed):
        yield dependant.call.right
    for each in dependant.dependencies:
        yield from _rights(each)
