"""Addresses of pictures that lead to a page about the picture: mail programs show nothing there."""

import re
from collections.abc import Iterator, Mapping

from emails.finding import Finding
from emails.lint.draft import Draft

_ELSEWHERE = "put the picture on your own website, and write its address there"
_ITSELF = "open the picture by itself in the browser, and copy the address"
# What begins the address of a page where people look at a picture, without https://, and the way out.
PAGES: Mapping[str, str] = {
    r"(www\.)?dropbox\.com/(?!.*[?&](raw|dl)=1\b)": "end it with ?raw=1 (&raw=1 behind another ?) in place of dl=0",
    r"drive\.google\.com/|docs\.google\.com/(?!drawings/.*/pub\b)": _ELSEWHERE,
    r"photos\.google\.com/|photos\.app\.goo\.gl/": _ELSEWHERE,
    r"1drv\.ms/|onedrive\.live\.com/(?!download\b)|[\w-]+\.sharepoint\.com/:": _ELSEWHERE,
    r"(www\.|m\.)?imgur\.com/(?!.*\.(png|jpe?g|gif|webp)\b)": f"{_ITSELF}, https://i.imgur.com/….png",
    r"github\.com/[^?]*/blob/(?!.*[?&]raw=(1|true)\b)": "end it with ?raw=true",
    r"unsplash\.com/|(www\.)?flickr\.com/photos/": _ITSELF,
}


def pictures(draft: Draft) -> Iterator[Finding]:
    """Find pictures and logos whose address is that of a page: it opens in a browser, and is a gap in a mail."""
    for proof in draft.proofs:
        for address in proof.tree.xpath("//img/@src"):
            if way_out := _way_out(address.strip()):
                message = f'"{address:.80}" is a page with the picture on it, not the picture itself: {way_out}'
                yield _told(draft, address, message)


def _way_out(address: str) -> str:
    place = address.partition("://")[2]
    return next((way_out for page, way_out in PAGES.items() if re.match(page, place, re.IGNORECASE)), "")


def _told(draft: Draft, address: str, message: str) -> Finding:
    if address in draft.page.text or not any(address in page.text for page in draft.theme.values()):
        return draft.warning("picture", message, address)
    return draft.in_theme("warning", "picture", message, (address,))
