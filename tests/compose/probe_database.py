"""Run inside a service's container by tests.compose: tries to connect to databases with the service's own role.

Prints the names of those that let it in.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg


async def main() -> None:
    """Try each database that is named."""
    own = urlsplit(Path("/run/secrets/database_url").read_text(encoding="ascii").strip())
    for name in sys.argv[1:]:
        try:
            connection = await asyncpg.connect(urlunsplit(own._replace(path=f"/{name}")))
        except asyncpg.InsufficientPrivilegeError:
            continue
        await connection.close()
        print(name)


asyncio.run(main())
