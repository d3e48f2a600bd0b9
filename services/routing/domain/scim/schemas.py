"""The schemas that routing speaks: users with the enterprise's extension and our own, and groups (RFC 7643)."""

from __future__ import annotations

from services.routing.domain.scim.attributes import IMMUTABLE, READ_ONLY, Attribute, ResourceKind, Schema, Type
from services.routing.domain.staff import Level

USER_URN = "urn:ietf:params:scim:schemas:core:2.0:User"
GROUP_URN = "urn:ietf:params:scim:schemas:core:2.0:Group"
ENTERPRISE_URN = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
STAFF_URN = "urn:redress:1.0:Staff"

_PRIMARY = Attribute("primary", "Whether this is the preferred one", Type.BOOLEAN)
_DISPLAY = Attribute("display", "A name to show for it")

COMMON = (
    Attribute("id", "Given by this service", case_exact=True, mutability=READ_ONLY, returned="always"),
    Attribute("externalId", "Given by the identity provider", case_exact=True),
    Attribute(
        "schemas",
        "Which schemas the resource follows",
        Type.REFERENCE,
        multi_valued=True,
        mutability=READ_ONLY,
        returned="always",
    ),
    Attribute(
        "meta",
        "About the resource itself",
        Type.COMPLEX,
        mutability=READ_ONLY,
        parts=(
            Attribute("resourceType", "User or Group", mutability=READ_ONLY, case_exact=True),
            Attribute("created", "When it was added", Type.DATE_TIME, mutability=READ_ONLY),
            Attribute("lastModified", "When it was changed last", Type.DATE_TIME, mutability=READ_ONLY),
            Attribute("location", "Where it is", Type.REFERENCE, mutability=READ_ONLY, case_exact=True),
            Attribute("version", "Its ETag", mutability=READ_ONLY, case_exact=True),
        ),
    ),
)

_NAME = Attribute(
    "name",
    "The parts of the person's name",
    Type.COMPLEX,
    parts=(
        Attribute("formatted", "The whole name as it is shown"),
        Attribute("familyName", "The family name"),
        Attribute("givenName", "The given name"),
        Attribute("middleName", "Middle names"),
        Attribute("honorificPrefix", "A title before the name"),
        Attribute("honorificSuffix", "A suffix behind the name"),
    ),
)
_EMAILS = Attribute(
    "emails",
    "Addresses; the primary one, else that of work, is where cases are announced",
    Type.COMPLEX,
    multi_valued=True,
    parts=(
        Attribute("value", "The address"),
        _DISPLAY,
        Attribute("type", "What it is for", canonical_values=("work", "home", "other")),
        _PRIMARY,
    ),
)
_PHONES = Attribute(
    "phoneNumbers",
    "Numbers; the primary one, else that of work, is given to customers where it can be read as E.164",
    Type.COMPLEX,
    multi_valued=True,
    parts=(
        Attribute("value", "The number, best as tel:+37060012345 or +370 600 12345"),
        _DISPLAY,
        Attribute("type", "What it is for", canonical_values=("work", "home", "mobile", "fax", "pager", "other")),
        _PRIMARY,
    ),
)
_GROUPS = Attribute(
    "groups",
    "The groups that the person is a member of",
    Type.COMPLEX,
    multi_valued=True,
    mutability=READ_ONLY,
    parts=(
        Attribute("value", "The group's id", mutability=READ_ONLY, case_exact=True),
        Attribute(
            "$ref",
            "Where the group is",
            Type.REFERENCE,
            mutability=READ_ONLY,
            reference_types=("Group",),
            case_exact=True,
        ),
        Attribute("display", "The group's name", mutability=READ_ONLY),
        Attribute("type", "How they belong", mutability=READ_ONLY, canonical_values=("direct",)),
    ),
)

USER_SCHEMA = Schema(
    USER_URN,
    "User",
    "A member of staff",
    (
        Attribute("userName", "The name that the identity provider knows them by", required=True, uniqueness="server"),
        _NAME,
        Attribute("displayName", "The name that colleagues and customers see"),
        Attribute("nickName", "What they are called"),
        Attribute("title", "What they do"),
        Attribute("userType", "How they belong to the company"),
        Attribute(
            "preferredLanguage",
            "Also what they speak, where nothing is said of languages",
            canonical_values=("en", "lt", "en-US"),
        ),
        Attribute("locale", "How they write dates and numbers", canonical_values=("en-GB", "lt-LT", "en-US")),
        Attribute(
            "timezone",
            "Whose clock their working hours follow (IANA)",
            canonical_values=("Europe/Vilnius", "Europe/London", "America/New_York"),
        ),
        Attribute("active", "Whether they work here; when not, their cases go to others", Type.BOOLEAN),
        _EMAILS,
        _PHONES,
        _GROUPS,
    ),
)
ENTERPRISE_SCHEMA = Schema(
    ENTERPRISE_URN,
    "EnterpriseUser",
    "Where they stand in the company",
    (
        Attribute("employeeNumber", "Their number in the company"),
        Attribute("costCenter", "Who pays"),
        Attribute("organization", "Which company"),
        Attribute("division", "Which part of it"),
        Attribute("department", "Which team: whose cases they see and take"),
        Attribute(
            "manager",
            "Who they report to",
            Type.COMPLEX,
            parts=(
                Attribute("value", "The manager's id", case_exact=True),
                Attribute("$ref", "Where the manager is", Type.REFERENCE, reference_types=("User",), case_exact=True),
            ),
        ),
    ),
)
STAFF_SCHEMA = Schema(
    STAFF_URN,
    "Staff",
    "What routing needs to know of a member of staff",
    (
        Attribute(
            "level",
            "How far up they stand; an agent when nothing is said",
            canonical_values=tuple(level.value for level in Level),
        ),
        Attribute("branch", "Where they work"),
        # Parted by commas in one text: identity providers map no lists into extensions.
        Attribute(
            "languages",
            "What they speak (BCP 47), parted by commas",
            canonical_values=("en", "en, lt", "ar, en", "el"),
        ),
        Attribute("skills", "Products and departments that they were trained for, parted by commas"),
        Attribute("crossSkills", "Those that they can help out with, parted by commas"),
        Attribute(
            "capacity",
            "How many open cases they can carry, where it is not the usual number",
            Type.INTEGER,
            mutability=READ_ONLY,
        ),
        Attribute(
            "authority",
            "What they may grant without asking; given by those who lead them, not by the identity provider",
            Type.COMPLEX,
            multi_valued=True,
            mutability=READ_ONLY,
            parts=(
                Attribute("remedy", "What", mutability=READ_ONLY),
                Attribute("amount", "Up to how much, as a decimal number", mutability=READ_ONLY),
                Attribute("currency", "In which currency (ISO 4217)", mutability=READ_ONLY),
            ),
        ),
    ),
)
GROUP_SCHEMA = Schema(
    GROUP_URN,
    "Group",
    "A group; one named department:X or skill:X gives its members that department or skill",
    (
        Attribute("displayName", "Its name", required=True, uniqueness="server"),
        Attribute(
            "members",
            "Who belongs to it",
            Type.COMPLEX,
            multi_valued=True,
            most=20_000,
            parts=(
                Attribute("value", "The member's id", mutability=IMMUTABLE, case_exact=True),
                Attribute(
                    "$ref",
                    "Where the member is",
                    Type.REFERENCE,
                    mutability=IMMUTABLE,
                    reference_types=("User",),
                    case_exact=True,
                ),
                Attribute("type", "What it is", mutability=IMMUTABLE, canonical_values=("User",)),
            ),
        ),
    ),
)

USERS = ResourceKind("User", "Users", "Members of staff", USER_SCHEMA, (ENTERPRISE_SCHEMA, STAFF_SCHEMA), COMMON)
GROUPS = ResourceKind("Group", "Groups", "Groups of members of staff", GROUP_SCHEMA, (), COMMON)
KINDS = (USERS, GROUPS)
