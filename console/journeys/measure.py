"""Measuring: how wide words will be, before a browser has set them, and where their lines break."""

from collections.abc import Iterator

# In ems, of the wider of the fonts that a system may have: a line may end early, but never runs over.
NARROW, WIDE = frozenset("iljtfr.,:;'|!()[]/ "), frozenset("mwMWQO@%—")
SLIM, BROAD, CAPITAL, PLAIN = 0.36, 0.96, 0.7, 0.61


def width(words: str, size: float) -> float:
    """Answer how wide the words are, at most, in letters of that size."""
    return size * sum(_ems(letter) for letter in words)


def lines(words: str, size: float, room: float) -> list[str]:
    """Answer the words in lines no wider than the room, broken at plain blanks; what is wider by itself is cut."""
    found: list[str] = []
    pieces = (piece for word in words.split(" ") if word for piece in _pieces(word, size, room))
    for word in pieces:
        if found and width(f"{found[-1]} {word}", size) <= room:
            found[-1] += f" {word}"
        else:
            found.append(word)
    return found


def _pieces(word: str, size: float, room: float) -> Iterator[str]:
    while width(word, size) > room and len(word) > 1:
        fits = next(end for end in range(len(word), 0, -1) if end == 1 or width(word[:end], size) <= room)
        cut = max((word.rfind(sign, 0, fits) + 1 for sign in "/-_."), default=0) or fits
        yield word[:cut]
        word = word[cut:]
    yield word


def _ems(letter: str) -> float:
    if letter in NARROW:
        return SLIM
    if letter in WIDE or not letter.isascii():
        return BROAD
    return CAPITAL if letter.isupper() else PLAIN
