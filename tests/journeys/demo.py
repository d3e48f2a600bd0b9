"""`make demo`: a suite of its own takes in 200 real complaints and lives through the story, told in plain words."""

from __future__ import annotations

import csv
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from shared.embedded.places import forget
from shared.embedded.trouble import Trouble
from shared.kernel.clock import FileClock
from tests.journeys import story
from tests.journeys.console import REDRESS, ROOT
from tests.journeys.installation import Doors, Installation, Json, visiting
from tests.journeys.matter import Matter
from tests.journeys.narrator import Narrator
from tests.support.suite import Suite, running

DATA = ROOT / "tests" / "data" / "cfpb-200.csv"
HOME = ROOT / ".redress" / "demo"
MORTGAGE, CARD = "7275802", "7263666"
"""Complaint ids of the CFPB whose authors' published words the story is played with."""


def words_of(complaint_id: str) -> str:
    """A customer's own words, as the CFPB published them."""
    with DATA.open(encoding="utf-8", newline="") as file:
        rows = {row["Complaint ID"]: row for row in csv.DictReader(file)}
    return rows[complaint_id]["Consumer complaint narrative"]


def mortgage() -> Matter:
    """The complaint that ends well."""
    return Matter(
        narrative=words_of(MORTGAGE),
        customer="Ona Jonaitienė",
        product="Conventional home mortgage",
        department="Mortgage",
        feeling="worried",
        wish={"kind": "explanation", "detail": "when the appraiser calls, and the insurance taken off the mortgage"},
        recap="You paid for the appraisal that takes the mortgage insurance off, and nobody can say when it happens.",
        told="Rasa may order the appraisal today; I may not.",
        resolution={
            "what_was_done": "The appraiser came, and the insurance is off the mortgage from this month.",
            "what_it_took": "One call to the appraiser.",
            "wish_met": True,
            "root_cause": "process",
            "liability_accepted": True,
            "thanks": "Thank you for telling us; appraisals now get a date when they are paid for.",
        },
    )


def card() -> Matter:
    """The complaint that we only believe to be solved."""
    return Matter(
        narrative=words_of(CARD),
        customer="Jonas Šimkus",
        product="General-purpose credit card or charge card",
        department="Credit card or prepaid card",
        feeling="angry",
        wish={"kind": "other", "detail": "the credit line and the rate as they were"},
        recap="Your credit line went down and your rate went up, and nobody told you before.",
        told="",
        resolution={
            "what_was_done": "The letter that should have come before was sent.",
            "what_it_took": "A letter.",
            "wish_met": False,
            "root_cause": "process",
            "liability_accepted": True,
            "thanks": "Thank you for telling us.",
        },
    )


def everything(there: Installation, url: str) -> Iterator[Json]:
    """All items of a list, page by page."""
    after = ""
    while True:
        got = there.get(f"{url}?limit=200{after}")
        yield from got["items"]
        if got["next"] is None:
            return
        after = f"&cursor={got['next']}"


def hire(there: Installation) -> tuple[story.Team, dict[str, str]]:
    """The staff of the demonstration: the story's two, and two agents for the largest departments."""
    team = story.hire(there, department="Mortgage")
    for name, department, skills in (
        ("Milda Vaitkutė", "Credit reporting, credit repair services, or other personal consumer reports", []),
        ("Paulius Rimkus", "Credit card or prepaid card", ["Credit card", "Debt collection"]),
    ):
        body = {"name": name, "level": "agent", "department": department, "skills": skills, "languages": ["en"]}
        there.post(f"{there.doors.routing}/v1/staff", {**body, "capacity": 120, "reports_to": str(team.lead)})
    names = {person["id"]: person["name"] for person in everything(there, f"{there.doors.routing}/v1/staff")}
    return team, names


def take_in(there: Installation, suite: Suite, say: Narrator, names: dict[str, str]) -> None:
    """Scene 1: the file goes through the door that everyone uses."""
    say.scene("Two hundred real complaints come in")
    subprocess.run(
        [REDRESS, "import", "cfpb", str(DATA)], cwd=ROOT, env=dict(suite.environment), check=True, timeout=300
    )
    complaints = list(everything(there, f"{there.doors.intake}/v1/complaints"))
    say.tell(f"{len(complaints)} complaints that US consumers sent to the CFPB are recorded. They are about:")
    say.figures(Counter(str(one["department"]) for one in complaints))
    cases = f"{there.doors.routing}/v1/cases"
    there.eventually("every complaint has a case", lambda: len(list(everything(there, cases))) == len(complaints))
    opened = list(everything(there, cases))
    owned = sum(1 for one in opened if one["owner_id"])
    say.tell(f"{owned} of {len(opened)} have an owner. Nobody assigned them by hand; they belong to:")
    say.figures(Counter(names.get(one["owner_id"], "the lead on duty, in a queue") for one in opened))
    example = min((one for one in opened if one["owner_id"] in names), key=lambda one: names[one["owner_id"]])
    say.aside(f"Each case says why. {example['reference']} is {names[example['owner_id']]}'s, who")
    say.quote("\n".join(example["why"]))


def understand(there: Installation, say: Narrator, team: story.Team, names: dict[str, str]) -> tuple[Json, Json]:
    """Scene 2: two customers call; they are heard, and hear back what was understood."""
    say.scene("Two customers call, and Tomas answers")
    complaints = []
    for matter, email in ((mortgage(), "ona@customer.example"), (card(), "jonas@customer.example")):
        complaint = story.record(there, team, email=email, matter=matter)
        say.tell(f"{matter.customer} is {matter.feeling}. Tomas writes down what was said, word for word:")
        say.quote(matter.narrative)
        case = story.case_of(there, complaint["id"])
        owner = names[case["owner_id"]]
        say.aside(f"It is {complaint['reference']}, and {owner}'s: {'; '.join(case['why'])}.")
        story.confirm_recap(there, team, complaint["id"], matter=matter)
        say.tell(f'{matter.customer} confirms what we understood: "{matter.recap}"')
        complaints.append(complaint)
    return complaints[0], complaints[1]


def solve(there: Installation, say: Narrator, happy: Json, unhappy: Json, names: dict[str, str]) -> None:
    """Scene 3: handed over without telling it again, and solved as we see it."""
    say.scene("Somebody who may decide takes over")
    handoff = story.hand_over(there, happy["id"], matter=mortgage())
    sender, receiver = names[handoff["from_id"]], names[handoff["to_id"]]
    say.tell(f'{sender} may not order an appraisal. "{mortgage().told}" - and the case is offered to {receiver}.')
    say.aside("Nobody typed a summary, and the customer tells nothing twice. Rasa reads:")
    say.quote(handoff["summary"]["text"])
    say.tell(f"{receiver} accepts, and owns it from now on; until then it was {sender}'s.")
    for complaint, matter in ((happy, mortgage()), (unhappy, card())):
        story.resolve(there, complaint["id"], matter=matter)
        say.tell(f"{complaint['reference']} is resolved: {matter.resolution['what_was_done']}")
    say.aside("Resolved is our opinion. Neither is closed: that takes the customer's word.")


def ask(there: Installation, suite: Suite, say: Narrator, happy: Json, unhappy: Json, names: dict[str, str]) -> None:
    """Scene 4: a day later both are asked, once, and both answer."""
    say.scene("A day later, each customer is asked: is it truly solved?")
    first = story.await_survey(there, happy["id"])
    second = there.eventually(
        "the second survey is sent", lambda: (now := story.survey_of(there, unhappy["id"])) and now["sent_at"] and now
    )
    mails = len(list(suite.installation.mail.glob("survey.*.eml")))
    say.tell("30 hours went by, for this demonstration moves its own clock.")
    say.aside(f"E-mails that asked since the beginning: {mails}, one to each customer.")
    story.answer(there, first, solved=True)
    say.tell(f'{mortgage().customer} opens the link and says "solved": {happy["reference"]} is closed.')
    story.answer(there, second, solved=False)
    again = story.look(there, unhappy["id"])
    say.tell(
        f'{card().customer} says "not solved": {unhappy["reference"]} is open again, with its whole story, '
        f"and still {names[again['owner_id']]}'s."
    )


def reward(there: Installation, say: Narrator, team: story.Team, names: dict[str, str]) -> None:
    """Scene 5: praise is counted, exactly, and earns a day off."""
    say.scene("Praise earns a day off")
    earned = story.praise(there, team.agent)
    say.tell(f"Five customers praise {names[str(team.agent)]} unasked. The fifth comment grants one paid day off.")
    story.enjoy(there, earned, manager=team.lead)
    ledger = there.get(f"{there.doors.recognition}/v1/rewards/{earned['id']}/ledger")["items"]
    say.tell(f"{names[str(team.lead)]} approves it; nobody can approve their own. The ledger of that day off says:")
    say.quote("\n".join(f"{entry['number']}. {entry['kind']}: {entry['why']}" for entry in ledger))


def close(there: Installation, say: Narrator) -> None:
    """Scene 6: how it stands."""
    say.scene("How it stands")
    complaints = list(everything(there, f"{there.doors.intake}/v1/complaints"))
    say.tell(f"{len(complaints)} complaints, by status:")
    say.figures(Counter(one["status"] for one in complaints))
    ownerless = sum(1 for one in complaints if not one["owner_id"])
    dead = sum(
        len(there.get(f"{door}/v1/ops/dead-letters")["items"])
        for door in (there.doors.intake, there.doors.routing, there.doors.followup, there.doors.recognition)
    )
    say.aside(f"Complaints without an owner: {ownerless}. Events that a service could not use: {dead}.")


def play(suite: Suite) -> None:
    """The whole demonstration on a running suite."""
    clock = FileClock(suite.installation.clock)

    def mint(role: str, staff: UUID | None) -> str:
        return suite.token(role, staff)

    def move(by: timedelta) -> None:
        clock.advance(by)

    say = Narrator(now=clock.now)
    with visiting(Doors(**suite.urls), mint, move) as there:
        team, names = hire(there)
        take_in(there, suite, say, names)
        happy, unhappy = understand(there, say, team, names)
        solve(there, say, happy, unhappy, names)
        ask(there, suite, say, happy, unhappy, names)
        reward(there, say, team, names)
        close(there, say)


def main(home: Path = HOME) -> None:
    """Start a suite in `home`, play on it, stop it, leave nothing."""
    began = datetime.now(UTC)
    print("Starting PostgreSQL, NATS and the four services, beside whatever else runs here ...", flush=True)
    try:
        with running(home) as suite:
            play(suite)
            print("\nStopping ...", flush=True)
    except Trouble as trouble:
        sys.exit(str(trouble))
    finally:
        forget(home / ".redress")
    shutil.rmtree(home)
    print(f"That took {(datetime.now(UTC) - began).total_seconds():.0f} s. `make up` starts one to stay, and")
    print("README.md plays the same story by hand.")


if __name__ == "__main__":
    main()
