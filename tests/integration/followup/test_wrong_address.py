"""Somebody else answers where intake should be: a survey waits, and is sent once that is put right."""

from __future__ import annotations

from datetime import timedelta

import pytest
from starlette.responses import JSONResponse, PlainTextResponse, Response

from services.followup.gateways.intake import NotIntake
from shared.http.problem_shape import problem_of
from shared.kernel.errors import NotFound
from tests.integration.followup.world import World


@pytest.mark.parametrize(
    "stranger",
    [
        PlainTextResponse("no such page", status_code=404),
        problem_of(NotFound()),
        JSONResponse({"type": "/problems/complaint-not-found"}, status_code=404),
        Response(b"{", status_code=404, media_type="application/problem+json"),
        Response(b"[1]", status_code=410, media_type="application/problem+json"),
    ],
    ids=["a web server", "another of our services", "not a problem", "no document", "no object"],
)
async def test_a_404_of_somebody_else_is_tried_again_inside_the_window(world: World, stranger: Response) -> None:
    """FO-1: only intake's own word that there is no such complaint makes a survey missed."""
    complaint = await world.resolved_complaint()
    world.clock.advance(timedelta(hours=30))
    world.intake.stranger = stranger
    with pytest.raises(NotIntake):
        await world.run_due()
    assert (await world.survey(complaint))["status"] == "scheduled"
    world.intake.stranger = None
    world.clock.advance(timedelta(minutes=2))
    await world.run_due()
    assert (await world.survey(complaint))["status"] == "sent"
    assert len(world.mails()) == 1
