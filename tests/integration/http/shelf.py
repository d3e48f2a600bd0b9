"""A service that keeps books on a shelf: enough to show what a call promises."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from sqlalchemy import Column, DateTime, Integer, MetaData, String, Table, Uuid, insert, select, update
from starlette.responses import Response

from shared.contracts.envelope import Message
from shared.contracts.routing import StaffChanged
from shared.http import etags
from shared.http.call import Call, may
from shared.http.pages import Listed, PageQuery, after, page
from shared.http.problems import problems
from shared.http.schemas import In, Out, Text
from shared.kernel.errors import NotFound
from shared.kernel.ids import new_id
from shared.messaging.subscription import Subscription
from shared.messaging.transaction import Transaction

# The second table's constraint is only checked at commit: it makes a commit fail.
CREATE = (
    "CREATE TABLE book (id uuid PRIMARY KEY, title text NOT NULL UNIQUE, at timestamptz NOT NULL,"
    " version int NOT NULL)",
    "CREATE TABLE loan (book_id uuid NOT NULL REFERENCES book DEFERRABLE INITIALLY DEFERRED)",
)
METADATA = MetaData()
BOOK = Table(
    "book",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("title", String),
    Column("at", DateTime(timezone=True)),
    Column("version", Integer),
)
LOAN = Table("loan", METADATA, Column("book_id", Uuid))
router = APIRouter(tags=["shelf"])


class BookIn(In):
    title: Annotated[str, Text(50)]


class BookOut(Out):
    id: UUID
    title: str
    at: datetime
    version: int


def _added(book: BookOut) -> Message:
    event = StaffChanged(staff_id=book.id, department=None, active=True, changed_at=book.at)
    return Message(event=event, aggregate_id=book.id, aggregate_version=book.version, time=book.at)


@router.post("/v1/books", status_code=201, response_model=BookOut, responses=problems(409, 422))
async def add_book(body: BookIn, call: Annotated[Call, may("complaints:write")]) -> Response:
    """Add a book."""

    async def command(tx: Transaction) -> BookOut:
        book = BookOut(id=new_id(), title=body.title, at=call.now, version=1)
        await tx.execute(insert(BOOK), book.model_dump())
        tx.publish(_added(book))
        return book

    return await call.once(command, show=lambda book: book, status=201, location=lambda book: f"/v1/books/{book.id}")


@router.post("/v1/books/lend", status_code=201, responses=problems(409, 422))
async def lend_nothing(call: Annotated[Call, may("complaints:write")]) -> Response:
    """Lend a book that is not there: every statement succeeds, the commit fails."""

    async def command(tx: Transaction) -> dict[str, str]:
        book = BookOut(id=new_id(), title="ghost", at=call.now, version=1)
        await tx.execute(insert(LOAN), {"book_id": book.id})
        tx.publish(_added(book))
        return {"lent": "yes"}

    return await call.once(command, show=lambda shown: shown, status=201)


@router.get("/v1/books", response_model=Listed[BookOut], responses=problems(422))
async def list_books(part: PageQuery, call: Annotated[Call, may("complaints:read")]) -> Response:
    """List books, newest first."""

    async def query(tx: Transaction) -> dict[str, object]:
        statement = select(BOOK).where(after(part, BOOK.c.at, BOOK.c.id))
        rows = await tx.execute(statement.order_by(BOOK.c.at.desc(), BOOK.c.id.desc()).limit(part.limit + 1))
        books = [BookOut.model_validate(row) for row in rows]
        return page(books, limit=part.limit, key=lambda book: (book.at, book.id))

    return await call.read(query)


@router.get("/v1/books/{book_id}", response_model=BookOut, responses=problems(404))
async def show_book(book_id: UUID, call: Annotated[Call, may("complaints:read")]) -> Response:
    """Show a book."""

    async def query(tx: Transaction) -> BookOut | None:
        row = (await tx.execute(select(BOOK).where(BOOK.c.id == book_id))).first()
        return None if row is None else BookOut.model_validate(row)

    return await call.read(query)


@router.get("/v1/books/{book_id}/card")
async def card_of_book(book_id: UUID, call: Annotated[Call, may("complaints:read")]) -> Response:
    """A book as text."""

    async def query(tx: Transaction) -> bytes:
        return (await tx.execute(select(BOOK.c.title).where(BOOK.c.id == book_id))).scalar_one().encode()

    return await call.read(query, media_type="text/csv; charset=utf-8")


@router.post("/v1/books/{book_id}/copies", status_code=201)
async def copy_book(book_id: UUID, call: Annotated[Call, may("complaints:write")]) -> Response:
    """Copy a book, and say so in a type of its own."""

    async def command(tx: Transaction) -> dict[str, str]:
        await tx.execute(insert(BOOK), {"id": new_id(), "title": f"copy of {book_id}", "at": call.now, "version": 1})
        return {"copied": str(book_id)}

    return await call.once(command, show=lambda shown: shown, status=201, media_type="application/scim+json")


@router.post("/v1/books/{book_id}/title", response_model=BookOut, responses=problems(404, 412, 428))
async def retitle_book(book_id: UUID, body: BookIn, call: Annotated[Call, may("complaints:write")]) -> Response:
    """Give a book another title."""
    expected = call.require_match()

    async def command(tx: Transaction) -> BookOut:
        row = (await tx.execute(select(BOOK).where(BOOK.c.id == book_id).with_for_update())).first()
        if row is None:
            raise NotFound
        etags.check(expected, row.version)
        change = update(BOOK).where(BOOK.c.id == book_id).values(title=body.title, version=row.version + 1)
        await tx.execute(change)
        return BookOut(id=row.id, title=body.title, at=row.at, version=row.version + 1)

    return await call.once(command, show=lambda book: book)


class ShelfService:
    """The descriptor; its migrations folder is empty, so the database has nothing to be behind of."""

    name = "shelf"
    title = "Shelf"
    description = "For tests"
    routers = (router,)
    hot_doors = ()
    subscriptions: tuple[Subscription, ...] = ()
    uploads: Mapping[str, str] = MappingProxyType({})

    def __init__(self, migrations: Path) -> None:
        self.migrations = migrations
