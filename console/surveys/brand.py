"""How a page of ours looks to a customer: in the colors and under the name of the company whose product it is about."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection

from console.headers import PAGE
from emails.look import read_look
from emails.page import Page
from models.archive import text_in_force

PLACE = "emails/themes/brand.yaml"
# What our style sheet calls the colors that a brand has.
COLORS = {
    "paper": "ground", "sheet": "sheet", "ink": "ink", "quiet": "soft", "line": "line", "brand": "accent",
    "on_brand": "accent-ink", "tint": "accent-ground",
}  # fmt: skip
DARK = "@media (prefers-color-scheme: dark)"


@dataclass(frozen=True, slots=True)
class Brand:
    """A company's colors where it is light and dark, the font of its mails, and its logo, if it has one."""

    light: Mapping[str, str] = field(default_factory=dict)
    dark: Mapping[str, str] = field(default_factory=dict)
    font: str = ""
    logo: Mapping[str, str] | None = None

    @property
    def style(self) -> str:
        """Answer the style sheet that dresses a page in it."""
        font = f"body {{ font-family: {self.font}; }}\n" if self.font else ""
        return f"{_root(self.light)}\n{DARK} {{ {_root(self.dark)} }}\n{font}"

    @property
    def policy(self) -> str:
        """Answer the Content-Security-Policy of its pages: that of ours, and the logo may be shown."""
        return PAGE.replace("img-src 'self'", f"img-src 'self' {self.logo['src']}") if self.logo else PAGE


def brand_in_force(connection: Connection) -> Brand:
    """Answer the brand of the mails in force; without one, or if it cannot be read, our own looks."""
    text = text_in_force(connection, PLACE)
    page = Page(PLACE, text or "")
    look = read_look(page) if text else None
    if look is None or page.mistakes:
        return Brand()
    return Brand(look["colors"], look["dark"], str(look["font"]), look["logo"])


def _root(colors: Mapping[str, str]) -> str:
    told = "; ".join(f"--{ours}: {colors[theirs]}" for theirs, ours in COLORS.items() if theirs in colors)
    strong = f"; --accent-strong: {colors['brand']}; --field: {colors['sheet']}" if "brand" in colors else ""
    return f":root {{ {told}{strong}; }}"
