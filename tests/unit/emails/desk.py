"""A desk to try a single mail at: the shipped theme, the catalog of the tests, and whatever body is given."""

from functools import cache, lru_cache

from console.mistakes import place
from emails.fields import kinds
from emails.library import read_library
from emails.mail import Mail
from emails.naming import Name
from emails.page import Page
from emails.press import Press
from emails.preview import read_previews
from emails.template import Template
from tests.unit.emails.catalog import FIELDS, shipped

THEMES, ENGLISH = "emails/themes/", "emails/themes/brand.yaml"
# In one language: what is tried in others brings its own brand.
THEME = {
    path: text
    for path, text in shipped("onboarding").items()
    if path.startswith(THEMES) and (path == ENGLISH or not path.startswith(THEMES + "brand."))
}
FRONT = "---\nsubject: Hello\npreheader: A word\ntopic: onboarding\n---\n"
IN_APP = "---\nsubject: Hello\ntopic: onboarding\nchannel: in_app\n---\n"
PATH = "emails/templates/try.md"


@cache
def press() -> tuple[Press, list[Page]]:
    """Answer what compiles mails in the theme that ships, and the theme's pages: reading it takes longest."""
    looks = {path.removeprefix(THEMES): Page(path, text) for path, text in THEME.items()}
    return Press(looks, kinds(FIELDS)), list(looks.values())


@lru_cache(maxsize=1)  # a mail that is in order is looked for mistakes first
def compiled(text: str) -> tuple[Mail | None, list[SyntaxError]]:
    """Answer the mail that this makes, and the mistakes in it."""
    page, (machine, looks) = Page(PATH, text), press()
    made = machine.mail("try", {Name("try"): page})
    found = sorted((one for each in (page, *looks) for one in each.mistakes), key=place)
    if len(found) > len(page.mistakes):  # some are the theme's: the next mail gets one without
        press.cache_clear()
    return made, found


def mail(body: str, front: str = FRONT) -> Template:
    """Answer the mail with this body, compiled."""
    made, found = compiled(front + body)
    assert made is not None, found
    return made.original


def rendered(body: str, front: str = FRONT, **groups: object) -> str:
    """Answer the text part of a mail for the people of the catalog's examples, some groups told otherwise."""
    return mail(body, front).render({**example(), **groups}).text


def example() -> dict[str, object]:
    """Answer what the catalog's examples tell."""
    return read_previews("typical.yaml", "typical: {contact: {first_name: Ada}}", FIELDS)["typical"]


def mistakes(body: str = "", front: str = FRONT, **theme: str) -> list[SyntaxError]:
    """Answer the mistakes found in a mail; `theme` replaces files of the theme, `brand_yaml="…"`."""
    if not theme:
        return compiled(front + body)[1]
    files = {THEMES + name.replace("_", "."): text for name, text in theme.items()}
    try:
        read_library({**THEME, **files, PATH: front + body}, FIELDS)
    except ExceptionGroup as found:
        return [mistake for mistake in found.exceptions if isinstance(mistake, SyntaxError)]
    return []


def told(found: list[SyntaxError]) -> list[tuple[int | None, int | None, str]]:
    """Answer line, column and message of each mistake."""
    return [(mistake.lineno, mistake.offset, mistake.msg) for mistake in found]
