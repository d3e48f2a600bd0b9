"""Patches: operations one after the other, and the resource is changed whole or not at all (RFC 7644 section 3.5.2)."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from services.routing.domain.scim.attributes import READ_ONLY, Attribute, ResourceKind, Type
from services.routing.domain.scim.documents import value_of
from services.routing.domain.scim.errors import FixedAttribute, InvalidPath, InvalidSyntax, InvalidValue, NoTarget
from services.routing.domain.scim.parsing import Target, parse_target
from services.routing.domain.scim.paths import Document
from services.routing.domain.scim.values import add_values, remove_values, replace_values

PATCH_URN = "urn:ietf:params:scim:api:messages:2.0:PatchOp"
_MOST = 1_000
_UNASKED = frozenset({"schemas", "id", "meta"})
"""What providers send along in a value without a path; nothing of it can be changed, and nothing is."""


@dataclass(frozen=True, slots=True)
class Operation:
    """Add, replace or remove; without a path the value's members are the paths."""

    verb: str
    path: str | None
    value: Any


def read_operations(body: Mapping[str, Any]) -> tuple[Operation, ...]:
    """The operations of a PatchOp message. Raises InvalidSyntax."""
    given = {name.lower(): value for name, value in body.items()}
    schemas, sent = given.get("schemas"), given.get("operations")
    if not isinstance(schemas, list) or PATCH_URN.lower() not in {str(one).lower() for one in schemas}:
        raise InvalidSyntax(f"`schemas` names {PATCH_URN}")
    if not isinstance(sent, list) or not 1 <= len(sent) <= _MOST:
        raise InvalidSyntax(f"`Operations` is a list of 1 to {_MOST}")
    return tuple(_operation(one) for one in sent)


def _operation(sent: Any) -> Operation:
    if not isinstance(sent, Mapping):
        raise InvalidSyntax("An operation is an object")
    given = {name.lower(): value for name, value in sent.items()}
    verb, path = given.get("op"), given.get("path")
    if not isinstance(verb, str) or verb.lower() not in {"add", "replace", "remove"}:
        raise InvalidSyntax("`op` is add, replace or remove")
    if path is not None and not isinstance(path, str):
        raise InvalidPath
    return Operation(verb.lower(), path or None, given.get("value"))


def applied(document: Document, operations: tuple[Operation, ...], kind: ResourceKind) -> Document:
    """The resource after all of them.

    Raises InvalidPath, InvalidFilter, NoTarget, InvalidValue, and FixedAttribute for what is read-only or required.
    """
    changed = deepcopy(document)
    for operation in operations:
        if operation.path is not None:
            _apply(changed, operation.verb, parse_target(operation.path, kind), operation.value, kind)
            continue
        if operation.verb == "remove":
            raise NoTarget("What is removed needs a path")
        if not isinstance(operation.value, Mapping):
            raise InvalidValue("Without a path the value is an object")
        for path, value in operation.value.items():
            if path.lower() not in _UNASKED:
                _apply(changed, operation.verb, parse_target(path, kind), value, kind)
    return changed


def _apply(document: Document, verb: str, target: Target, value: Any, kind: ResourceKind) -> None:
    attribute = target.place.attribute
    if attribute is None:
        _whole_extension(document, verb, str(target.place.extension), value, kind)
        return
    leaf = target.part or target.place.part or attribute
    if attribute.mutability == READ_ONLY or leaf.mutability == READ_ONLY:
        raise FixedAttribute(f"{leaf.name} is read-only")
    holder = document
    if target.place.extension is not None:
        holder = document.setdefault(target.place.extension, {})
    if attribute.multi_valued:
        _many(holder, verb, target, value)
    else:
        _one(holder, verb, attribute, target.place.part, value)
    if attribute.name not in holder and attribute.required:
        raise FixedAttribute(f"{attribute.name} is required")
    if target.place.extension is not None and not holder:
        del document[target.place.extension]


def _whole_extension(document: Document, verb: str, urn: str, value: Any, kind: ResourceKind) -> None:
    if verb == "remove":
        document.pop(urn, None)
        return
    if not isinstance(value, Mapping):
        raise InvalidValue("An extension is an object")
    for name, inner in value.items():
        if name.lower() not in _UNASKED:
            _apply(document, verb, parse_target(f"{urn}:{name}", kind), inner, kind)


def _one(holder: Document, verb: str, attribute: Attribute, part: Attribute | None, value: Any) -> None:
    name, pointer = attribute.name, f"/{attribute.name}"
    if part is not None:
        inner = dict(holder.get(name) or {})
        inner.pop(part.name, None)
        kept = None if verb == "remove" else value_of(value, part, f"{pointer}/{part.name}")
        merged = inner if kept is None else inner | {part.name: kept}
    elif verb == "remove":
        merged = None
    else:
        merged = value_of(value, attribute, pointer)
        if attribute.type is Type.COMPLEX and merged is not None:
            merged = (holder.get(name) or {}) | merged
    if merged in (None, {}):
        holder.pop(name, None)
    else:
        holder[name] = merged


def _many(holder: Document, verb: str, target: Target, value: Any) -> None:
    attribute = target.place.attribute
    assert attribute is not None
    present: list[Any] = holder.get(attribute.name) or []
    part = target.part or target.place.part
    match verb:
        case "add":
            kept = add_values(present, attribute, target.chosen, part, value)
        case "replace":
            kept = replace_values(present, attribute, target.chosen, part, value)
        case _:
            kept = remove_values(present, target.chosen, part, value)
    if kept:
        holder[attribute.name] = kept
    else:
        holder.pop(attribute.name, None)
