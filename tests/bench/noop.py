"""The ceiling for recording a complaint: a FastAPI route with the same body that does nothing at all."""

from __future__ import annotations

import sys

import uvicorn
from fastapi import FastAPI
from services.intake.service import SERVICE

BODY = SERVICE.hot_doors[0].body

app = FastAPI()


async def record(body) -> dict[str, str]:  # type: ignore[no-untyped-def]
    """Validates as the real route does, and answers."""
    return {"id": body.channel.value, "status": "recorded"}


record.__annotations__["body"] = BODY
app.post("/v1/complaints", status_code=201)(record)

if __name__ == "__main__":
    uvicorn.run(
        app,
        host="127.0.0.1",
        port=int(sys.argv[1]),
        loop="uvloop",
        http="httptools",
        access_log=False,
        log_level="warning",
    )
