"""What the lint takes for the color of a text, held against a real browser: every text of every shipped mail."""

import re
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser

from console.inspection import Inspection, inspect
from emails.lint.ink import inks
from emails.lint.proof import Proof, proof_of

# Each text that is seen, with its color, the nearest background that is painted, its size and whether it is bold.
SEEN = r"""() => {
  const found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const chain = element => element ? [element, ...chain(element.parentElement)] : [];
  while (walker.nextNode()) {
    const text = walker.currentNode.data, around = chain(walker.currentNode.parentElement);
    const styles = around.map(element => getComputedStyle(element));
    const hidden = styles.some(style => style.display === 'none' || style.visibility === 'hidden');
    if (hidden || !/[^\s\u00a0\u00ad\u034f\u200b-\u200f\ufe0e\ufeff]/.test(text)) continue;
    if (around[0].closest('[aria-hidden=true], style, script, title')) continue;
    const ground = styles.map(style => style.backgroundColor).find(color => color !== 'rgba(0, 0, 0, 0)');
    found.push([text.trim().split(/\s+/).join(' '), styles[0].color, ground ?? '', parseFloat(styles[0].fontSize),
                parseInt(styles[0].fontWeight) >= 700]);
  }
  return found;
}"""


@pytest.fixture(scope="module")
def shipped() -> Inspection:
    return inspect(None, None)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_lint_sees_every_text_as_a_browser_paints_it(
    browser: Browser, shipped: Inspection, scheme: Literal["light", "dark"]
) -> None:
    page = browser.new_context(color_scheme=scheme).new_page()
    proofs = [
        proof_of(mail, preview, shipped.previews[name][preview])
        for name, mail in shipped.mails.items()
        for preview in ("typical", "empty")
        if mail.channel == "email"
    ]
    for proof in proofs:
        page.set_content(proof.content.html)
        painted = [_read(*text) for text in page.evaluate(SEEN)]

        assert painted == _told(proof, dark=scheme == "dark"), proof.content.subject
    assert len(proofs) >= 16
    page.context.close()


def _told(proof: Proof, *, dark: bool) -> list[tuple[Any, ...]]:
    return [
        (ink.text, str(ink.color), str(ink.ground), round(ink.size), ink.bold) for ink in inks(proof.tree, dark=dark)
    ]


def _read(text: str, color: str, ground: str, size: float, bold: bool) -> tuple[Any, ...]:
    return text, _written(color), _written(ground), round(size), bold


def _written(color: str) -> str:
    return "#" + "".join(f"{int(channel):02x}" for channel in re.findall(r"\d+", color)[:3])
