"""What complaints are counted by: everything together, or one aspect of them (IN-22)."""

from __future__ import annotations

from enum import StrEnum


class Dimension(StrEnum):
    """An aspect that complaints are divided by; within one, every complaint has exactly one value.

    Nothing here names a member of staff: figures improve processes, they rank no person.
    """

    ALL = "all"
    DEPARTMENT = "department"
    PRODUCT = "product"
    CAUSE = "cause"
    CATEGORY = "category"
    BRANCH = "branch"
    CHANNEL = "channel"


class Grain(StrEnum):
    """How long the stretches of time are that figures are kept for; a week begins on Monday. Days are UTC's."""

    YEAR = "year"
    MONTH = "month"
    WEEK = "week"


NOT_SAID = ""
"""The value of a complaint of which nobody has said it: a department, a cause not yet concluded."""
WEEKLY = frozenset({Dimension.ALL, Dimension.DEPARTMENT})
"""What is counted by week as well. Products by week would be more rows than complaints."""
GRAINS: dict[Dimension, tuple[Grain, ...]] = {
    dimension: (Grain.YEAR, Grain.MONTH, Grain.WEEK) if dimension in WEEKLY else (Grain.YEAR, Grain.MONTH)
    for dimension in Dimension
}
"""Years besides months, so that a period of many years is the sum of few rows."""
