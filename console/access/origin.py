"""Where a request comes from: a page of ours, this machine, or somebody else's."""

import ipaddress
import re
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection

from workers.settings import Settings

PROXY = re.compile("forwarded|x-forwarded-.+|x-real-ip|via|.+-(client|connecting)-ip")
OF_NO_BROWSER = "1.0"  # the HTTP that nginx speaks to us unless it is told otherwise, naming nobody


def is_own(request: HTTPConnection, settings: Settings) -> bool:
    """Answer whether a page of ours, and no foreign one, sent this.

    Every browser of today says so itself (Sec-Fetch-Site); an older one names the origin. What says neither is no
    browser, and nobody can make it carry somebody else's cookies.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = request.headers.get("Origin")
    if origin is None:
        return True
    ours = {request.headers.get("Host", "").lower(), urlsplit(settings.public_url).netloc}
    return urlsplit(origin).netloc.lower() in ours


def is_from_here(request: HTTPConnection, settings: Settings) -> bool:
    """Answer whether somebody at this very machine asks, for what nobody else is meant to reach.

    The name in the Host header counts too, so that no foreign page reaches us by a name that points here, and so does
    any trace of a proxy: then the machine in front of us says nothing of who is behind it.
    """
    caller = request.client.host if request.client else ""
    names = (caller, request.url.hostname or "", urlsplit(settings.public_url).hostname or "")
    return all(map(is_loopback, names)) and not _is_passed_on(request)


def _is_passed_on(request: HTTPConnection) -> bool:
    return request.scope.get("http_version") == OF_NO_BROWSER or any(map(PROXY.fullmatch, request.headers))


def is_loopback(host: str) -> bool:
    """Answer whether a host name means this machine."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def network_of(request: HTTPConnection) -> str:
    """Answer the address that a request comes from; of IPv6 its network, all of which one caller has."""
    caller = request.client.host if request.client else ""
    try:
        address = ipaddress.ip_address(caller)
    except ValueError:
        return caller
    return str(ipaddress.ip_network(f"{address}/64", strict=False) if address.version == 6 else address)
