"""Resources as they are sent: held to their schemas, in the spelling of these (RFC 7643 sections 2 and 3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from services.routing.domain.formats import UNSTORABLE
from services.routing.domain.scim.attributes import READ_ONLY, Attribute, ResourceKind, Type, named
from services.routing.domain.scim.errors import InvalidSyntax, InvalidValue
from services.routing.domain.scim.paths import Document
from shared.kernel.errors import FieldError

_LONGEST = 1_000
_TRUTHS = {"true": True, "false": False}


def storable(text: str) -> bool:
    """Whether it holds no control characters and no halves of one, which can't be kept."""
    return UNSTORABLE.search(text) is None


def canonical(body: Mapping[str, Any], kind: ResourceKind) -> Document:
    """What a client asserts of a resource: known attributes only, read-only ones left out, empty ones too.

    Raises InvalidSyntax where `schemas` does not name the kind, InvalidValue that names the attribute.
    """
    given = {name.lower(): value for name, value in body.items()}
    schemas = given.get("schemas")
    if not isinstance(schemas, list) or kind.schema.urn.lower() not in {str(one).lower() for one in schemas}:
        raise InvalidSyntax(f"`schemas` names {kind.schema.urn}", fields=(FieldError("/schemas", "is required"),))
    document = _members(given, (*kind.schema.attributes, *kind.common), "")
    for extension in kind.extensions:
        asserted = given.get(extension.urn.lower())
        if asserted is None:
            continue
        if not isinstance(asserted, Mapping):
            raise _wrong(f"/{extension.urn}", "is an object")
        inner = {name.lower(): value for name, value in asserted.items()}
        if members := _members(inner, extension.attributes, f"/{extension.urn}"):
            document[extension.urn] = members
    require_complete(document, kind)
    return document


def require_complete(document: Document, kind: ResourceKind) -> None:
    """Raises InvalidValue, naming every required attribute that is missing."""
    missing = [one.name for one in kind.schema.attributes if one.required and one.name not in document]
    if missing:
        raise InvalidValue(
            f"Missing: {', '.join(missing)}", fields=tuple(FieldError(f"/{name}", "is required") for name in missing)
        )


def value_of(sent: Any, attribute: Attribute, pointer: str) -> Any:
    """The value or values of an attribute as they are kept; None for none at all. Raises InvalidValue."""
    if sent is None:
        return None
    if not attribute.multi_valued:
        return _single(sent, attribute, pointer)
    if not isinstance(sent, list):
        raise _wrong(pointer, "is a list")
    if len(sent) > attribute.most:
        raise _wrong(pointer, f"has at most {attribute.most} values")
    values = [_single(one, attribute, f"{pointer}/{position}") for position, one in enumerate(sent)]
    kept = distinct([value for value in values if value is not None])
    if sum(1 for value in kept if isinstance(value, Mapping) and value.get("primary")) > 1:
        raise _wrong(pointer, "has more than one primary value")
    return kept or None


def element_of(sent: Any, attribute: Attribute, pointer: str) -> Any:
    """One of the values of an attribute that has several. Raises InvalidValue."""
    return _single(sent, attribute, pointer)


def distinct(values: Sequence[Any]) -> list[Any]:
    """Each value once, the first of equal ones."""
    seen: set[Any] = set()
    kept = []
    for value in values:
        key = frozenset(value.items()) if isinstance(value, Mapping) else value
        if key not in seen:
            seen.add(key)
            kept.append(value)
    return kept


def _members(given: Mapping[str, Any], attributes: Sequence[Attribute], pointer: str) -> Document:
    found: Document = {}
    for attribute in attributes:
        if attribute.mutability == READ_ONLY or attribute.name.lower() not in given:
            continue
        value = value_of(given[attribute.name.lower()], attribute, f"{pointer}/{attribute.name}")
        if value is not None:
            found[attribute.name] = value
    return found


def _single(sent: Any, attribute: Attribute, pointer: str) -> Any:
    if sent is None:
        return None
    match attribute.type:
        case Type.COMPLEX:
            return _complex(sent, attribute, pointer)
        case Type.BOOLEAN:
            # Identity providers send the words too.
            truth = _TRUTHS.get(sent.lower()) if isinstance(sent, str) else sent
            if not isinstance(truth, bool):
                raise _wrong(pointer, "is true or false")
            return truth
        case Type.INTEGER:
            if not isinstance(sent, int) or isinstance(sent, bool):
                raise _wrong(pointer, "is a whole number")
            return sent
        case _:
            return _text(sent, pointer)


def _text(sent: Any, pointer: str) -> str | None:
    if not isinstance(sent, str):
        raise _wrong(pointer, "is text")
    kept = sent.strip()
    if len(kept) > _LONGEST or not storable(kept):
        raise _wrong(pointer, f"has at most {_LONGEST} characters and no control characters")
    return kept or None


def _complex(sent: Any, attribute: Attribute, pointer: str) -> Document | None:
    if not isinstance(sent, Mapping):
        raise _wrong(pointer, "is an object")
    found: Document = {}
    known = False
    for name, inner in sent.items():
        part = named(attribute.parts, str(name))
        known = known or part is not None or inner is None
        if part is None or part.mutability == READ_ONLY:
            continue
        value = value_of(inner, part, f"{pointer}/{part.name}")
        if value is not None:
            found[part.name] = value
    if sent and not known:
        raise _wrong(pointer, "has none of the parts that are known here")
    return found or None


def _wrong(pointer: str, why: str) -> InvalidValue:
    return InvalidValue(f"{pointer.lstrip('/')} {why}", fields=(FieldError(pointer, why),))
