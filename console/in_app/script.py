"""The script that a product embeds: one file, made of ours, which browsers may keep."""

import hashlib
import json
import re
from functools import cache

from fastapi import Request
from fastapi.responses import Response

from console.static_files import STATIC

KEPT = "public, max-age=31536000, immutable"  # asked for by its version: that never means anything else
REMARK = re.compile(r"(^|\s)// .*")
FRESH = "public, max-age=3600, stale-while-revalidate=86400"


def script(request: Request, v: str = "") -> Response:
    """Answer the script, or that it has not changed; `v` is the version that the product names."""
    mark = f'"{version()}"'
    headers = {
        "Cache-Control": KEPT if v == version() else FRESH,
        "ETag": mark,
        "Cross-Origin-Resource-Policy": "cross-origin",  # it is meant for other people's pages
        "Access-Control-Allow-Origin": "*",
    }
    if mark in request.headers.get("If-None-Match", ""):
        return Response(status_code=304, headers=headers)
    return Response(source(), media_type="text/javascript", headers=headers)


@cache
def source() -> str:
    """Answer the script with its styles in it, without what only people read."""
    lines = (STATIC / "in-app.js").read_text("utf-8").splitlines()
    code = "\n".join(text for line in lines if (text := REMARK.sub("", line).strip()))
    return code.replace('"STYLES"', json.dumps(styles()), 1)


@cache
def styles() -> str:
    """Answer how a message looks, without what only people read: previews show the same."""
    text = re.sub(r"/\*.*?\*/", "", (STATIC / "in-app.css").read_text("utf-8"), flags=re.DOTALL)
    return re.sub(r"\s*([{};,])\s*", r"\1", re.sub(r"\s+", " ", text)).strip()


@cache
def version() -> str:
    """Answer the version: it changes with every change of the script."""
    return hashlib.sha256(source().encode()).hexdigest()[:12]
