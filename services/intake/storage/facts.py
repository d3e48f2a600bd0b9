"""What the facts about a complaint still lack, as whoever concludes something from them must know (IN-7)."""

from __future__ import annotations

from uuid import UUID

from services.intake.domain.facts import Missing, missing_facts
from services.intake.storage.questions import select_questions
from services.intake.storage.statements import select_statements
from shared.messaging.transaction import Transaction


async def open_facts(complaint_id: UUID, tx: Transaction) -> tuple[Missing, ...]:
    """The missing parts, each with words for a person; empty: the facts are in. The complaint is locked before."""
    statements = await select_statements(complaint_id, tx)
    return missing_facts(statements, await select_questions(complaint_id, tx))
