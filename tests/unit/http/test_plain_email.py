"""The short way for plain e-mail addresses answers exactly as the library does."""

from __future__ import annotations

from email_validator import validate_email
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.http.schemas import _PLAIN_EMAIL

LOCAL = st.text(alphabet="abz19._+-", min_size=1, max_size=12)
DOMAIN = st.text(alphabet="abz19.-", min_size=1, max_size=14)
ENDING = st.sampled_from(["com", "test", "local", "localhost", "invalid", "onion", "arpa", "example", "lt", "c"])


@settings(max_examples=300, deadline=None)
@given(local=LOCAL, domain=DOMAIN, ending=ENDING)
def test_what_goes_the_short_way_is_what_the_library_accepts_unchanged(local: str, domain: str, ending: str) -> None:
    """IN-3: an address is never accepted by its plainness alone."""
    address = f"{local}@{domain}.{ending}"
    if _PLAIN_EMAIL.fullmatch(address) and "--" not in address:
        assert validate_email(address, check_deliverability=False).normalized == address
