"""The OpenAPI document of the ingest API."""

from collections.abc import Sequence
from typing import Any

from fastapi.openapi.utils import get_openapi
from pydantic.json_schema import models_json_schema
from starlette.routing import BaseRoute

from console.ingest.schema import BODIES, Taken, Trouble

ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {"model": Taken, "description": "Recorded, but for what is refused"},
    400: {"model": Trouble, "description": "No JSON, or nothing but messages that are refused"},
    401: {"model": Trouble, "description": "No write key, or an unknown one"},
    408: {"model": Trouble, "description": "The body did not come within a minute: send it again"},
    413: {"model": Trouble, "description": "Too much at once"},
    415: {"model": Trouble, "description": "Packed in an unknown way"},
    429: {"model": Trouble, "description": "Too much is waiting already: try again after Retry-After seconds"},
    503: {"model": Trouble, "description": "The database is away: try again after Retry-After seconds"},
}
REFERENCE = "#/components/schemas/{model}"
KEY = {"type": "http", "scheme": "basic", "description": "the write key is the user name, without a password"}


def body_of(path: str) -> dict[str, Any]:
    """Answer what the document says of the body that a path takes."""
    reference = REFERENCE.format(model=BODIES[path].__name__)
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": {"$ref": reference}}}}}


def document(routes: Sequence[BaseRoute], place: str) -> dict[str, Any]:
    """Answer the document of these routes, which are served under `place`."""
    about = "Takes what a product tells in the words of the Segment spec."
    told = get_openapi(title="Tenure ingest API", version="1", description=about, routes=routes)
    _, schemas = models_json_schema([(body, "validation") for body in BODIES.values()], ref_template=REFERENCE)
    told["components"]["schemas"] |= schemas["$defs"]
    told["components"]["securitySchemes"] = {"writeKey": KEY}
    return told | {"servers": [{"url": place}], "security": [{"writeKey": []}, {}]}
