"""SCIM 2.0 as rules (RFC 7643, RFC 7644): schemas, paths, filters, patches, and what they mean for staff (RO-1)."""
