"""Public holidays: the days on which a whole country is off, by its code of two letters (ISO 3166)."""

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

CODE = re.compile("[A-Z]{2}")


@lru_cache(maxsize=4096)
def public_holidays(country: str, year: int) -> Mapping[date, str]:
    """Answer the names of that year's, by day; none where the country is not known. To be read, not changed."""
    if not CODE.fullmatch(country):
        return {}
    import holidays  # only where a country is asked about: it takes longer to load than most commands do

    try:
        return dict(holidays.country_holidays(country, years=year, language="en_US"))
    except NotImplementedError:
        return {}
