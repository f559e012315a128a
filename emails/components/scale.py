"""A scale: answers beside each other, each a link, such as the numbers from 0 to 10."""

from emails.body import Use
from emails.components.component import Desk, MiswrittenError, Slots
from emails.components.lines import lines

_MOST = 11


def scale(desk: Desk, use: Use) -> Slots:
    """Answer the answers, each with its words and where it leads."""
    found = lines(desk, use)
    if len(found) > _MOST:
        raise MiswrittenError(f"a scale has at most {_MOST} answers, or a phone cannot show it", found[_MOST].at)
    answers: list[Slots] = []
    for line in found:
        link = desk.markdown.link(line.text.lstrip("-*+ "), line.at)
        if link is None or link[2]:
            shown = desk.tokens.show(line.text)
            raise MiswrittenError(
                f'every line inside :::scale is written - [10]({{{{ surveys.nps_10 }}}}), not "{shown}"', line.at
            )
        answers.append({"label": link[0], "href": link[1], **line.around})
    return {"rows": answers}
