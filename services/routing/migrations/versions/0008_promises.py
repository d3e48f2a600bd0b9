"""Promises, budgets, the voice of the staff, notes; and triggers that make a wrong ledger impossible (RO-8, RO-9).

What a ledger holds is kept for good. At commit every posting is nothing in sum, and a budget says exactly what its
entries and its spends come to; whoever writes a budget holds its row until then, so the sums are complete.
"""

from __future__ import annotations

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_TABLES = (
    """
    CREATE TABLE promise (
        id uuid CONSTRAINT pk_promise PRIMARY KEY,
        complaint_id uuid NOT NULL
            CONSTRAINT fk_promise_complaint_id_case_file REFERENCES case_file (complaint_id),
        department text,
        owner_id uuid NOT NULL,
        made_by uuid NOT NULL CONSTRAINT fk_promise_made_by_staff REFERENCES staff (id),
        kind text NOT NULL CONSTRAINT ck_promise_kind
            CHECK (kind IN ('call', 'message', 'remedy', 'visit', 'other')),
        text text NOT NULL,
        remedy text,
        amount numeric(14, 2) CONSTRAINT ck_promise_amount CHECK (amount >= 0),
        currency text,
        made_at timestamptz NOT NULL,
        first_due_at timestamptz NOT NULL,
        due_at timestamptz NOT NULL,
        status text NOT NULL CONSTRAINT ck_promise_status
            CHECK (status IN ('open', 'delayed', 'kept', 'broken', 'withdrawn')),
        told_delay_at timestamptz, kept_at timestamptz, broken_at timestamptz, made_good_at timestamptz,
        version integer NOT NULL,
        CONSTRAINT ck_promise_amount_has_a_currency CHECK ((amount IS NULL) = (currency IS NULL)),
        CONSTRAINT ck_promise_remedy CHECK ((kind = 'remedy') = (remedy IS NOT NULL)),
        CONSTRAINT ck_promise_amount_of_a_remedy CHECK (amount IS NULL OR remedy IS NOT NULL),
        CONSTRAINT ck_promise_kept CHECK ((status = 'kept') = (kept_at IS NOT NULL)),
        CONSTRAINT ck_promise_broken CHECK ((status = 'broken') = (broken_at IS NOT NULL)),
        CONSTRAINT ck_promise_broken_when_due CHECK (broken_at >= due_at),
        CONSTRAINT ck_promise_made_good CHECK (made_good_at IS NULL OR status = 'broken'),
        CONSTRAINT ck_promise_due_later CHECK (due_at >= first_due_at AND first_due_at > made_at),
        CONSTRAINT ck_promise_delay_was_told CHECK ((due_at > first_due_at) = (told_delay_at IS NOT NULL))
    )
    """,
    "CREATE INDEX ix_promise_owed_due_at ON promise (due_at, id) WHERE status IN ('open', 'delayed')",
    """
    CREATE INDEX ix_promise_owed_department_due_at ON promise (department, due_at, id)
        WHERE status IN ('open', 'delayed')
    """,
    """
    CREATE INDEX ix_promise_owed_owner_id_due_at ON promise (owner_id, due_at, id)
        WHERE status IN ('open', 'delayed')
    """,
    "CREATE INDEX ix_promise_status_due_at ON promise (status, due_at, id)",
    "CREATE INDEX ix_promise_made_by_status_due_at ON promise (made_by, status, due_at, id)",
    "CREATE INDEX ix_promise_complaint_id_due_at ON promise (complaint_id, due_at, id)",
    """
    CREATE TABLE promise_step (
        promise_id uuid NOT NULL CONSTRAINT fk_promise_step_promise_id_promise REFERENCES promise (id),
        version integer NOT NULL,
        what text NOT NULL CONSTRAINT ck_promise_step_what
            CHECK (what IN ('made', 'delayed', 'kept', 'broken', 'made_good', 'withdrawn')),
        at timestamptz NOT NULL,
        by_subject text NOT NULL,
        due_at timestamptz NOT NULL,
        told_how text, told_said text, told_at timestamptz,
        CONSTRAINT pk_promise_step PRIMARY KEY (promise_id, version),
        CONSTRAINT ck_promise_step_told CHECK ((what IN ('delayed', 'withdrawn')) = (told_at IS NOT NULL)),
        CONSTRAINT ck_promise_step_told_whole CHECK (num_nulls(told_how, told_said, told_at) IN (0, 3)),
        CONSTRAINT ck_promise_step_told_in_time CHECK (told_at <= due_at)
    )
    """,
    """
    CREATE TABLE budget_rule (
        id uuid CONSTRAINT pk_budget_rule PRIMARY KEY,
        level text NOT NULL CONSTRAINT ck_budget_rule_level
            CHECK (level IN ('agent', 'senior', 'lead', 'regional_manager', 'head')),
        department text,
        currency text NOT NULL CONSTRAINT ck_budget_rule_currency CHECK (currency ~ '^[A-Z]{3}$'),
        amount numeric(14, 2) NOT NULL CONSTRAINT ck_budget_rule_amount CHECK (amount >= 0),
        valid_from date NOT NULL,
        by_subject text NOT NULL,
        at timestamptz NOT NULL
    )
    """,
    """
    CREATE TABLE budget (
        id uuid CONSTRAINT pk_budget PRIMARY KEY,
        staff_id uuid NOT NULL CONSTRAINT fk_budget_staff_id_staff REFERENCES staff (id),
        year integer NOT NULL,
        currency text NOT NULL CONSTRAINT ck_budget_currency CHECK (currency ~ '^[A-Z]{3}$'),
        granted numeric(14, 2) NOT NULL,
        spent numeric(14, 2) NOT NULL,
        CONSTRAINT uq_budget_staff_id_year_currency UNIQUE (staff_id, year, currency),
        CONSTRAINT uq_budget_id_currency UNIQUE (id, currency),
        CONSTRAINT ck_budget_never_overdrawn CHECK (spent BETWEEN 0 AND granted)
    )
    """,
    """
    CREATE TABLE budget_entry (
        posting_id uuid NOT NULL,
        account text NOT NULL CONSTRAINT ck_budget_entry_account CHECK (account IN ('grant', 'staff', 'spent')),
        budget_id uuid NOT NULL,
        currency text NOT NULL,
        amount numeric(14, 2) NOT NULL CONSTRAINT ck_budget_entry_amount CHECK (amount <> 0),
        at timestamptz NOT NULL,
        by_subject text NOT NULL,
        CONSTRAINT pk_budget_entry PRIMARY KEY (posting_id, account),
        CONSTRAINT fk_budget_entry_budget_id_currency_budget
            FOREIGN KEY (budget_id, currency) REFERENCES budget (id, currency)
    )
    """,
    "CREATE INDEX ix_budget_entry_budget_id ON budget_entry (budget_id)",
    """
    CREATE TABLE budget_spend (
        id uuid CONSTRAINT pk_budget_spend PRIMARY KEY,
        budget_id uuid NOT NULL,
        staff_id uuid NOT NULL CONSTRAINT fk_budget_spend_staff_id_staff REFERENCES staff (id),
        complaint_id uuid NOT NULL
            CONSTRAINT fk_budget_spend_complaint_id_case_file REFERENCES case_file (complaint_id),
        amount numeric(14, 2) NOT NULL CONSTRAINT ck_budget_spend_amount CHECK (amount > 0),
        currency text NOT NULL,
        what text NOT NULL,
        why text,
        request_key text NOT NULL,
        spent_at timestamptz NOT NULL,
        reversed_by uuid,
        reversal_reason text CONSTRAINT ck_budget_spend_reversal_reason
            CHECK (reversal_reason IN ('entered_wrongly', 'not_used')),
        reversed_at timestamptz,
        version integer NOT NULL,
        CONSTRAINT uq_budget_spend_staff_id_request_key UNIQUE (staff_id, request_key),
        CONSTRAINT fk_budget_spend_budget_id_currency_budget
            FOREIGN KEY (budget_id, currency) REFERENCES budget (id, currency),
        CONSTRAINT ck_budget_spend_reversed_whole
            CHECK (num_nulls(reversed_by, reversal_reason, reversed_at) IN (0, 3))
    )
    """,
    "CREATE INDEX ix_budget_spend_complaint_id_spent_at ON budget_spend (complaint_id, spent_at, id)",
    "CREATE INDEX ix_budget_spend_budget_id ON budget_spend (budget_id)",
    """
    CREATE TABLE voice (
        id uuid CONSTRAINT pk_voice PRIMARY KEY,
        kind text NOT NULL CONSTRAINT ck_voice_kind
            CHECK (kind IN ('missing_tool', 'procedure_in_the_way', 'policy', 'other')),
        text text NOT NULL,
        department text,
        complaint_id uuid CONSTRAINT fk_voice_complaint_id_case_file REFERENCES case_file (complaint_id),
        raised_by text NOT NULL, raised_at timestamptz NOT NULL,
        status text NOT NULL CONSTRAINT ck_voice_status
            CHECK (status IN ('open', 'answered', 'changed', 'declined')),
        answer text, answered_by text, answered_at timestamptz,
        version integer NOT NULL,
        CONSTRAINT ck_voice_answered CHECK (
            num_nulls(answer, answered_by, answered_at) = CASE status WHEN 'open' THEN 3 ELSE 0 END
        ),
        CONSTRAINT ck_voice_answered_by_another CHECK (answered_by <> raised_by)
    )
    """,
    "CREATE INDEX ix_voice_raised_at_id ON voice (raised_at, id)",
    "CREATE INDEX ix_voice_raised_by_raised_at ON voice (raised_by, raised_at, id)",
    """
    CREATE TABLE note (
        id uuid NOT NULL,
        edition integer NOT NULL CONSTRAINT ck_note_edition CHECK (edition > 0),
        title text NOT NULL, text text NOT NULL, language text NOT NULL,
        department text, product text, wish text,
        valid_from timestamptz NOT NULL,
        valid_until timestamptz,
        by_subject text NOT NULL,
        at timestamptz NOT NULL,
        CONSTRAINT pk_note PRIMARY KEY (id, edition),
        CONSTRAINT ck_note_ends_after_it_begins CHECK (valid_until > valid_from)
    )
    """,
    """
    CREATE TABLE note_seen (
        note_id uuid NOT NULL,
        edition integer NOT NULL,
        staff_id uuid NOT NULL CONSTRAINT fk_note_seen_staff_id_staff REFERENCES staff (id),
        at timestamptz NOT NULL,
        CONSTRAINT pk_note_seen PRIMARY KEY (note_id, edition, staff_id),
        CONSTRAINT fk_note_seen_note_id_edition_note
            FOREIGN KEY (note_id, edition) REFERENCES note (id, edition)
    )
    """,
)

_BALANCED = """
CREATE FUNCTION posting_balances() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (
        SELECT sum(amount) <> 0 OR count(DISTINCT budget_id) <> 1 FROM budget_entry WHERE posting_id = NEW.posting_id
    ) THEN
        RAISE EXCEPTION 'budget_entry: the posting % is not nothing in sum, or of two budgets', NEW.posting_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'posting_balances';
    END IF;
    RETURN NULL;
END $$
"""

_AGREES = """
CREATE FUNCTION budget_agrees() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    which uuid := to_jsonb(NEW) ->> TG_ARGV[0];
BEGIN
    IF EXISTS (
        SELECT FROM budget b,
            (
                SELECT coalesce(sum(amount) FILTER (WHERE account = 'grant'), 0) AS from_company,
                    coalesce(sum(amount) FILTER (WHERE account = 'spent'), 0) AS to_customers
                FROM budget_entry WHERE budget_id = which
            ) e,
            (
                SELECT coalesce(sum(amount), 0) AS standing
                FROM budget_spend WHERE budget_id = which AND reversed_by IS NULL
            ) s
        WHERE b.id = which
            AND (b.granted, b.spent, b.spent) IS DISTINCT FROM (-e.from_company, e.to_customers, s.standing)
    ) THEN
        RAISE EXCEPTION 'budget: % is not what its entries and spends come to', which
            USING ERRCODE = 'check_violation', CONSTRAINT = 'budget_agrees';
    END IF;
    RETURN NULL;
END $$
"""

_FIXED = """
CREATE FUNCTION budget_spend_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.reversed_by IS NOT NULL
        OR to_jsonb(NEW) - '{reversed_by,reversal_reason,reversed_at,version}'::text[]
            IS DISTINCT FROM to_jsonb(OLD) - '{reversed_by,reversal_reason,reversed_at,version}'::text[]
    THEN
        RAISE EXCEPTION 'budget_spend: it is reversed once, and never changed otherwise'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$
"""

# The case is locked by whoever moves it, and whoever makes a promise locks it first: none is forgotten in between.
_FOLLOWS = """
CREATE FUNCTION promises_follow_case() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE promise SET department = NEW.department, owner_id = NEW.owner_id WHERE complaint_id = NEW.complaint_id;
    RETURN NULL;
END $$
"""

_TRIGGERS = (
    "CREATE TRIGGER promises_follow_case AFTER UPDATE ON case_file FOR EACH ROW"
    " WHEN ((OLD.department, OLD.owner_id) IS DISTINCT FROM (NEW.department, NEW.owner_id))"
    " EXECUTE FUNCTION promises_follow_case()",
    *(
        f"CREATE TRIGGER keep_for_good BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION keep_for_good()"
        for table in ("promise_step", "budget_rule", "budget_entry", "note", "note_seen")
    ),
    *(
        f"CREATE TRIGGER keep_for_good BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION keep_for_good()"
        for table in ("promise", "budget", "budget_spend", "voice")
    ),
    "CREATE TRIGGER budget_spend_fixed BEFORE UPDATE ON budget_spend"
    " FOR EACH ROW EXECUTE FUNCTION budget_spend_fixed()",
    "CREATE CONSTRAINT TRIGGER posting_balances AFTER INSERT ON budget_entry"
    " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION posting_balances()",
    *(
        f"CREATE CONSTRAINT TRIGGER budget_agrees AFTER INSERT OR UPDATE ON {table}"
        f" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION budget_agrees('{column}')"
        for table, column in (("budget", "id"), ("budget_entry", "budget_id"), ("budget_spend", "budget_id"))
    ),
)


def upgrade() -> None:
    """Make the ledgers, and what holds them together."""
    for statement in (*_TABLES, _BALANCED, _AGREES, _FIXED, _FOLLOWS, *_TRIGGERS):
        op.execute(statement)


def downgrade() -> None:
    """Drop them all."""
    op.execute("DROP TRIGGER promises_follow_case ON case_file")
    ledgers = ("budget_spend", "budget_entry", "budget", "budget_rule", "promise_step", "promise")
    for table in ("note_seen", "note", "voice", *ledgers):
        op.drop_table(table)
    for function in ("promises_follow_case", "budget_spend_fixed", "budget_agrees", "posting_balances"):
        op.execute(f"DROP FUNCTION {function}()")
