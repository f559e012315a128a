"""Links that lead nowhere, or not safely."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from emails.finding import Finding
from emails.lint.draft import Draft

LOCAL = ("localhost", "127.0.0.1")


def links(draft: Draft) -> Iterator[Finding]:
    """Find links that are relative, not https, or no address at all; mailto is fine."""
    for proof in draft.proofs:
        for address in proof.tree.xpath("//a/@href"):
            if wrong := trouble(address.strip()):
                yield draft.error("link", f'the link to "{address:.80}" {wrong}', address, proof.preview)


def trouble(address: str) -> str:
    """Answer what is wrong with where a link leads, and the way out; nothing if it is in order."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return "is no address: copy it again from the browser"
    if parts.scheme == "mailto":
        return "" if _is_mailbox(parts.path) else "names nobody to write to: mailto:help@example.com"
    if parts.scheme not in ("https", "http"):
        return _unfollowable(parts.scheme)
    if host in LOCAL:
        return ""
    if parts.scheme == "http":
        return "is not safe on its way: begin it with https://"
    if "." not in host.strip(".") or ".." in host or "//" in parts.path[:2] or " " in address:
        return "is no address that a browser can open: copy it again from there"
    return ""


def _is_mailbox(path: str) -> bool:
    name, at, host = path.partition("@")
    return bool(name and at and "." in host)


def _unfollowable(scheme: str) -> str:
    if scheme:
        return f"begins with {scheme}:, which mail programs do not follow: use https:// or mailto:"
    return "leads nowhere from an inbox: write the whole address, from https:// on"
