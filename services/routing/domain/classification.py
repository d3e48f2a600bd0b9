"""What a complaint is about, by codes, as whoever classified it last says (IN-8 to IN-12)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from services.routing.domain.hot import is_hot
from services.routing.domain.progress import Fact, Happening

NORMAL = "normal"


@dataclass(frozen=True, slots=True)
class Classification:
    """Codes, and the complaint version that they come from: 0 for what the recording itself said."""

    version: int = 0
    department: str | None = None
    product: str | None = None
    branch: str | None = None
    wish: str | None = None
    feeling: str | None = None
    urgency: str = NORMAL

    @property
    def hot(self) -> bool:
        """Whether the case is hot (RO-10)."""
        return is_hot(self.feeling, self.urgency)

    def detail(self) -> Mapping[str, Any]:
        """What a Fact keeps of it."""
        return {name: value for name, value in asdict(self).items() if name != "version"}


def classification_of(fact: Fact) -> Classification | None:
    """What a fact says the complaint is about; None for a fact that says nothing of it."""
    if fact.what is Happening.CLASSIFIED:
        return Classification(version=fact.version, **_known(fact.detail))
    return Classification(**_known(fact.detail)) if fact.what is Happening.RECORDED else None


def latest(facts: Iterable[Fact]) -> Classification | None:
    """The newest of what facts about one complaint say, in whatever order they come; None where none says anything."""
    found = [one for one in map(classification_of, facts) if one is not None]
    return max(found, key=lambda one: one.version, default=None)


def _known(detail: Mapping[str, Any]) -> dict[str, Any]:
    names = ("department", "product", "branch", "wish", "feeling")
    return {name: detail.get(name) for name in names} | {"urgency": detail.get("urgency") or NORMAL}
