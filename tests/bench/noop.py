"""The ceiling of a hot door: a FastAPI route with the same path and body that does nothing at all."""

from __future__ import annotations

import sys
from inspect import Parameter, Signature
from typing import Any

import uvicorn
from fastapi import FastAPI

from shared.http.hot import HotDoor
from shared.runtime.installation import load_service


def noop(door: HotDoor[Any, Any]) -> FastAPI:
    """An application with nothing but this route: validates as the door does, and answers."""
    app = FastAPI()

    async def done(**_: Any) -> dict[str, str]:
        return {"status": "done"}

    taken = {"body": door.body}
    if door.parameter is not None:
        taken = {door.parameter: str, **taken}
    done.__signature__ = Signature(  # type: ignore[attr-defined]
        [Parameter(name, Parameter.KEYWORD_ONLY, annotation=kind) for name, kind in taken.items()]
    )
    app.post(door.path, status_code=door.status)(done)
    return app


if __name__ == "__main__":
    port, service, path = sys.argv[1:]
    uvicorn.run(
        noop(next(door for door in load_service(service).hot_doors if door.path == path)),
        host="127.0.0.1",
        port=int(port),
        loop="uvloop",
        http="httptools",
        access_log=False,
        log_level="warning",
    )
