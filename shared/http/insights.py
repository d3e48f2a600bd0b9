"""An insight over HTTP: the same figures as JSON, as CSV and as an SVG picture, at three paths."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from inspect import Parameter, Signature
from typing import Annotated, Any, Generic, TypeVar

from fastapi import APIRouter, Query
from pydantic import BaseModel
from starlette.responses import Response

from shared.http import tabular
from shared.http.call import Call, may
from shared.http.problems import problems
from shared.messaging.transaction import Transaction

SCOPE = "insights:read"
SVG = "image/svg+xml"
# A picture opened by itself is a document of ours: nothing may run in it or be fetched by it.
_ALONE = "default-src 'none'; sandbox"

A = TypeVar("A", bound=BaseModel)
View = dict[str, Any]
"""What was found, with at least `period` {from, to}, `as_of` and `rows`."""
Ask = Callable[[Transaction], Awaitable[View]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Insight(Generic[A]):
    """What one insight is: what may be asked, how it is found, which columns it has, how it is drawn."""

    name: str
    summary: str
    asked: type[A]
    """The query parameters."""
    answer: type[BaseModel]
    ask: Callable[[A, Call], Ask]
    """Raises what is wrong with the question before a transaction is begun."""
    columns: tuple[str, ...]
    """Of the CSV, by the members of a row; period and as_of are added to each line."""
    draw: Callable[[View], str]


def offer(router: APIRouter, insight: Insight[Any]) -> None:
    """Add the three routes of an insight."""
    for ending, show, response in (
        ("", None, {"response_model": insight.answer}),
        (".csv", _as_csv, _documented("text/csv", "string")),
        (".svg", _as_svg, _documented(SVG, "string")),
    ):
        kind = ending.removeprefix(".")
        router.add_api_route(
            f"/v1/insights/{insight.name}{ending}",
            _route(insight, show),
            methods=["GET"],
            name="_".join(filter(None, ("insight", insight.name.replace("-", "_"), kind))),
            summary=insight.summary + {"": "", "csv": " (CSV)", "svg": " (a picture)"}[kind],
            **response,
        )


Show = Callable[[Insight[Any], View, Response], None]


def _route(insight: Insight[Any], show: Show | None) -> Callable[..., Awaitable[Response]]:
    async def answered(*, asked: Any, call: Call) -> Response:
        question = insight.ask(asked, call)
        if show is None:
            return await call.read(question)
        found: list[View] = []

        def keep(view: View) -> bytes:
            found.append(view)
            return b""

        response = await call.read(question, show=keep)
        show(insight, found[0], response)
        response.headers["content-length"] = str(len(response.body))
        return response

    # What FastAPI reads: the parameters differ from insight to insight.
    answered.__signature__ = Signature(  # type: ignore[attr-defined]
        [
            Parameter("asked", Parameter.KEYWORD_ONLY, annotation=Annotated[insight.asked, Query()]),
            Parameter("call", Parameter.KEYWORD_ONLY, annotation=Annotated[Call, may(SCOPE)]),
        ],
        return_annotation=Response,
    )
    return answered


def _as_csv(insight: Insight[Any], view: View, response: Response) -> None:
    period = view["period"]
    shared = {"from": period["from"], "to": period["to"], "as_of": _written(view["as_of"])}
    response.body = tabular.csv_of((*insight.columns, *shared), (row | shared for row in view["rows"]))
    response.headers["content-type"] = tabular.MEDIA_TYPE
    response.headers["content-disposition"] = f'attachment; filename="{_file(insight, view)}.csv"'


def _as_svg(insight: Insight[Any], view: View, response: Response) -> None:
    response.body = insight.draw(view).encode()
    response.headers["content-type"] = SVG
    response.headers["content-disposition"] = f'inline; filename="{_file(insight, view)}.svg"'
    response.headers["content-security-policy"] = _ALONE


def _file(insight: Insight[Any], view: View) -> str:
    """Letters, digits and hyphens only: the value that was asked about may hold anything."""
    by = f"-by-{view['by']}" if view.get("by") not in (None, "all") else ""
    return f"{insight.name}{by}-{view['period']['from']}-to-{view['period']['to']}"


def _written(moment: Any) -> str:
    return "" if moment is None else moment.isoformat().replace("+00:00", "Z")


def _documented(media_type: str, kind: str) -> dict[str, Any]:
    return {
        "response_class": Response,
        "responses": {200: {"content": {media_type: {"schema": {"type": kind}}}}, **problems(422)},
    }
