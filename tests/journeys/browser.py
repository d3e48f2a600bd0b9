"""A customer's browser, as far as a page without scripts needs one: read a form, fill it in, send it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin

import httpx


@dataclass
class Form:
    """A form as the page shows it: where it goes, and the fields with what they start with or may be."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)
    """What would be sent untouched: hidden inputs, prefilled texts, what is checked."""
    choices: dict[str, list[str]] = field(default_factory=dict)
    """The values that radio buttons, checkboxes, selects and named buttons offer."""


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._select: str | None = None
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        got = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(got.get("action", ""), got.get("method", "get").lower()))
            self._inside = True
        elif self._inside:
            self._field(tag, got, self.forms[-1])

    def _field(self, tag: str, got: dict[str, str], form: Form) -> None:
        name = got.get("name", "")
        kind = got.get("type", "text")
        if tag == "option" and self._select:
            form.choices.setdefault(self._select, []).append(got.get("value", ""))
        elif tag == "select" and name:
            self._select = name
        elif not name:
            return
        elif tag == "button" or (tag == "input" and kind in {"radio", "checkbox", "submit"}):
            form.choices.setdefault(name, []).append(got.get("value", "on"))
            if "checked" in got:
                form.fields[name] = got.get("value", "on")
        elif tag in {"input", "textarea"}:
            form.fields[name] = got.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False
        elif tag == "select":
            self._select = None


def forms_of(page: str) -> list[Form]:
    """The forms on a page, in order."""
    parser = _Forms()
    parser.feed(page)
    return parser.forms


def fill_in(client: httpx.Client, url: str, answers: Mapping[str, str]) -> httpx.Response:
    """Open the page at `url`, answer its form, send it, and return the page that follows.

    Fails when a page has no form with these fields, or when a choice is not one that it offers.
    """
    page = client.get(url, follow_redirects=True)
    assert page.status_code == 200, f"GET {url} answered {page.status_code}: {page.text[:500]}"
    offered = forms_of(page.text)
    fitting = [form for form in offered if set(answers) <= set(form.fields) | set(form.choices)]
    assert fitting, f"no form at {url} has the fields {sorted(answers)}; it has {offered}"
    form = fitting[0]
    for name, value in answers.items():
        assert name not in form.choices or value in form.choices[name], f"{name}={value} is not among {form.choices}"
    sent = client.request(
        form.method.upper(),
        urljoin(str(page.url), form.action or str(page.url)),
        data={**form.fields, **answers},
        follow_redirects=True,
    )
    assert sent.status_code == 200, f"{form.method} {sent.url} answered {sent.status_code}: {sent.text[:500]}"
    return sent
