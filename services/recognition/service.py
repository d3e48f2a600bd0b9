"""Recognition as the chassis sees it."""

from __future__ import annotations

from pathlib import Path

from services.recognition.api import compliments, rewards
from services.recognition.reactions import to_followup
from services.recognition.settings import RecognitionSettings
from services.recognition.storage.tables import METADATA
from shared.contracts.followup import CommentReceived, CommentWithdrawn
from shared.messaging.subscription import Subscription
from shared.runtime.service import Service

SERVICE = Service(
    name="recognition",
    title="Redress Recognition",
    description="Counts what customers say for the staff, and grants rewards for it, exactly once.",
    port=8004,
    settings=RecognitionSettings,
    metadata=METADATA,
    migrations=Path(__file__).parent / "migrations",
    routers=(compliments.router, rewards.router),
    subscriptions=(
        Subscription(event=CommentReceived, reaction=to_followup.count),
        Subscription(event=CommentWithdrawn, reaction=to_followup.take_back),
    ),
)
