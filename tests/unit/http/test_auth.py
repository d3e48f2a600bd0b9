"""Hostile tokens: whatever is wrong with them, the answer is that nobody is known."""

from __future__ import annotations

import base64
import hmac
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson
import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, OKPKey, RSAKey

from shared.http.auth import Authenticator, InvalidToken, MissingToken
from shared.http.issuer import TokenIssuer, UnusableSigningKey, generate_signing_key
from shared.http.keys import FileKeys, MalformedKeys, UrlKeys, parse_jwks
from shared.kernel.clock import FixedClock
from shared.kernel.errors import Unauthenticated, Unavailable

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
STAFF = UUID("0190d7c8-0000-7000-8000-000000000001")
KEY = ECKey.generate_key("P-256", {"kid": "k1", "use": "sig"}, private=True)
Change = Callable[[dict[str, Any]], dict[str, Any]]


class Held:
    """Keys that a test holds."""

    def __init__(self, *keys: Any) -> None:
        self.keys = parse_jwks(orjson.dumps(KeySet(list(keys)).as_dict(private=False)))
        self.generation = 1

    async def get(self, kid: str | None) -> KeySet:
        return self.keys


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture
def authenticator(clock: FixedClock) -> Authenticator:
    return Authenticator(Held(KEY), issuer="redress", audience="redress", clock=clock)


def claims(**changed: Any) -> dict[str, Any]:
    at = int(NOW.timestamp())
    good = {"iss": "redress", "aud": "redress", "sub": "crm", "iat": at, "exp": at + 600, "scope": "cases:read"}
    return {name: value for name, value in {**good, **changed}.items() if value is not ...}


def signed(body: dict[str, Any], *, key: Any = KEY, alg: str = "ES256", **header: Any) -> str:
    return "Bearer " + jwt.encode({"alg": alg, "kid": "k1", **header}, body, key, algorithms=[alg])


def by_hand(header: dict[str, Any], body: dict[str, Any], secret: bytes | None) -> str:
    parts = [base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in (header, body)]
    mac = b"" if secret is None else hmac.digest(secret, b".".join(parts), "sha256")
    return "Bearer " + b".".join([*parts, base64.urlsafe_b64encode(mac).rstrip(b"=")]).decode()


async def test_a_good_token_is_a_principal(authenticator: Authenticator) -> None:
    """SU-4: scopes, roles, staff and teams."""
    token = signed(claims(scope="cases:read rewards:approve", roles=["agent"], staff_id=str(STAFF), teams=["north"]))
    principal = await authenticator.authenticate(token)

    assert principal.subject == "crm"
    assert principal.scopes == {"cases:read"}, "a person never gets more than their roles hold"
    assert principal.staff_id == STAFF
    assert principal.is_person
    assert principal.sees_team("north")
    assert not principal.sees_team("south")
    assert not principal.sees_team(None)


async def test_a_system_client_sees_every_team_and_what_its_scopes_say(authenticator: Authenticator) -> None:
    """SU-4: a system client holds what its token says."""
    principal = await authenticator.authenticate(signed(claims(aud=["other", "redress"])))

    assert principal.scopes == {"cases:read"}
    assert not principal.is_person
    assert principal.sees_team("south")


at = int(NOW.timestamp())
BAD_CLAIMS: dict[str, dict[str, Any]] = {
    "expired": {"exp": at - 60},
    "expiring as a string": {"exp": str(at + 60)},
    "never expiring": {"exp": ...},
    "expiring at infinity": {"exp": float("inf")},
    "issued in the future": {"iat": at + 3600},
    "not yet valid": {"nbf": at + 3600},
    "without iat": {"iat": ...},
    "another issuer": {"iss": "elsewhere"},
    "issuer in an array": {"iss": ["redress"]},
    "without issuer": {"iss": ...},
    "another audience": {"aud": "elsewhere"},
    "audience of objects": {"aud": [{"redress": 1}]},
    "without audience": {"aud": ...},
    "without subject": {"sub": ...},
    "empty subject": {"sub": ""},
    "numeric subject": {"sub": 7},
    "endless subject": {"sub": "x" * 300},
    "scope as a list": {"scope": ["cases:read"]},
    "roles as text": {"roles": "admin"},
    "roles of objects": {"roles": [{"admin": True}]},
    "staff_id that is none": {"staff_id": "me"},
    "staff_id as a number": {"staff_id": 7},
    "teams as text": {"teams": "*"},
}


@pytest.mark.parametrize("changed", BAD_CLAIMS.values(), ids=BAD_CLAIMS.keys())
async def test_bad_claims_are_refused(authenticator: Authenticator, changed: dict[str, Any]) -> None:
    """SU-4: expired and forged tokens."""
    with pytest.raises(InvalidToken):
        await authenticator.authenticate(signed(claims(**changed)))


PEM = KEY.as_pem(private=False)
STRANGER = ECKey.generate_key("P-256", {"kid": "k1"}, private=True)
FORGED = {
    "alg none": by_hand({"alg": "none", "typ": "JWT"}, claims(), None),
    "alg None": by_hand({"alg": "None"}, claims(), b""),
    "alg as a list": by_hand({"alg": ["ES256"]}, claims(), b"x"),
    "HMAC with the public key": by_hand({"alg": "HS256", "kid": "k1"}, claims(), PEM),
    "HMAC said to be ES256": by_hand({"alg": "ES256", "kid": "k1"}, claims(), PEM),
    "another key": signed(claims(), key=STRANGER),
    "unknown kid": signed(claims(), key=STRANGER, kid="k2"),
    "its own key in the header": signed(claims(), key=STRANGER, jwk=STRANGER.as_dict(private=False)),
    "kid as a path": by_hand({"alg": "ES256", "kid": {"a": 1}}, claims(), b"x"),
    "another type": signed(claims(), typ="secevent+jwt"),
    "critical header": by_hand({"alg": "ES256", "kid": "k1", "crit": ["b64"], "b64": False}, claims(), b"x"),
    "claims that are a list": by_hand({"alg": "ES256", "kid": "k1"}, [], b"x"),  # type: ignore[arg-type]
    "oversized": signed(claims(jti="x" * 9000)),
    "not ASCII": signed(claims()) + "é",
    "two parts": signed(claims()).rsplit(".", 1)[0],
    "no parts": "Bearer x",
    "another scheme": "Basic dXNlcjpwYXNz",
    "scheme alone": "Bearer ",
    "empty": "",
}


@pytest.mark.parametrize("header", FORGED.values(), ids=FORGED.keys())
async def test_forged_tokens_are_refused(authenticator: Authenticator, header: str) -> None:
    """SU-4: asymmetric algorithms only, from configured keys only."""
    with pytest.raises(Unauthenticated):
        await authenticator.authenticate(header)
    assert authenticator.cached(header) is None


async def test_no_header_is_told_apart(authenticator: Authenticator) -> None:
    """SU-4: unauthenticated."""
    with pytest.raises(MissingToken):
        await authenticator.authenticate(None)


async def test_any_changed_byte_breaks_the_signature(authenticator: Authenticator) -> None:
    """SU-4: forged tokens."""
    token = signed(claims())
    for position in range(len("Bearer "), len(token), 7):
        other = "A" if token[position] != "A" else "B"
        with pytest.raises(Unauthenticated):
            await authenticator.authenticate(token[:position] + other + token[position + 1 :])


async def test_a_verified_token_is_remembered_until_it_expires(authenticator: Authenticator, clock: FixedClock) -> None:
    """SU-4: verified tokens are cached until they expire."""
    token = signed(claims(exp=at + 60))
    assert authenticator.cached(token) is None
    principal = await authenticator.authenticate(token)

    assert authenticator.cached(token) is principal
    clock.advance(timedelta(seconds=61))
    assert authenticator.cached(token) is None


async def test_the_memory_for_tokens_is_bounded(clock: FixedClock) -> None:
    """SU-4: many tokens can't fill the memory; the least used one goes."""
    small = Authenticator(Held(KEY), issuer="redress", audience="redress", clock=clock, remembered=2)
    tokens = [signed(claims(jti=str(n))) for n in range(3)]
    for token in tokens:
        await small.authenticate(token)

    assert [small.cached(token) is not None for token in tokens] == [False, True, True]


async def test_when_the_keys_change_remembered_tokens_are_asked_again(clock: FixedClock) -> None:
    """SU-4: a key that was taken out vouches for nobody."""
    held = Held(KEY)
    authenticator = Authenticator(held, issuer="redress", audience="redress", clock=clock)
    token = signed(claims())
    await authenticator.authenticate(token)
    held.keys, held.generation = Held(STRANGER).keys, 2

    assert authenticator.cached(token) is None
    with pytest.raises(InvalidToken):
        await authenticator.authenticate(token)


@pytest.mark.parametrize(
    ("key", "alg"),
    [
        (OKPKey.generate_key("Ed25519", private=True), "Ed25519"),
        (OKPKey.generate_key("Ed25519", private=True), "EdDSA"),
        (RSAKey.generate_key(2048, private=True), "RS256"),
    ],
)
@pytest.mark.filterwarnings("ignore::joserfc.errors.SecurityWarning")
async def test_the_other_algorithms_are_accepted(key: Any, alg: str, clock: FixedClock) -> None:
    """SU-4: EdDSA, ES256, RS256."""
    key.ensure_kid()
    authenticator = Authenticator(Held(key), issuer="redress", audience="redress", clock=clock)
    token = "Bearer " + jwt.encode({"alg": alg, "kid": key.kid}, claims(), key, algorithms=[alg])

    assert (await authenticator.authenticate(token)).subject == "crm"


async def test_an_issued_token_is_accepted(tmp_path: Path, clock: FixedClock) -> None:
    """SU-4: the development issuer and its JWKS belong together."""
    (tmp_path / "key").write_bytes(generate_signing_key())
    issuer = TokenIssuer.from_file(tmp_path / "key", issuer="redress", audience="redress", clock=clock)
    (tmp_path / "jwks").write_bytes(issuer.jwks())
    authenticator = Authenticator(FileKeys(tmp_path / "jwks"), issuer="redress", audience="redress", clock=clock)
    token = issuer.mint(subject="lead", roles=["lead"], staff_id=STAFF, teams=["*"])
    principal = await authenticator.authenticate(f"Bearer {token}")

    assert {"staff:write", "ops:read", "complaints:write"} <= principal.scopes
    assert "rewards:approve" not in principal.scopes
    assert principal.sees_team(None)
    assert b'"d"' not in issuer.jwks(), "the private half stays at home"


def test_a_shared_secret_is_no_signing_key(tmp_path: Path) -> None:
    """SU-4: asymmetric only."""
    (tmp_path / "key").write_text('{"kty": "oct", "k": "c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0"}')
    with pytest.raises(UnusableSigningKey):
        TokenIssuer.from_file(tmp_path / "key", issuer="redress", audience="redress")


@pytest.mark.parametrize(
    "document",
    [
        b"",
        b"[]",
        b'"x"',
        b"{}",
        b'{"keys": []}',
        b'{"keys": [{"kty": "oct", "k": "c2VjcmV0"}]}',
        b'{"keys": [{"kty": "EC"}]}',
        b'{"keys": 7}',
    ],
)
def test_a_document_without_usable_keys_is_no_jwks(document: bytes) -> None:
    """SU-4: symmetric and malformed keys never verify anything."""
    with pytest.raises(MalformedKeys):
        parse_jwks(document)


async def test_an_unknown_kid_asks_the_url_again_but_not_often() -> None:
    """SU-4: forged kids can't make us hammer the identity provider."""
    asked: list[str] = []

    async def fetch(url: str) -> bytes:
        asked.append(url)
        return orjson.dumps(KeySet([KEY]).as_dict(private=False))

    keys = UrlKeys("https://id.example/jwks", fetch)
    for kid in ("k1", "forged-1", "forged-2", "k1"):
        await keys.get(kid)

    assert len(asked) == 1


async def test_an_unreachable_url_is_unavailable_not_unauthenticated() -> None:
    """SU-4: our trouble is a 503, so that good callers come back."""

    async def fetch(url: str) -> bytes:
        raise Unavailable

    with pytest.raises(Unavailable):
        await UrlKeys("https://id.example/jwks", fetch).get("k1")
