"""How long something takes, as ISO 8601 writes it: weeks, or days and time; months and years have no fixed length."""

from __future__ import annotations

import re
from datetime import timedelta

_ISO = re.compile(
    r"P(?=.)(?:(\d{1,3})W|(?:(\d{1,3})D)?(?:T(?=.)(?:(\d{1,4})H)?(?:(\d{1,5})M)?(?:(\d{1,7})S)?)?)", re.ASCII
)
LONGEST = timedelta(days=366)


def from_iso(text: str) -> timedelta:
    """P3D, P2W, PT4H, P1DT12H. Raises ValueError for anything else, or longer than a year."""
    found = _ISO.fullmatch(text)
    if found is None:
        raise ValueError("must be a duration such as PT4H, P3D or P2W (ISO 8601)")
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    length = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    if length > LONGEST:
        raise ValueError("must be at most a year")
    return length


def to_iso(length: timedelta) -> str:
    """The shortest form without weeks; PT0S for at once."""
    hours, rest = divmod(length.seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    time = "".join(f"{count}{unit}" for count, unit in ((hours, "H"), (minutes, "M"), (seconds, "S")) if count)
    date = f"{length.days}D" if length.days else ""
    return f"P{date}{'T' + time if time else ''}" if date or time else "PT0S"
