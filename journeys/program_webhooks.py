"""The other systems that a program tells, read from its file: each a name and an https address."""

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
    if url and not is_https(url):
        section.mistake("url", "a webhook's address begins with https:// and the name of a host")
    elif url and urlsplit(url).username is not None:
        section.mistake("url", "no name and password in the address: what we send is signed, which proves who we are")
    return url
