"""What `redress up` will start, decided from the environment before anything starts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from shared.embedded.trouble import Trouble
from shared.runtime.installation import NATS_PORT, SERVICES, WORKER_PORT_DISTANCE, Installation
from shared.settings import Environment

_PORTS = range(1, 65536)


class BadSetting(Trouble):
    """A setting that can't be used; the message names it."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Ports by service, and the servers that take the embedded ones' place."""

    host: str
    ports: Mapping[str, int]
    worker_ports: Mapping[str, int]
    nats_port: int
    database_url: str | None
    """Names a server (and a maintenance database on it); each service gets a database of its own there."""
    nats_url: str | None
    given: Mapping[str, str]
    """The settings that the person who starts it chose; they win over what follows from here."""

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Self:
        """The plan that these variables make. Raises BadSetting."""
        ports = {name: _port(environment, f"REDRESS_{name.upper()}_PORT", port) for name, port in SERVICES.items()}
        worker_ports = {
            name: _port(environment, f"REDRESS_{name.upper()}_WORKER_PORT", port + WORKER_PORT_DISTANCE)
            for name, port in ports.items()
        }
        plan = cls(
            host=environment.get("REDRESS_HOST", "127.0.0.1"),
            ports=ports,
            worker_ports=worker_ports,
            nats_port=_port(environment, "REDRESS_NATS_PORT", NATS_PORT),
            database_url=environment.get("DATABASE_URL") or None,
            nats_url=environment.get("NATS_URL") or None,
            given=environment,
        )
        plan._refuse_collisions()
        return plan

    def ports_by_setting(self) -> dict[str, int]:
        """Every port that the services listen on, by the setting that chose it."""
        return {f"REDRESS_{name.upper()}_PORT": port for name, port in self.ports.items()} | {
            f"REDRESS_{name.upper()}_WORKER_PORT": port for name, port in self.worker_ports.items()
        }

    def url_of(self, name: str) -> str:
        """Where a service's API can be reached from this machine."""
        host = "127.0.0.1" if self.host in {"0.0.0.0", "::"} else self.host  # noqa: S104
        return f"http://{host}:{self.ports[name]}"

    def settings_of(self, name: str, installation: Installation, *, database_url: str, nats_url: str) -> dict[str, str]:
        """The settings of one service's processes, as environment variables."""
        own = {
            "REDRESS_ENVIRONMENT": Environment.DEVELOPMENT.value,
            "REDRESS_NATS_DECLARES_STREAMS": "true",
            "REDRESS_SIGNING_KEY_FILE": str(installation.keys.signing),
            "REDRESS_JWKS_FILE": str(installation.keys.jwks),
            "REDRESS_LINK_KEY": installation.keys.link_key(),
            "REDRESS_MAIL_DIR": str(installation.mail),
            "REDRESS_ATTACHMENTS_DIR": str(installation.attachments),
            **{f"REDRESS_{each.upper()}_URL": self.url_of(each) for each in SERVICES},
        }
        chosen = {key: self.given.get(key, value) for key, value in own.items()}
        if chosen["REDRESS_ENVIRONMENT"] == Environment.DEVELOPMENT.value:
            chosen["REDRESS_CLOCK_FILE"] = self.given.get("REDRESS_CLOCK_FILE", str(installation.clock))
        return chosen | {
            "DATABASE_URL": database_url,
            "NATS_URL": nats_url,
            "REDRESS_HOST": self.host,
            "REDRESS_PORT": str(self.ports[name]),
            "REDRESS_WORKER_PORT": str(self.worker_ports[name]),
        }

    def _refuse_collisions(self) -> None:
        chosen = self.ports_by_setting()
        if self.nats_url is None:
            chosen["REDRESS_NATS_PORT"] = self.nats_port
        seen: dict[int, str] = {}
        for setting, port in chosen.items():
            if port in seen:
                raise BadSetting(f"{seen[port]} and {setting} are both {port}; each needs a port of its own.")
            seen[port] = setting


def _port(environment: Mapping[str, str], setting: str, default: int) -> int:
    value = environment.get(setting, "")
    if not value:
        return default
    if not value.isascii() or not value.isdigit() or int(value) not in _PORTS:
        raise BadSetting(f"{setting}={value} is not a port; it takes a number from 1 to 65535.")
    return int(value)
