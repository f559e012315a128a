"""Amounts as Stripe writes them, in the smallest unit of a currency, to whole units of it."""

from decimal import ROUND_HALF_UP, Decimal

from console.webhooks.part import MalformedError

MOST = 10**18  # more digits than that cannot be rounded to the cent

# docs.stripe.com/currencies: Stripe writes ISK and UGX with two decimals that are always 00.
WITHOUT_DECIMALS = frozenset(
    "bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf".split()  # noqa: SIM905 - as the page lists them
)
WITH_THREE = frozenset({"bhd", "jod", "kwd", "omr", "tnd"})


def whole_units(amount: Decimal | int | None, currency: str | None) -> int | float | None:
    """Answer an amount in whole units, such as 12.5, to the cent (half a cent counts as one); none of none.

    Raises MalformedError for one that nobody has.
    """
    if amount is None:
        return None
    if not -MOST <= amount <= MOST:
        raise MalformedError("it comes to an amount of money that nobody has")
    code = (currency or "").lower()
    smallest = 1 if code in WITHOUT_DECIMALS else 1000 if code in WITH_THREE else 100
    units = (Decimal(amount) / smallest).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return int(units) if units == units.to_integral_value() else float(units)
