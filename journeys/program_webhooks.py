"""The other systems that a program tells, read from its file: each a name and an https address."""

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from journeys.program_mail import is_https
from journeys.section import Section


def read_webhooks(program: Section) -> Mapping[str, str]:
    """Read `webhooks`: by name, the address that is told."""
    outer = program.section("webhooks", required=False)
    found: dict[str, str] = {}
    for name in outer.dashed_names if outer else ():
        section = outer.section(name) if outer else None
        if section is not None:
            found[name] = _address(section)
            section.close()
    return found


def _address(section: Section) -> str:
    url = section.text("url")
    if url and (slip := _slip(url)):
        section.mistake("url", slip)
    return url


def _slip(url: str) -> str:
    """Answer why nobody can be told at this address; nothing if somebody can."""
    if not is_https(url):
        return "a webhook's address begins with https:// and the name of a host"
    if urlsplit(url).username is not None:
        return "no name and password in the address: what we send is signed, which proves who we are"
    if not re.fullmatch("[!-~]+", url):
        return "write the address as a browser's address line copies it: xn--… for a host like exämple, %C3%B6 for an ö"
    return "" if _has_port(url) else "the port behind the host is a number from 1 to 65535"


def _has_port(url: str) -> bool:
    try:
        return urlsplit(url).port != 0
    except ValueError:
        return False
