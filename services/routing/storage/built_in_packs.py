"""The rule packs that come with the service: data files, read once when the process starts (RO-7)."""

from __future__ import annotations

import tomllib
from datetime import datetime
from pathlib import Path

from services.routing.domain.pack import RulePack, pack_of

FOLDER = Path(__file__).parent / "packs"


def _read(path: Path) -> RulePack:
    written = tomllib.loads(path.read_text("utf-8"))
    code, edition, valid_from = written["code"], written["edition"], written["valid_from"]
    if path.stem != f"{code}-{edition}" or not isinstance(valid_from, datetime):
        raise ValueError(f"{path.name} does not hold edition {edition} of {code}")
    return pack_of(code, edition, valid_from, {"title": written["title"], "rules": written["rules"]})


BUILT_IN: dict[tuple[str, int], RulePack] = {
    (pack.code, pack.edition): pack for pack in map(_read, sorted(FOLDER.glob("*.toml")))
}
"""By code and edition; nobody releases one of these again."""
