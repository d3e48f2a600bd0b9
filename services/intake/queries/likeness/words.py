"""The words of a text, of a complaint or of several, and how frequent words are in all complaints."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from services.intake.domain.text_likeness import Frequencies, Word
from services.intake.queries.likeness.stemming import stem_sql
from shared.messaging.transaction import Transaction

_MOST_WORDS = 2000
_TRUSTED = 500
"""Below so many complaints statistics may be far behind; then the texts themselves are counted, as few as they are."""
_COUNTED = 500
_FEWEST = 50
"""A word in two of three complaints is not common yet: shares are of at least so many."""

# Where ANALYZE has been, it kept the most common words with their shares, and the smallest share among them.
_STATISTICS = """
SELECT lexeme, {stem} AS stem, share
FROM pg_stats, unnest(most_common_elems::text::text[], most_common_elem_freqs) AS listed (lexeme, share)
WHERE schemaname = current_schema AND tablename = 'complaint' AND attname = 'search' AND lexeme IS NOT NULL
"""
_ROWS = "SELECT reltuples::bigint FROM pg_class WHERE oid = 'complaint'::regclass"


async def words_of_text(text: str, language: str, tx: Transaction) -> list[Word]:
    """The words of a text that is not a complaint yet, without stop words."""
    connection = await tx.raw()
    rows = await connection.fetch(
        f"SELECT lexeme, {stem_sql(language)} AS stem"  # noqa: S608 - the expression is one of ours
        f" FROM unnest(to_tsvector('simple'::regconfig, plain_words($1))) LIMIT {_MOST_WORDS}",
        text,
    )
    return [Word(row["lexeme"], row["stem"]) for row in rows if row["stem"]]


async def words_of_complaints(ids: Sequence[UUID], language: str, tx: Transaction) -> list[Word]:
    """The words of these complaints; of several those that at least a third of them has, the most widespread first."""
    connection = await tx.raw()
    rows = await connection.fetch(
        f"SELECT lexeme, {stem_sql(language)} AS stem, count(*) AS having"  # noqa: S608 - the expression is one of ours
        " FROM complaint, unnest(search) WHERE id = ANY($1) GROUP BY lexeme"
        f" HAVING 3 * count(*) >= $2 ORDER BY count(*) DESC, lexeme LIMIT {_MOST_WORDS}",
        list(ids),
        len(ids),
    )
    return [Word(row["lexeme"], row["stem"]) for row in rows if row["stem"]]


async def frequencies(language: str, tx: Transaction) -> Frequencies:
    """How frequent words are, from the statistics that PostgreSQL keeps anyway: no text is read for it."""
    connection = await tx.raw()
    texts = int(await connection.fetchval(_ROWS))
    rows = []
    if texts >= _TRUSTED:
        rows = await connection.fetch(_STATISTICS.format(stem=stem_sql(language)))
    if not rows:
        rows = await connection.fetch(_count_sql(language))
    listed = [(lexeme, stem, share) for lexeme, stem, share in rows if stem]
    return Frequencies(max(texts, _COUNTED), listed, min((share for _, _, share in listed), default=1.0))


def _count_sql(language: str) -> str:
    return f"""
        WITH newest AS MATERIALIZED (SELECT search FROM complaint ORDER BY id DESC LIMIT {_COUNTED})
        SELECT lexeme, {stem_sql(language)} AS stem,
               count(*)::float8 / greatest((SELECT count(*) FROM newest), {_FEWEST}) AS share
        FROM newest, unnest(search) GROUP BY lexeme
    """  # noqa: S608 - the expression is one of ours
