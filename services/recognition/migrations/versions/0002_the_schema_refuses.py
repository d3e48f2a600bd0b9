"""Triggers that make a wrong count impossible: rewards == floor(valid / threshold), whoever writes (RE-1).

Why no count(*) is needed: the tally is written by these triggers alone, one update per touched person and
statement, so `valid` and `granted` are the numbers of rows that have a place or a slot. Places are unique,
at least 1 and never above `valid`; so they are exactly 1..valid, and slots exactly 1..granted. One deferred
check per touched person compares two columns of one row at commit: granted = valid / threshold.
"""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_REFUSE = """
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% of % is refused: %', TG_OP, TG_TABLE_NAME, TG_ARGV[0]
        USING ERRCODE = 'integrity_constraint_violation';
END $$
"""

# An insertion can only lengthen the row, so only the new places need the look at `valid`.
_INSERTED = """
CREATE FUNCTION {table}_inserted() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    wrong bigint;
BEGIN
    WITH touched AS (
        SELECT programme_id, staff_id, count({place}) AS added, count(*) AS written, max({place}) AS last
        FROM fresh GROUP BY programme_id, staff_id HAVING {relevant}
    ), changed AS (
        UPDATE staff_tally AS t SET {changes} FROM touched AS c
        WHERE t.programme_id = c.programme_id AND t.staff_id = c.staff_id
        RETURNING coalesce(c.last <= t.{counter}, true) AS fine
    )
    SELECT (SELECT count(*) FROM touched) - (SELECT count(*) FROM changed WHERE fine) INTO wrong;
    IF wrong > 0 THEN
        RAISE EXCEPTION '{table}: no tally, or a {place} beyond its count' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$
"""

_UPDATED = """
CREATE FUNCTION {table}_updated() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    wrong bigint;
BEGIN
    IF EXISTS (
        SELECT {identity} FROM stale EXCEPT SELECT {identity} FROM fresh
    ) THEN
        RAISE EXCEPTION '{table}: only its state can change' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NOT EXISTS (
        SELECT FROM stale JOIN fresh USING (id) WHERE stale.{place} IS DISTINCT FROM fresh.{place}
    ) THEN
        RETURN NULL;
    END IF;
    UPDATE staff_tally AS t SET {counter} = t.{counter} + c.change
    FROM (
        SELECT programme_id, staff_id, count(fresh.{place}) - count(stale.{place}) AS change
        FROM stale JOIN fresh USING (id, programme_id, staff_id) GROUP BY programme_id, staff_id
    ) AS c
    WHERE t.programme_id = c.programme_id AND t.staff_id = c.staff_id;
    SELECT count(*) INTO wrong
    FROM (SELECT DISTINCT programme_id, staff_id FROM fresh) AS c
    JOIN staff_tally AS t USING (programme_id, staff_id)
    JOIN {table} AS r ON r.programme_id = t.programme_id AND r.staff_id = t.staff_id AND r.{place} > t.{counter};
    IF wrong > 0 THEN
        RAISE EXCEPTION '{table}: a {place} beyond the count' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$
"""

_TALLY = """
CREATE FUNCTION staff_tally_agrees() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM staff_tally
        WHERE programme_id = NEW.programme_id AND staff_id = NEW.staff_id AND granted <> valid / threshold
    ) THEN
        RAISE EXCEPTION 'staff_tally: rewards of % are not a reward per % compliments', NEW.staff_id, NEW.threshold
            USING ERRCODE = 'check_violation', CONSTRAINT = 'staff_tally_agrees';
    END IF;
    RETURN NULL;
END $$
"""

# Set-based in place of a foreign key, whose check per row was a fifth of the cost of counting; comments stay.
_COMMENT = """
CREATE FUNCTION compliment_has_comment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM fresh WHERE NOT EXISTS (SELECT FROM comment WHERE comment.id = fresh.comment_id)) THEN
        RAISE EXCEPTION 'compliment: of a comment that nobody heard of' USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NULL;
END $$
"""

_LEDGER = """
CREATE FUNCTION ledger_entry_fits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM fresh AS e LEFT JOIN reward AS r ON r.id = e.reward_id
        WHERE r.id IS NULL OR e.days <> r.days OR e.number > r.version OR (e.number = r.version AND e.kind <> r.status)
    ) THEN
        RAISE EXCEPTION 'ledger_entry: it does not fit its reward' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$
"""

_COUNTED = {
    "compliment": {
        "table": "compliment",
        "place": "place",
        "counter": "valid",
        "identity": "id, comment_id, programme_id, staff_id",
        "relevant": "count(place) > 0",
        "changes": "valid = t.valid + c.added",
    },
    "reward": {
        "table": "reward",
        "place": "slot",
        "counter": "granted",
        "identity": "id, programme_id, staff_id, ordinal, kind, days",
        "relevant": "true",
        "changes": "granted = t.granted + c.added, rewards = t.rewards + c.written",
    },
}

_KEPT = {
    "comment": "a comment is withdrawn, never removed",
    "compliment": "a compliment is reversed, never removed",
    "reward": "a reward is reversed, never removed",
    "staff_tally": "a tally stays",
}


def upgrade() -> None:
    op.execute(_REFUSE)
    for table, names in _COUNTED.items():
        op.execute(_INSERTED.format(**names))
        op.execute(
            f"CREATE TRIGGER {table}_inserted AFTER INSERT ON {table} REFERENCING NEW TABLE AS fresh"
            f" FOR EACH STATEMENT EXECUTE FUNCTION {table}_inserted()"
        )
        op.execute(_UPDATED.format(**names))
        op.execute(
            f"CREATE TRIGGER {table}_updated AFTER UPDATE ON {table} REFERENCING OLD TABLE AS stale NEW TABLE AS fresh"
            f" FOR EACH STATEMENT EXECUTE FUNCTION {table}_updated()"
        )
    for table, why in _KEPT.items():
        op.execute(
            f"CREATE TRIGGER {table}_kept BEFORE DELETE OR TRUNCATE ON {table}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION refuse('{why}')"
        )
    op.execute(_COMMENT)
    op.execute(
        "CREATE TRIGGER compliment_has_comment AFTER INSERT ON compliment REFERENCING NEW TABLE AS fresh"
        " FOR EACH STATEMENT EXECUTE FUNCTION compliment_has_comment()"
    )
    op.execute(
        "CREATE TRIGGER comment_stays BEFORE UPDATE OF id ON comment"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse('a comment keeps its id')"
    )
    _guard_the_tally()
    _guard_the_ledger()


def _guard_the_tally() -> None:
    op.execute(_TALLY)
    op.execute(
        "CREATE CONSTRAINT TRIGGER staff_tally_agrees AFTER INSERT OR UPDATE ON staff_tally"
        " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.granted <> NEW.valid / NEW.threshold)"
        " EXECUTE FUNCTION staff_tally_agrees()"
    )
    op.execute(
        "CREATE TRIGGER staff_tally_begins BEFORE INSERT ON staff_tally FOR EACH ROW"
        " WHEN (NEW.valid <> 0 OR NEW.granted <> 0 OR NEW.rewards <> 0)"
        " EXECUTE FUNCTION refuse('a tally begins at zero')"
    )
    op.execute(
        "CREATE TRIGGER staff_tally_counted BEFORE UPDATE ON staff_tally FOR EACH ROW WHEN (pg_trigger_depth() = 0)"
        " EXECUTE FUNCTION refuse('only what happens to compliments and rewards changes a tally')"
    )


def _guard_the_ledger() -> None:
    op.execute(_LEDGER)
    op.execute(
        "CREATE TRIGGER ledger_entry_fits AFTER INSERT ON ledger_entry REFERENCING NEW TABLE AS fresh"
        " FOR EACH STATEMENT EXECUTE FUNCTION ledger_entry_fits()"
    )
    op.execute(
        "CREATE TRIGGER ledger_entry_appended BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_entry"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse('the ledger only grows')"
    )


_TRIGGERS = {
    "comment": ("comment_stays", "comment_kept"),
    "compliment": ("compliment_inserted", "compliment_updated", "compliment_has_comment", "compliment_kept"),
    "reward": ("reward_inserted", "reward_updated", "reward_kept"),
    "staff_tally": ("staff_tally_agrees", "staff_tally_begins", "staff_tally_counted", "staff_tally_kept"),
    "ledger_entry": ("ledger_entry_fits", "ledger_entry_appended"),
}
_FUNCTIONS = (
    "compliment_inserted",
    "compliment_updated",
    "reward_inserted",
    "reward_updated",
    "compliment_has_comment",
    "staff_tally_agrees",
    "ledger_entry_fits",
    "refuse",
)


def downgrade() -> None:
    for table, triggers in _TRIGGERS.items():
        for trigger in triggers:
            op.execute(f"DROP TRIGGER {trigger} ON {table}")
    for function in _FUNCTIONS:
        op.execute(f"DROP FUNCTION {function}()")
