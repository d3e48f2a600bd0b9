"""The address that answers about a complaint go to: signed, so that it proves who was sent it (IN-1, IN-13)."""

from __future__ import annotations

PURPOSE = "reply"


def reply_address(own: str, *, reference: str, token: str) -> str:
    """care+7f3k9q2m.k1.abc...@shop.example; `token` is Links.sign_short(PURPOSE, reference)."""
    local, _, domain = own.rpartition("@")
    letters = reference.removeprefix("RD-").replace("-", "").lower()
    return f"{local}+{letters}.{token}@{domain}"
