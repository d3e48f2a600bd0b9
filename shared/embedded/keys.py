"""The secrets of one development machine, made once: the key that signs tokens, its public half, the link key."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from joserfc.jwk import ECKey

_SECRET_BYTES = 32


@dataclass(frozen=True, slots=True)
class DevelopmentKeys:
    """Files with keys, readable by their owner alone."""

    signing: Path
    """A private JWK (P-256, ES256)."""
    jwks: Path
    """The JWKS with its public half."""
    link: Path
    """`kid:secret`, with which links to customers are signed."""

    def exist(self) -> bool:
        """Whether all three were made."""
        return self.signing.exists() and self.jwks.exists() and self.link.exists()

    def link_key(self) -> str:
        """The value for REDRESS_LINK_KEY."""
        return self.link.read_text(encoding="ascii").strip()


def keys_in(folder: Path) -> DevelopmentKeys:
    """Where the keys are, made or not."""
    return DevelopmentKeys(folder / "signing.json", folder / "jwks.json", folder / "link.key")


def make_keys(folder: Path) -> DevelopmentKeys:
    """The keys in `folder`; what is missing is made, what is there stays (tokens and links outlive a restart)."""
    keys = keys_in(folder)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not keys.signing.exists():
        kid = f"dev-{secrets.token_hex(4)}"
        key = ECKey.generate_key("P-256", {"kid": kid, "use": "sig", "alg": "ES256"}, private=True)
        # The public half first: a private key without its JWKS would sign what nobody can verify.
        _write(keys.jwks, json.dumps({"keys": [key.as_dict(private=False)]}, indent=2))
        _write(keys.signing, json.dumps(key.as_dict(private=True), indent=2))
    if not keys.link.exists():
        _write(keys.link, f"dev:{secrets.token_urlsafe(_SECRET_BYTES)}")
    return keys


def _write(path: Path, text: str) -> None:
    """All of it or nothing, and never for a moment readable by others."""
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text + "\n")
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
