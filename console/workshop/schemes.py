"""A mail as light and dark mail programs show it, whichever the browser that looks at it is."""

import re
from typing import Literal

Scheme = Literal["light", "dark"]
STYLE = re.compile(r"<style\b[^>]*>.*?</style>|<html\b[^>]*>", re.DOTALL | re.IGNORECASE)
ASKED = re.compile(r"\(\s*prefers-color-scheme\s*:\s*(light|dark)\s*\)", re.IGNORECASE)
SCHEMES = re.compile(r"(?<=[\s;{\"])((?:supported-)?color-schemes?\s*:\s*)[^;}\"]+", re.IGNORECASE)
META = re.compile(r"(<meta\s+name=\"(?:supported-)?color-schemes?\"\s+content=\")[^\"]*", re.IGNORECASE)
ALWAYS, NEVER = "(min-width: 0)", "(max-width: 0)"


def shown_in(html: str, scheme: Scheme) -> str:
    """Answer the mail as a mail program shows it that is set to `scheme` and knows what that is."""

    def decided(style: re.Match[str]) -> str:
        rules = ASKED.sub(lambda asked: ALWAYS if asked[1].lower() == scheme else NEVER, style[0])
        return SCHEMES.sub(rf"\g<1>{scheme}", rules)

    return META.sub(rf"\g<1>{scheme}", STYLE.sub(decided, html))
