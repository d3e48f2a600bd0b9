"""SCIM 2.0 over HTTP, under /scim/v2: discovery, users, groups, search (RFC 7644)."""
