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
    QUARTER = "quarter"
    MONTH = "month"
    WEEK = "week"


NOT_SAID = ""
"""The value of a complaint of which nobody has said it: a department, a cause not yet concluded."""
WEEKLY = frozenset({Dimension.ALL, Dimension.DEPARTMENT})
"""What is counted by week as well. Products by week would be more rows than complaints."""
GRAINS: dict[Dimension, tuple[Grain, ...]] = {
    dimension: (Grain.MONTH, Grain.WEEK) if dimension in WEEKLY else (Grain.MONTH,) for dimension in Dimension
}
"""What complaints are counted by; a month or week is one that a question may ask for."""
COARSE = (Grain.YEAR, Grain.QUARTER)
"""Sums of months, kept besides them for every dimension: a period of any length is the sum of few rows."""
