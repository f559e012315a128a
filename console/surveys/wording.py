"""What a survey says for one product: its words filled in, and how each question is shown."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from journeys.success import Product
from journeys.survey import Choice, Question, Scale, Survey, Writing
from journeys.survey_answers import numbered, own_words


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose: the field it is sent under, what is sent, and how it reads."""

    name: str
    value: str
    words: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A question as the page shows it: `form` is scale, one, several, short, long or date."""

    id: str
    form: str
    ask: str
    hint: str
    optional: bool
    options: tuple[Option, ...] = ()
    low: str = ""
    high: str = ""
    other: str = ""
    own: str = ""
    longest: int = 0


@dataclass(frozen=True, slots=True)
class Paper:
    """A survey in words."""

    title: str
    intro: str
    thanks: str
    entries: tuple[Entry, ...]


def worded(survey: Survey, product: Product) -> Paper:
    """Answer the survey in the words of this product."""

    def say(text: str) -> str:
        return text.replace("{product}", product.name).replace("{company}", product.company)

    entries = tuple(_entry(question, say) for question in survey.questions)
    return Paper(say(survey.title), say(survey.intro), say(survey.thanks), entries)


def _entry(question: Question, say: Callable[[str], str]) -> Entry:
    head = (say(question.ask), say(question.hint), question.optional)
    match question.form:
        case Scale() as scale:
            options = tuple(Option(question.id, f"{number}", f"{number}") for number in scale.numbers)
            return Entry(question.id, "scale", *head, options, say(scale.low), say(scale.high))
        case Choice(several=several, other=other) as choice:
            options = tuple(_options(question, choice, say))
            own = own_words(question) if other else ""
            return Entry(question.id, "several" if several else "one", *head, options, other=say(other), own=own)
        case Writing(kind=kind, longest=longest):
            return Entry(question.id, kind, *head, longest=longest)


def _options(question: Question, choice: Choice, say: Callable[[str], str]) -> Iterator[Option]:
    for number, (value, words) in enumerate(choice.words.items()):
        yield Option(numbered(question, number) if choice.several else question.id, value, say(words))
