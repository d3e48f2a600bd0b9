"""Customers that are found, matched, corrected, merged, un-merged and noted about; lapses that routing told of."""

from alembic import op

revision = "0003"
down_revision = "0002"

# Every new customer pays for what an index computes, hence `replace` where an expression would read better, and one
# function per index with its steps written into it. Built-in functions only: indexes are rebuilt with nothing else
# in reach.
_FOLD = r"""
        IF told ~ '^[A-Za-z]+( [A-Za-z]+)*$' THEN
            name := lower(told);
        ELSE
            -- Marks (Latin, Greek, Arabic), the tatweel and apostrophes go; other punctuation parts words.
            name := regexp_replace(
                regexp_replace(
                    replace(translate(lower(normalize(told, NFKD)), 'ςøłđıىیک', 'σoldiييك'), 'ß', 'ss'),
                    '[\u0300-\u036f\u064b-\u065f\u0670\u0640''`\u02bc\u2018\u2019]+', '', 'g'),
                '[\s!-/:-@\[-_{-~\u2010-\u201f\u00b7\u060c]+', ' ', 'g');
        END IF;
        -- Bounded, because an index has no room for what normalising can make of 200 characters.
        name := btrim(left(name, 500));
"""
_SINGLE = "sound"
for _consonant in "bdfghjklmnprstv":
    _SINGLE = f"replace({_SINGLE}, '{_consonant * 2}', '{_consonant}')"
_SOUND = r"""
        -- The consonants in Latin letters, written one way: Γιώργος and Giorgos are both grgs.
        sound := ' ' || name || ' ';
        IF octet_length(sound) <> length(sound) THEN
            IF sound ~ '[α-ω]' THEN
                sound := replace(replace(sound, ' μπ', ' b'), ' ντ', ' d');
                sound := replace(replace(replace(sound, 'γγ', 'ng'), 'αυ', 'αβ'), 'ευ', 'εβ');
                sound := replace(replace(sound, 'ξ', 'ks'), 'ψ', 'ps');
                sound := translate(sound, 'βγδζθκλμνπρστφχαεηιουω', 'vgdstklmnprstfhaeiiouo');
            ELSIF sound ~ '[ء-ي]' THEN
                sound := replace(sound, ' ال', ' ');
                sound := translate(sound, 'بتثجحخدذرزسشصضطظغفقكلمنهةوياءع', 'bttjhhddrssssdtsgfkklmnhh');
            END IF;
        END IF;
        sound := replace(replace(sound, ' al ', ' '), ' el ', ' ');
        IF position('h' IN sound) > 0 THEN
            sound := replace(replace(replace(replace(sound, 'ph', 'f'), 'th', 't'), 'sh', 's'), 'gh', 'g');
            sound := replace(replace(replace(replace(sound, 'dh', 'd'), 'ch', 'h'), 'kh', 'h'), 'h ', ' ');
        END IF;
        sound := translate(replace(sound, 'x', 'ks'), 'cqzaeiouyw', 'kks');
        sound := {single};
        IF position('  ' IN sound) > 0 THEN
            sound := regexp_replace(sound, ' +', ' ', 'g');
        END IF;
        sound := btrim(sound);
""".replace("{single}", _SINGLE)
_FUNCTIONS = (
    f"""
    CREATE FUNCTION folded(told text) RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
    DECLARE
        name text;
    BEGIN
        {_FOLD}
        RETURN name;
    END $$
    """,
    f"""
    CREATE FUNCTION sounds(told text) RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
    DECLARE
        name text;
        sound text;
    BEGIN
        {_FOLD}
        {_SOUND}
        RETURN sound;
    END $$
    """,
    f"""
    CREATE FUNCTION name_lexemes(told text) RETURNS tsvector LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
    DECLARE
        name text;
        sound text;
    BEGIN
        {_FOLD}
        {_SOUND}
        RETURN array_to_tsvector(
            string_to_array(name, ' ') || string_to_array('~' || replace(sound, ' ', ' ~'), ' '));
    END $$
    """,
    r"""
    CREATE FUNCTION name_query(folded_name text) RETURNS tsquery LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
    BEGIN
        -- Every word, each as the beginning of one.
        RETURN (SELECT string_agg('''' || word || ''':*', ' & ') FROM unnest(string_to_array(folded_name, ' ')) word)
            ::tsquery;
    END $$
    """,
    r"""
    CREATE FUNCTION mailbox(email text) RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
    BEGIN
        -- Without case, dots and what follows a plus: many providers deliver all of these to one person.
        RETURN lower(
            replace(split_part(split_part(email, '@', 1), '+', 1), '.', '') || '@' || split_part(email, '@', -1));
    END $$
    """,
)
_INDEXES = (
    "CREATE INDEX ix_customer_name ON customer USING gin (name_lexemes(name)) WHERE name IS NOT NULL",
    "CREATE INDEX ix_customer_mailbox ON customer (mailbox(email)) WHERE email IS NOT NULL",
    "CREATE INDEX ix_customer_phone ON customer (phone) WHERE phone IS NOT NULL",
    "CREATE INDEX ix_customer_account_number ON customer (lower(account_number)) WHERE account_number IS NOT NULL",
    "CREATE INDEX ix_customer_username ON customer (lower(username)) WHERE username IS NOT NULL",
    "CREATE INDEX ix_customer_address ON customer (md5(folded(address))) WHERE address IS NOT NULL",
)
_COLUMNS = (
    "merged_into uuid CONSTRAINT fk_customer_merged_into_customer REFERENCES customer (id)",
    "survivor_id uuid CONSTRAINT fk_customer_survivor_id_customer REFERENCES customer (id)",
    "merged_at timestamptz",
    "merged_by text",
)
_CHECKS = (
    "ck_customer_merged CHECK (num_nulls(merged_into, survivor_id, merged_at, merged_by) IN (0, 4))",
    "ck_customer_not_into_itself CHECK (merged_into <> id AND survivor_id <> id)",
)
_TABLES = {
    "customer_merge": """
        CREATE TABLE customer_merge (
            id uuid CONSTRAINT pk_customer_merge PRIMARY KEY,
            step text NOT NULL CONSTRAINT ck_customer_merge_step CHECK (step IN ('merged', 'unmerged')),
            customer_id uuid NOT NULL
                CONSTRAINT fk_customer_merge_customer_id_customer REFERENCES customer (id),
            other_id uuid NOT NULL CONSTRAINT fk_customer_merge_other_id_customer REFERENCES customer (id),
            complaint_ids uuid[] NOT NULL,
            reason text,
            done_by text NOT NULL,
            done_at timestamptz NOT NULL
        )
    """,
    "complaint_home": """
        CREATE TABLE complaint_home (
            complaint_id uuid CONSTRAINT pk_complaint_home PRIMARY KEY
                CONSTRAINT fk_complaint_home_complaint_id_complaint REFERENCES complaint (id),
            customer_id uuid NOT NULL
                CONSTRAINT fk_complaint_home_customer_id_customer REFERENCES customer (id)
        )
    """,
    "customer_change": """
        CREATE TABLE customer_change (
            id uuid CONSTRAINT pk_customer_change PRIMARY KEY,
            customer_id uuid NOT NULL
                CONSTRAINT fk_customer_change_customer_id_customer REFERENCES customer (id),
            fields text[] NOT NULL,
            before jsonb NOT NULL,
            changed_by text NOT NULL,
            changed_at timestamptz NOT NULL
        )
    """,
    "customer_note": """
        CREATE TABLE customer_note (
            id uuid CONSTRAINT pk_customer_note PRIMARY KEY,
            customer_id uuid NOT NULL
                CONSTRAINT fk_customer_note_customer_id_customer REFERENCES customer (id),
            text text NOT NULL,
            ask_about_on date,
            expires_on date,
            noted_by text NOT NULL,
            noted_at timestamptz NOT NULL
        )
    """,
    "lapse": """
        CREATE TABLE lapse (
            complaint_id uuid NOT NULL CONSTRAINT fk_lapse_complaint_id_complaint REFERENCES complaint (id),
            kind text NOT NULL CONSTRAINT ck_lapse_kind CHECK (kind IN ('late', 'promise_broken')),
            fact text NOT NULL,
            lapsed_at timestamptz NOT NULL,
            CONSTRAINT pk_lapse PRIMARY KEY (complaint_id, kind, fact)
        )
    """,
}
_TABLE_INDEXES = (
    "CREATE INDEX ix_customer_merged_into ON customer (merged_into) WHERE merged_into IS NOT NULL",
    "CREATE INDEX ix_customer_survivor_id ON customer (survivor_id) WHERE survivor_id IS NOT NULL",
    "CREATE INDEX ix_customer_merge_customer_id_id ON customer_merge (customer_id, id)",
    "CREATE INDEX ix_customer_merge_other_id_id ON customer_merge (other_id, id)",
    "CREATE INDEX ix_complaint_home_customer_id ON complaint_home (customer_id)",
    "CREATE INDEX ix_customer_change_customer_id_id ON customer_change (customer_id, id)",
    "CREATE INDEX ix_customer_note_customer_id_id ON customer_note (customer_id, id)",
)


def upgrade() -> None:
    """Functions and indexes to find customers by; what merging, correcting, noting and lapses leave behind."""
    for column in _COLUMNS:
        op.execute(f"ALTER TABLE customer ADD COLUMN {column}")
    for check in _CHECKS:
        op.execute(f"ALTER TABLE customer ADD CONSTRAINT {check}")
    for statement in (*_TABLES.values(), *_FUNCTIONS, *_INDEXES, *_TABLE_INDEXES):
        op.execute(statement.replace(":", r"\:"))


def downgrade() -> None:
    """Back; complaints stay with the records that they were moved to."""
    for statement in reversed((*_INDEXES, *_TABLE_INDEXES[:2])):
        op.execute(f"DROP INDEX {statement.split()[2]}")
    for table in reversed(_TABLES):
        op.drop_table(table)
    for function in ("mailbox(text)", "name_query(text)", "name_lexemes(text)", "sounds(text)", "folded(text)"):
        op.execute(f"DROP FUNCTION {function}")
    for column in reversed(_COLUMNS):
        op.drop_column("customer", column.split()[0])
