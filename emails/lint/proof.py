"""A proof: the mail as one made-up person would get it, ready to be looked at."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lxml import html

from emails.message import Content
from emails.preview import Context
from emails.template import Template

# A name of a usual length: how long a subject is should not be judged by the made-up person with the longest one.
USUAL_NAME = 20
NAMED_BY_OTHERS = ("account", "contact")


@dataclass(frozen=True, slots=True)
class Proof:
    """What the made-up person `preview` would get, its HTML as a tree, and the same for names of `usual` length."""

    preview: str
    content: Content
    tree: Any
    usual: Content

    @property
    def subject(self) -> str:
        """Answer the subject for names of usual length."""
        return self.usual.subject

    @property
    def preheader(self) -> str:
        """Answer the preheader for names of usual length."""
        return self.usual.preheader

    @property
    def words(self) -> str:
        """Answer what can be read in the HTML, on one line."""
        texts = self.tree.xpath("//body//text()[not(ancestor::style or ancestor::script)]")
        return " ".join(" ".join(texts).split())


def proof_of(template: Template, preview: str, context: Context) -> Proof:
    """Answer the proof of a mail for one made-up person. Raises RenderError if the mail cannot be made for them."""
    content = template.render(context)
    usual = template.render(shortened) if (shortened := _usual(context)) != context else content
    tree = html.document_fromstring(content.html.strip() or "<p></p>")
    return Proof(preview, content, tree, usual)


def _usual(context: Context) -> Context:
    return {name: _shortened(value) if name in NAMED_BY_OTHERS else value for name, value in context.items()}


def _shortened(group: object) -> object:
    if not isinstance(group, Mapping):
        return group
    return {name: value[:USUAL_NAME] if isinstance(value, str) else value for name, value in group.items()}
