"""A message as the product reads it: plain JSON."""

from typing import Any

from emails.drawing import direction, drawing
from workers.prompts import Prompt


def told(prompt: Prompt) -> dict[str, Any]:
    """Answer the message with everything it takes to draw it, in one way or another."""
    drawn = drawing(prompt.content)
    return {
        "id": prompt.key,
        "title": drawn.title,
        "html": drawn.html,
        "text": drawn.text,
        "nodes": drawn.nodes,
        "button": {"label": drawn.button.label, "href": drawn.button.href} if drawn.button else None,
        "lang": prompt.language,
        "dir": direction(prompt.language),
    }
