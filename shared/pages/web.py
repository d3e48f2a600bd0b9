"""Pages as responses: nothing runs in them, nothing is fetched by them, nobody keeps them."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse

from shared.pages.catalogue import Catalogue, accepted
from shared.pages.site import Site

FORM_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/x-www-form-urlencoded": {
                "schema": {"type": "object", "additionalProperties": {"type": "string"}}
            }
        },
    }
}
"""What OpenAPI says of a page's form: the fields are the page's own."""


def pages(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The OpenAPI responses of a page: with these statuses too it is a page for people, not a problem."""
    return {
        status: {"description": HTTPStatus(status).phrase, "content": {"text/html": {"schema": {"type": "string"}}}}
        for status in statuses
    }


class Web:
    """A site over HTTP."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def words_for(self, request: Request, *known: str | None) -> Catalogue:
        """The language of a page: the one chosen on it, else the customer's known one, else the browser's."""
        catalogues = self._site.catalogues
        chosen = request.query_params.get("lang")
        if chosen is not None and chosen.lower() in catalogues.all():
            return catalogues.choose(chosen)
        return catalogues.choose(*known, *accepted(request.headers.get("accept-language")))

    def page(
        self,
        template: str,
        request: Request,
        words: Catalogue,
        /,
        *,
        status: int = 200,
        choose: bool = True,
        **values: Any,
    ) -> HTMLResponse:
        """A page with a strict policy; `choose` offers the other languages."""
        links = self._language_links(request) if choose else {}
        return HTMLResponse(
            self._site.render(template, words, language_links=links, **values),
            status_code=status,
            headers={
                "content-security-policy": self._site.content_security_policy(),
                "cache-control": "no-store",
                "content-language": words.language,
                "x-robots-tag": "noindex, nofollow",
            },
        )

    def notice(
        self, request: Request, words: Catalogue, title: str, *paragraphs: str, status: int = 200
    ) -> HTMLResponse:
        """A page that only says something; `title` and `paragraphs` are keys of the catalogue."""
        return self.page(
            "notice.html",
            request,
            words,
            status=status,
            choose=request.method == "GET",
            title=words.say(title),
            paragraphs=[words.say(key) for key in paragraphs],
        )

    def _language_links(self, request: Request) -> dict[str, str]:
        kept = [(name, value) for name, value in request.query_params.multi_items() if name != "lang"]
        return {language: "?" + urlencode([*kept, ("lang", language)]) for language in self._site.catalogues.all()}
