"""Asks a process of this machine whether it is ready."""

from __future__ import annotations

import http.client
import json

_SECONDS = 6.0


def readiness(host: str, port: int) -> str | None:
    """What /readyz says is wrong; None when it is ready, "no answer" while nobody listens."""
    connection = http.client.HTTPConnection(host, port, timeout=_SECONDS)
    try:
        connection.request("GET", "/readyz")
        answer = connection.getresponse()
        body = answer.read()
    except (OSError, http.client.HTTPException):
        return "no answer"
    finally:
        connection.close()
    if answer.status == 200:
        return None
    try:
        told = json.loads(body)
    except ValueError:
        return f"status {answer.status}"
    return str(told.get("troubles") or told.get("detail") or told) if isinstance(told, dict) else str(told)
