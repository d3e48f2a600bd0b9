"""What SCIM says is wrong: its own codes for the kinds of error (RFC 7644 section 3.12)."""

from __future__ import annotations

from typing import ClassVar

from shared.kernel.errors import Conflict, Invalid, NotFound


class ScimInvalid(Invalid):
    """Wrong in the request; `scim_type` is the code that RFC 7644 gives it."""

    slug = "scim-invalid"
    title = "The directory can't take this"
    scim_type: ClassVar[str]


class InvalidFilter(ScimInvalid):
    slug = "scim-invalid-filter"
    title = "The filter is malformed, or names what can't be compared so"
    scim_type = "invalidFilter"


class InvalidSyntax(ScimInvalid):
    slug = "scim-invalid-syntax"
    title = "The message does not have the shape that SCIM asks for"
    scim_type = "invalidSyntax"


class InvalidPath(ScimInvalid):
    slug = "scim-invalid-path"
    title = "The path is malformed, or names no attribute of this resource"
    scim_type = "invalidPath"


class NoTarget(ScimInvalid):
    slug = "scim-no-target"
    title = "The path leads to nothing that could be changed"
    scim_type = "noTarget"


class InvalidValue(ScimInvalid):
    slug = "scim-invalid-value"
    title = "A required value is missing, or a value is not of its attribute's kind"
    scim_type = "invalidValue"


class FixedAttribute(ScimInvalid):
    slug = "scim-mutability"
    title = "This attribute can't be changed or taken away"
    scim_type = "mutability"


class NotUnique(Conflict):
    slug = "scim-uniqueness"
    title = "Somebody or something else has this name already"
    scim_type: ClassVar[str] = "uniqueness"


class ResourceNotFound(NotFound):
    slug = "scim-resource-not-found"
    title = "There is no such resource"
