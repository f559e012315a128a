"""A video: a panel, or a picture of it, that leads to where it plays."""

import re

from emails.body import Use
from emails.components.component import Desk, MiswrittenError, Slots

_PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)]*)\)")


def video(desk: Desk, use: Use) -> Slots:
    """Answer the title of the video, where it is, a word about it, and a picture of it if there is one."""
    pictures = _PICTURE.findall(use.argument)
    found = desk.markdown.link(_PICTURE.sub("", use.argument).strip(), use.line)
    if found is None or len(pictures) > 1:
        raise MiswrittenError("a video is its title in [ ] and, right behind it, in ( ) where it plays")
    label, href, note = found
    picture = {"alt": pictures[0][0].strip(), "src": pictures[0][1].strip()} if pictures else None
    if picture:
        desk.markdown.picture(picture["src"], picture["alt"], use.line)
    return {"label": label, "href": href, "note": note, "picture": picture}
