"""Patches of SCIM resources: what each operation makes of them, and what is refused."""

from __future__ import annotations

from contextlib import suppress
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.routing.domain.scim.documents import canonical
from services.routing.domain.scim.errors import (
    FixedAttribute,
    InvalidFilter,
    InvalidPath,
    InvalidSyntax,
    InvalidValue,
    NoTarget,
    ScimInvalid,
)
from services.routing.domain.scim.patches import PATCH_URN, applied, read_operations
from services.routing.domain.scim.projection import Projection, projection_of
from services.routing.domain.scim.schemas import ENTERPRISE_URN, GROUPS, STAFF_URN, USER_URN, USERS
from services.routing.domain.scim.users import person_of
from tests.unit.routing.people import person

WORK = {"value": "rasa@shop.example", "type": "work", "primary": True}
HOME = {"value": "rasa@home.example", "type": "home"}
RASA: dict[str, Any] = {
    "userName": "rasa",
    "name": {"familyName": "Kazlauskė", "givenName": "Rasa"},
    "active": True,
    "emails": [WORK, HOME],
    ENTERPRISE_URN: {"department": "deliveries"},
}


def patched(*operations: dict[str, Any], document: dict[str, Any] = RASA, kind: Any = USERS) -> dict[str, Any]:
    """The document after these operations; the one before is never touched."""
    before = deepcopy(document)
    changed = applied(document, read_operations({"schemas": [PATCH_URN], "Operations": list(operations)}), kind)
    assert document == before
    return changed


@pytest.mark.parametrize(
    ("operation", "changes"),
    [
        ({"op": "add", "path": "title", "value": "Lead"}, {"title": "Lead"}),
        ({"op": "Replace", "path": "USERNAME", "value": "rk"}, {"userName": "rk"}),
        ({"op": "replace", "value": {"active": False, "id": "x", "schemas": []}}, {"active": False}),
        ({"op": "replace", "path": "active", "value": "False"}, {"active": False}),
        (
            {"op": "replace", "value": {"name.familyName": "K.", f"{ENTERPRISE_URN}:department": "billing"}},
            {"name": {"familyName": "K.", "givenName": "Rasa"}, ENTERPRISE_URN: {"department": "billing"}},
        ),
        (
            {"op": "add", "value": {ENTERPRISE_URN: {"division": "north"}}},
            {ENTERPRISE_URN: {"department": "deliveries", "division": "north"}},
        ),
        (
            {"op": "replace", "path": "name", "value": {"givenName": "R."}},
            {"name": {"familyName": "Kazlauskė", "givenName": "R."}},
        ),
        ({"op": "remove", "path": "name.givenName"}, {"name": {"familyName": "Kazlauskė"}}),
        ({"op": "remove", "path": "name"}, {"name": None}),
        ({"op": "replace", "path": "title", "value": None}, {}),
        ({"op": "add", "path": "emails", "value": [HOME]}, {}),
        (
            {"op": "add", "path": "emails", "value": {"value": "new@x.example", "primary": True}},
            {"emails": [WORK | {"primary": False}, HOME, {"value": "new@x.example", "primary": True}]},
        ),
        ({"op": "replace", "path": "emails", "value": [HOME]}, {"emails": [HOME]}),
        (
            {"op": "replace", "path": 'emails[type eq "work"].value', "value": "r@shop.example"},
            {"emails": [WORK | {"value": "r@shop.example"}, HOME]},
        ),
        (
            {"op": "add", "path": 'emails[type eq "other"].value', "value": "o@shop.example"},
            {"emails": [WORK, HOME, {"type": "other", "value": "o@shop.example"}]},
        ),
        ({"op": "remove", "path": 'emails[type eq "home"]'}, {"emails": [WORK]}),
        ({"op": "remove", "path": 'emails[type eq "fax"]'}, {}),
        ({"op": "remove", "path": "emails", "value": [{"value": HOME["value"]}]}, {"emails": [WORK]}),
        ({"op": "remove", "path": "emails"}, {"emails": None}),
        ({"op": "remove", "path": f"{ENTERPRISE_URN}:department"}, {ENTERPRISE_URN: None}),
        ({"op": "remove", "path": ENTERPRISE_URN}, {ENTERPRISE_URN: None}),
        ({"op": "add", "path": STAFF_URN, "value": {"schemas": [], "skills": "coat"}}, {STAFF_URN: {"skills": "coat"}}),
        ({"op": "add", "path": f"{STAFF_URN}:skills", "value": "coat"}, {STAFF_URN: {"skills": "coat"}}),
    ],
)  # fmt: skip
def test_an_operation_changes_what_its_path_names(operation: dict[str, Any], changes: dict[str, Any]) -> None:
    """RO-1: add, replace, remove with plain, partial, chosen and extended paths (RFC 7644 section 3.5.2)."""
    expected = {name: value for name, value in (RASA | changes).items() if value is not None}
    assert patched(operation) == expected


@pytest.mark.parametrize(
    ("operation", "refusal"),
    [
        ({"op": "remove"}, NoTarget),
        ({"op": "remove", "path": "userName"}, FixedAttribute),
        ({"op": "replace", "path": "userName", "value": " "}, FixedAttribute),
        ({"op": "add", "path": "groups", "value": [{"value": "x"}]}, FixedAttribute),
        ({"op": "replace", "path": "id", "value": "x"}, FixedAttribute),
        ({"op": "replace", "path": f"{STAFF_URN}:capacity", "value": 400}, FixedAttribute),
        ({"op": "replace", "path": f"{STAFF_URN}:authority", "value": []}, FixedAttribute),
        ({"op": "replace", "path": 'emails[type eq "fax"].value', "value": "x@y.example"}, NoTarget),
        ({"op": "add", "path": 'emails[type co "fax"].value', "value": "x@y.example"}, NoTarget),
        ({"op": "add", "path": "salary", "value": 1}, InvalidPath),
        ({"op": "add", "path": "emails[", "value": 1}, InvalidPath),
        ({"op": "add", "path": "emails]x[", "value": 1}, InvalidPath),
        ({"op": "add", "path": 'name[familyName eq "x"]', "value": 1}, InvalidPath),
        ({"op": "add", "path": "emails[type is 1]", "value": 1}, InvalidFilter),
        ({"op": "add", "path": 5, "value": 1}, InvalidPath),
        ({"op": "add", "path": "title", "value": 5}, InvalidValue),
        ({"op": "add", "path": "title", "value": "a\x00b"}, InvalidValue),
        ({"op": "add", "path": "title", "value": "x" * 5000}, InvalidValue),
        ({"op": "add", "path": "active", "value": "perhaps"}, InvalidValue),
        ({"op": "add", "path": "emails", "value": "x@y.example"}, InvalidValue),
        ({"op": "replace", "path": "emails", "value": [WORK, HOME | {"primary": True}]}, InvalidValue),
        ({"op": "replace", "value": 5}, InvalidValue),
        ({"op": "move", "path": "title"}, InvalidSyntax),
        ({}, InvalidSyntax),
    ],
)  # fmt: skip
def test_an_operation_that_can_not_be_is_refused(operation: dict[str, Any], refusal: type[ScimInvalid]) -> None:
    """RO-1: with the code that RFC 7644 gives it, and nothing changed."""
    with pytest.raises(refusal):
        patched(operation)


@pytest.mark.parametrize(
    "body",
    [{}, {"schemas": [PATCH_URN]}, {"schemas": [PATCH_URN], "Operations": []}, {"schemas": 5, "Operations": [{}]}],
)
def test_a_message_that_is_no_patch_is_refused(body: dict[str, Any]) -> None:
    """RO-1: as invalidSyntax."""
    with pytest.raises(InvalidSyntax):
        read_operations(body)


def test_members_of_a_group_come_and_go() -> None:
    """RO-1: as identity providers do it: one by one, by a filter, or by a list of values."""
    one, two = {"value": "01900000-0000-7000-8000-000000000001"}, {"value": "01900000-0000-7000-8000-000000000002"}
    group = {"displayName": "skill:coat", "members": [one]}
    assert patched({"op": "Add", "path": "members", "value": [one, two]}, document=group, kind=GROUPS)["members"] == [
        one,
        two,
    ]
    path = f'members[value eq "{one["value"]}"]'
    assert "members" not in patched({"op": "Remove", "path": path}, document=group, kind=GROUPS)
    assert "members" not in patched({"op": "remove", "path": "members", "value": [one]}, document=group, kind=GROUPS)


def test_what_is_asserted_is_spelled_as_the_schema_spells_it() -> None:
    """RO-1: names without regard to case, read-only and unknown attributes left out, empty ones too."""
    body = {
        "SCHEMAS": [USER_URN],
        "USERNAME": " rasa ",
        "groups": [{"value": "x"}],
        "id": "mine",
        "favouriteColour": "blue",
        "emails": [],
        "nickname": "",
        "Active": "true",
        STAFF_URN.upper(): {"Skills": "coat"},
    }
    assert canonical(body, USERS) == {"userName": "rasa", "active": True, STAFF_URN: {"skills": "coat"}}


def test_a_projection_shows_what_is_asked_for() -> None:
    """RO-1: attributes and excludedAttributes, with parts and extensions; id and schemas always (RFC 7644 3.9)."""
    whole = RASA | {"id": "1", "schemas": [USER_URN]}
    always = {"id": "1", "schemas": [USER_URN]}
    asked = Projection(only=("emails.type", "Emails.value", f"{ENTERPRISE_URN}:department", "salary"))
    pairs = [{"type": one["type"], "value": one["value"]} for one in (WORK, HOME)]
    assert asked.shown(whole, USERS) == always | {"emails": pairs, ENTERPRISE_URN: {"department": "deliveries"}}
    left = Projection(without=("id", "emails", "name.givenName", ENTERPRISE_URN)).shown(whole, USERS)
    assert left == always | {"userName": "rasa", "active": True, "name": {"familyName": "Kazlauskė"}}
    with pytest.raises(InvalidSyntax):
        projection_of("userName", "emails")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["value", "type", "primary", "VALUE", "x", STAFF_URN]) | st.text(max_size=3), inner
        )
    ),
    max_leaves=8,
)
NAMES = st.sampled_from(
    [
        "userName",
        "NAME",
        "emails",
        "active",
        "groups",
        "id",
        "externalId",
        "displayName",
        STAFF_URN,
        ENTERPRISE_URN,
        "x",
    ]
)
PATHS = st.none() | st.sampled_from(
    [
        "emails",
        "emails.value",
        'emails[type eq "work"]',
        'emails[type eq "work" and primary eq true].value',
        "emails[not (value pr)]",
        "name.givenName",
        f"{STAFF_URN}:level",
        STAFF_URN,
        "active",
        f"{ENTERPRISE_URN}:manager",
        f"{ENTERPRISE_URN}:manager.value",
    ]
)


@given(st.dictionaries(NAMES, JSON, max_size=5))
def test_nothing_that_is_asserted_breaks_the_reading(body: dict[str, Any]) -> None:
    """RO-1, SU-2: a document, which is read again as itself and describes somebody, or a refusal; never a crash."""
    with suppress(ScimInvalid):
        document = canonical(body | {"schemas": [USER_URN]}, USERS)
        assert canonical(document | {"schemas": [USER_URN]}, USERS) == document
        person_of(document, person(1))


@given(st.lists(st.tuples(st.sampled_from(["add", "replace", "remove"]), PATHS, JSON), min_size=1, max_size=4))
def test_no_patch_breaks_the_resource(sent: list[tuple[str, str | None, Any]]) -> None:
    """RO-1, SU-2: what comes out holds to the schema, or the whole patch is refused."""
    operations = [{"op": op, "path": path, "value": value} for op, path, value in sent]
    with suppress(ScimInvalid):
        changed = patched(*operations)
        canonical(changed | {"schemas": [USER_URN]}, USERS)
