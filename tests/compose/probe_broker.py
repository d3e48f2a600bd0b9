"""Run inside a service's container by tests.compose: tries what its NATS user must not do, and prints what was allowed.

The arguments are subjects to publish to, or `listen:<subject>`; the identity is the container's own.
"""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

import nats


async def main() -> None:
    """Print each argument that the server did not refuse."""
    refusals: list[str] = []

    async def remember(error: Exception) -> None:
        refusals.append(str(error).lower())

    user = os.environ["REDRESS_NATS_USER"]
    client = await nats.connect(
        os.environ["NATS_URL"],
        user=user,
        password=Path("/run/secrets/redress_nats_password").read_text(encoding="ascii").strip(),
        inbox_prefix=f"_INBOX_{user}",
        error_cb=remember,
    )
    for attempt in sys.argv[1:]:
        before = len(refusals)
        listening = attempt.removeprefix("listen:")
        if listening != attempt:
            await client.subscribe(listening)
        else:
            await client.publish(attempt, b'{"batch": 1, "expires": 100000000}', reply=client.new_inbox())
        # The server answers in order, so its pong comes after its refusal; but nats-py's flush sends its ping ahead
        # of what it flushes, and only the second pong says that all was seen.
        await client.flush()
        await client.flush()
        if len(refusals) == before:
            print(attempt)
    await client.close()


asyncio.run(main())
