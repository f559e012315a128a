"""What Gmail, Outlook or Apple Mail cannot show."""

from collections.abc import Iterator
from functools import lru_cache

from ruamel.yaml.comments import CommentedMap

from emails.finding import Finding
from emails.lint.caniemail import Feature, features
from emails.lint.draft import Draft
from emails.lint.features import used
from emails.page import Page, suggest
from emails.source import line, read_yaml

ACCEPTED = "accepted.yaml"
# Without these the content itself is not there, or lies elsewhere: whatever else is missing, the mail stays readable.
BREAKING = frozenset(
    {
        "css-display-flex", "css-display-grid", "css-flex-direction", "css-grid-template", "css-position",
        "css-transform",
        "css-left-right-top-bottom", "css-inset", "css-column-count", "css-variables", "css-unit-calc", "css-at-import",
        "css-function-min", "css-function-max", "css-function-clamp", "css-function-light-dark", "css-clip-path",
        "css-mask-image", "css-writing-mode", "html-form", "html-video", "html-audio", "html-object", "html-svg",
        "html-dialog", "html-link", "html-select", "html-textarea", "html-button-submit", "html-input-text",
        "html-input-checkbox", "html-input-radio", "html-picture", "html-image-maps", "html-meter", "html-progress",
        "image-base64", "image-svg", "image-webp", "image-avif", "image-heif", "image-tiff", "image-mp4", "image-bmp",
    }
)  # fmt: skip


def support(draft: Draft) -> Iterator[Finding]:
    """Find what a large mail program cannot show, unless the theme's `accepted.yaml` says why that is fine.

    What MJML writes by itself is made for these programs: of that, only what breaks a mail is told.
    """
    fine = accepted(draft.theme[ACCEPTED].text) if ACCEPTED in draft.theme else frozenset()
    for proof in draft.letters:
        for slug in sorted(used(proof.tree) & features().keys() - fine):
            feature = features()[slug]
            if feature.missing and (found := _finding(draft, feature, proof.preview)):
                yield found


def check_accepted(page: Page) -> list[SyntaxError]:
    """Answer what is wrong with the theme's list of what it does without."""
    told = (read_yaml(page, page.text) if page.text.strip() else None) or CommentedMap()
    for name, reason in told.items():
        if name not in features():
            page.report(f'caniemail.com knows no feature "{name}"{suggest(str(name), features())}', line(told, name))
        elif not isinstance(reason, str) or not reason.strip():
            page.report(f'say why the mail is fine without it: "{name}: …"', line(told, name))
    return page.mistakes


@lru_cache(maxsize=4)
def accepted(text: str) -> frozenset[str]:
    """Answer the features that the theme does without where they are missing, by their names at caniemail.com."""
    page = Page(ACCEPTED, text)
    return frozenset(map(str, (read_yaml(page, page.text) if text.strip() else None) or ()))


def _finding(draft: Draft, feature: Feature, preview: str) -> Finding | None:
    breaks = feature.slug in BREAKING
    message = f"{_listed(feature.missing)} cannot do `{feature.title}`" + (
        f", and the mail falls apart without it: do without it ({feature.url})"
        if breaks
        else f": see how the mail looks without it, and say why that is fine as `{feature.slug}: …` in {ACCEPTED}"
    )
    kind, _, word = feature.slug.partition("-")
    if kind == "image":
        suffix = ("data:",) if word == "base64" else (f".{word}",)
        tell = draft.error if breaks else draft.warning
        return tell("support", message, next((near for near in suffix if near in draft.page.text), ""), preview)
    found = draft.in_theme("error" if breaks else "warning", "support", message, _words(kind, word, feature))
    return found if breaks or found.line else None


def _words(kind: str, word: str, feature: Feature) -> tuple[str, ...]:
    """Answer the words by which the feature is found in the theme's files."""
    title = feature.title.strip("<>").partition(" ")[0].strip("<>")
    return (f"<{word}",) if kind == "html" and feature.title.startswith("<") else (f"{word}:", f"{word} =", title)


def _listed(names: tuple[str, ...]) -> str:
    shown = names if len(names) < 4 else (*names[:2], f"{len(names) - 2} more")
    return ", ".join(shown[:-1]) + f" and {shown[-1]}" if len(shown) > 1 else shown[0]
