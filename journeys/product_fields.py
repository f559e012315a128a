"""What is the same for every account: the product's names, and the links that mails use."""

from collections.abc import Iterator

from journeys.field import Field
from journeys.success import Program


def product_fields(program: Program) -> Iterator[Field]:
    """Answer the fields of the groups `product` and `links`."""
    yield _constant("product.name", program.product.name, "What the product is called")
    yield _constant("product.company", program.product.company, "Who makes it")
    yield _constant("product.currency", program.product.currency, "The currency of its revenue (ISO 4217)")
    for name, link in program.links.items():
        yield _constant(f"links.{name}", link, f"The link “{name}” of program.yaml")


def _constant(name: str, value: str, formula: str) -> Field:
    return Field(name, "text", lambda _: value, formula, value)
