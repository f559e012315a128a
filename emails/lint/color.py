"""Colors as WCAG compares them."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from tinycss2 import parse_component_value_list
from tinycss2.color3 import parse_color


@dataclass(frozen=True, slots=True)
class Color:
    """Red, green and blue from 0 to 1, and how much of it is seen (`alpha`)."""

    red: float
    green: float
    blue: float
    alpha: float = 1.0

    def over(self, ground: "Color") -> "Color":
        """Answer what is seen when it lies on `ground`, which nothing shines through."""
        mixed = (
            upper * self.alpha + lower * (1 - self.alpha) for upper, lower in zip(self._rgb, ground._rgb, strict=True)
        )
        return Color(*mixed)

    @property
    def luminance(self) -> float:
        """Answer the relative luminance (https://www.w3.org/TR/WCAG22/#dfn-relative-luminance)."""
        red, green, blue = (
            channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4 for channel in self._rgb
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    @property
    def _rgb(self) -> tuple[float, float, float]:
        return self.red, self.green, self.blue

    def __str__(self) -> str:
        """Answer it as it is written in a theme: #12664f."""
        return "#" + "".join(f"{round(channel * 255):02x}" for channel in self._rgb)


def ratio(one: Color, other: Color) -> float:
    """Answer the contrast of two colors, from 1 to 21 (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio)."""
    darker, lighter = sorted((one.luminance, other.luminance))
    return (lighter + 0.05) / (darker + 0.05)


@lru_cache(maxsize=4096)  # the mails of a theme name the same ones again and again
def color_in(value: str) -> Color | None:
    """Answer the first color that a value names, be it `#fff` or `#fff url(x.png) no-repeat`; None if it names none."""
    found = (_read(token) for token in parse_component_value_list(value))
    return next((color for color in found if color), None)


def _read(token: Any) -> Color | None:
    parsed = parse_color(token)
    return Color(parsed.red, parsed.green, parsed.blue, parsed.alpha) if hasattr(parsed, "alpha") else None
