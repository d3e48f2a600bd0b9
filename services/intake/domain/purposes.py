"""What the signed links and addresses that customers hold are for: one made for one purpose opens no other."""

from __future__ import annotations

PAGE = "page"
"""The link to the customer's own page, for a complaint's id."""
REPLY = "reply"
"""The token in a reply address, for a complaint's reference."""
