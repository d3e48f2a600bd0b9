"""Search in any of our scripts, filters inside its index, and lists for whoever recorded what others own now."""

from alembic import op

revision = "0010"
down_revision = "0009"

# Letters without their marks (ą, ή, أ become a, η, ا), final sigma and alef maqsura as their common forms, and the
# punctuation that a C locale takes for letters as spaces. Text in ASCII has none of these and passes for nothing.
_PLAIN_WORDS = r"""
CREATE FUNCTION plain_words(told text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN octet_length(told) = char_length(told) THEN told ELSE translate(
    regexp_replace(normalize(told, NFKD), '[\u0300-\u036f\u064b-\u065f\u0670\u0640]+', '', 'g'),
    'ςى“”„«»‘’–—،؟', 'σي           '
) END
"""
# What lists are filtered by, as the words of an index.
_TERMS = """
CREATE FUNCTION complaint_terms(
    status text, department text, product text, branch text, category text, channel text, feeling text, urgency text,
    language text
) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN array_remove(ARRAY[
    'status=' || status, 'department=' || department, 'product=' || product, 'branch=' || branch,
    'category=' || category, 'channel=' || channel, 'feeling=' || feeling, 'urgency=' || urgency,
    'language=' || language
], NULL)
"""
_SEARCH = (
    "ALTER TABLE complaint ADD COLUMN search tsvector GENERATED ALWAYS AS (to_tsvector('simple'::regconfig, {})) STORED"
)


def upgrade() -> None:
    """Make the words anew; the index of them takes the filters in; two indexes hold only what is not so at first."""
    op.execute(_PLAIN_WORDS)
    op.execute(_TERMS)
    op.execute("ALTER TABLE complaint DROP COLUMN search")
    op.execute(_SEARCH.format("plain_words(narrative)"))
    # As 0008 asked of the column that this one takes the place of: likeness weighs words by these figures.
    op.execute("ALTER TABLE complaint ALTER COLUMN search SET STATISTICS 300")
    op.execute(
        "CREATE INDEX ix_complaint_search ON complaint USING gin (search, complaint_terms("
        "status, department, product, branch, category, channel, feeling, urgency, language))"
    )
    op.execute("DROP INDEX ix_complaint_status_id")
    op.execute("CREATE INDEX ix_complaint_status_id ON complaint (status, id) WHERE status <> 'recorded'")
    op.execute("CREATE INDEX ix_complaint_recorder_id_id ON complaint (recorder_id, id) WHERE recorder_id <> owner_id")


def downgrade() -> None:
    """Back to words as they are written."""
    op.execute("DROP INDEX ix_complaint_recorder_id_id")
    op.execute("DROP INDEX ix_complaint_status_id")
    op.execute("CREATE INDEX ix_complaint_status_id ON complaint (status, id)")
    op.execute("ALTER TABLE complaint DROP COLUMN search")
    op.execute(_SEARCH.format("narrative"))
    op.execute("CREATE INDEX ix_complaint_search ON complaint USING gin (search)")
    op.execute("DROP FUNCTION complaint_terms")
    op.execute("DROP FUNCTION plain_words")
