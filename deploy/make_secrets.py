"""Makes every secret of a compose installation, at random, in one directory; what is there already stays.

Run by deploy/make-secrets. To change a secret, delete its file and run it again (docs/howto/run-with-containers.md).
"""

from __future__ import annotations

import json
import os
import secrets
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from joserfc.jwk import ECKey

SERVICES = ("intake", "routing", "followup", "recognition")
SIGNERS = ("intake", "routing", "followup", "operator")
"""Who signs tokens: the services that ask others, and the operator, whose key `redress token` uses and whose place the
company's identity provider takes."""


def password() -> str:
    """256 random bits, in letters that need no escaping in a URL or a configuration file."""
    return secrets.token_hex(32)


def link_key() -> str:
    """`kid:secret`: signs the links that customers hold."""
    return f"k{secrets.token_hex(3)}:{secrets.token_urlsafe(32)}"


def signing_key(name: str) -> str:
    """A private JWK (P-256, ES256) of its own for each that signs, so that a token tells who made it."""
    kid = f"{name}-{secrets.token_hex(4)}"
    key = ECKey.generate_key("P-256", {"kid": kid, "use": "sig", "alg": "ES256"}, private=True)
    return json.dumps(key.as_dict(private=True), indent=2)


IDENTITY_PROVIDER = "identity_provider_jwks.json"
"""Put there by hand: the public keys of whoever signs people's tokens."""


def originals() -> dict[str, Callable[[], str]]:
    """The secrets that are drawn at random: file name -> how."""
    drawn: dict[str, Callable[[], str]] = {"postgres_superuser": password, "nats_admin": password}
    for name in SERVICES:
        drawn[f"postgres_{name}"] = password
        drawn[f"nats_{name}"] = password
        drawn[f"{name}_link_key"] = link_key
    for name in SIGNERS:
        drawn[f"{name}_signing_key.json"] = partial(signing_key, name)
    return drawn


def derived(read: Callable[[str], str], *, trusted: list[dict[str, Any]]) -> dict[str, str]:
    """What follows from the others, written anew each time: file name -> contents.

    `trusted` are public keys to accept beside our own.
    """
    made = {
        f"{name}_database_url": f"postgresql://redress_{name}:{read(f'postgres_{name}')}@postgres:5432/redress_{name}"
        for name in SERVICES
    }
    users = (*SERVICES, "admin")
    made["nats_passwords.conf"] = "\n".join(f'{user}_password: "{read(f"nats_{user}")}"' for user in users)
    public = list(trusted)
    for name in SIGNERS:
        key = ECKey.import_key(json.loads(read(f"{name}_signing_key.json")))
        public.append(dict(key.as_dict(private=False)))
    made["jwks.json"] = json.dumps({"keys": public}, indent=2)
    return made


def write(path: Path, text: str) -> None:
    """All of it or nothing. Readable by any user inside a container, kept from others by the directory's mode."""
    fresh = path.with_name(f"{path.name}.new")
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o444)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(text)
    fresh.replace(path)


def make(folder: Path) -> list[str]:
    """Make what is missing in `folder`, and return the names of what was drawn anew."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.chmod(0o700)
    fresh = []
    for name, draw in originals().items():
        if not (folder / name).exists():
            write(folder / name, draw())
            fresh.append(name)
    provider = folder / IDENTITY_PROVIDER
    trusted = json.loads(provider.read_text(encoding="utf-8"))["keys"] if provider.exists() else []
    for name, text in derived(lambda name: (folder / name).read_text(encoding="ascii"), trusted=trusted).items():
        write(folder / name, text)
    return fresh


if __name__ == "__main__":
    target = Path(sys.argv[1])
    made = make(target)
    sys.stdout.write(f"{len(made)} secrets made, {len(originals()) - len(made)} kept, in {target}\n")
