"""Named places where a test lets a process die as if by kill -9, to show that no step loses or doubles (SU-1)."""

from __future__ import annotations

import os
import signal

_DEVELOPMENT = os.environ.get("REDRESS_ENVIRONMENT") == "development"
_ARMED = os.environ.get("REDRESS_FAILPOINT") if _DEVELOPMENT else None


def hit(name: str) -> None:
    """Die here and now when REDRESS_FAILPOINT names this place; outside development never."""
    if name == _ARMED:
        os.kill(os.getpid(), signal.SIGKILL)
