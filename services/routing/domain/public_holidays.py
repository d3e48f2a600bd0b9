"""Public holidays by country, and by the part of it where they differ, from the holidays library (RO-7)."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import holidays

from shared.kernel.errors import FieldError, Invalid


class UnknownCountry(Invalid):
    slug = "unknown-country"
    title = "The public holidays of this country, or of this part of it, are not known"


@lru_cache(maxsize=512)
def public_holidays(country: str, subdivision: str | None, year: int) -> frozenset[date]:
    """The days of a year on which a country (ISO 3166-1 alpha-2) or a part of it (ISO 3166-2, its last part) rests.

    Substitute days are among them. Raises UnknownCountry.
    """
    try:
        found = holidays.country_holidays(country, subdiv=subdivision, years=year, expand=False)
    except (NotImplementedError, ValueError, AttributeError) as error:
        raise UnknownCountry(
            fields=(FieldError("/subdivision" if subdivision else "/country", "not in the holidays library"),)
        ) from error
    return frozenset(found)
