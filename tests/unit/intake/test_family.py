"""Families, corrective actions, lessons and tellings as rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.intake.domain import family as families
from services.intake.domain import telling as tellings
from services.intake.domain.corrective_action import CorrectiveAction, DueState, due_state, mark_overdue
from services.intake.domain.family import Family, FamilyChange, FamilyLearned, FamilyStatus, PersonIsNoCause
from services.intake.domain.lesson import LessonIncomplete, check, in_words_for
from services.intake.domain.telling import FOR_A_PERSON, NotForAPerson, Telling, TellingStatus
from services.intake.domain.vocabulary import Channel, RootCause
from services.intake.pages.lesson_mail import lesson_mail
from services.intake.pages.site import SITE
from shared.kernel.ids import new_id

NOW = datetime(2026, 3, 4, 9, tzinfo=UTC)
FAMILY = Family(
    id=new_id(),
    title="late",
    product=None,
    department=None,
    category=None,
    root_cause=None,
    created_by="test",
    created_at=NOW,
)
TELLING = Telling(
    id=new_id(),
    lesson_id=new_id(),
    family_id=FAMILY.id,
    customer_id=new_id(),
    complaint_id=new_id(),
    status=TellingStatus.WAITING,
    due_at=NOW,
)
CHANGES = st.fixed_dictionaries(
    {},
    optional={
        "title": st.sampled_from(["late", "lost"]),
        "product": st.sampled_from([None, "coat"]),
        "category": st.sampled_from([None, "late"]),
        "root_cause": st.sampled_from([None, RootCause.DELIVERY, RootCause.PROCESS]),
    },
)


@given(changes=st.lists(CHANGES, max_size=6))
def test_the_class_version_moves_exactly_when_members_have_something_to_follow(
    changes: list[dict[str, object]],
) -> None:
    """IN-21: never without a new cause or category, so that nobody is told twice; never without a version."""
    family = FAMILY
    for wanted in changes:
        after = families.change(family, FamilyChange(given=frozenset(wanted), **wanted))  # type: ignore[arg-type]
        classes = ((family.category, family.root_cause), (after.category, after.root_cause))
        follows = classes[0] != classes[1] and any(classes[1])
        assert after.class_version - family.class_version == int(follows)
        assert after.version - family.version == int(after != family)
        family = after


def test_a_person_is_no_cause_and_a_lesson_is_an_end() -> None:
    """IN-12, IN-21: blame stays with investigations; nothing changes in a family that has taught."""
    blaming = FamilyChange(given=frozenset({"root_cause"}), root_cause=RootCause.STAFF_ATTITUDE)
    with pytest.raises(PersonIsNoCause):
        families.change(FAMILY, blaming)
    with pytest.raises(PersonIsNoCause):
        families.found(replace(FAMILY, root_cause=RootCause.STAFF_ATTITUDE))
    with pytest.raises(FamilyLearned):
        families.change(replace(FAMILY, status=FamilyStatus.LEARNED), FamilyChange(given=frozenset()))


@pytest.mark.parametrize(
    ("days", "done", "state"),
    [(8, False, "on_time"), (7, False, "due_soon"), (0, False, "due_soon"), (-1, False, "overdue"), (-1, True, "done")],
)
def test_a_corrective_action_stands_to_its_day(days: int, done: bool, state: str) -> None:
    """IN-21: due soon a week before, overdue the day after."""
    due_on = NOW.date() + timedelta(days=days)
    assert due_state(due_on=due_on, done_at=NOW if done else None, now=NOW) is DueState(state)


def test_it_is_overdue_when_its_day_is_over() -> None:
    """IN-21: not before, not twice, not once it is done."""
    action = CorrectiveAction(
        id=new_id(),
        family_id=FAMILY.id,
        what="a driver",
        owner_id=new_id(),
        due_on=date(2026, 3, 4),
        planned_by="test",
        planned_at=NOW,
    )
    assert action.due_at == datetime(2026, 3, 5, tzinfo=UTC)
    assert mark_overdue(action, now=action.due_at - timedelta(seconds=1)) is None
    late = mark_overdue(action, now=action.due_at)
    assert late is not None
    assert late.overdue_at == action.due_at
    assert mark_overdue(late, now=action.due_at) is None
    assert mark_overdue(replace(action, done_at=NOW), now=action.due_at) is None


@given(
    text=st.sampled_from([None, "", "x"]),
    what=st.sampled_from([None, "y"]),
    cause=st.sampled_from([None, RootCause.PRICE]),
    done=st.booleans(),
    still=st.booleans(),
    members=st.integers(0, 2),
)
def test_a_lesson_lacks_what_is_named_and_nothing_else(
    text: str | None, what: str | None, cause: RootCause | None, done: bool, still: bool, members: int
) -> None:
    """IN-21: all that is missing in one refusal."""
    missing = {
        "text": not text,
        "what_changed": not what,
        "root_cause": cause is None,
        "action": still or not done,
        "members": not members,
    }
    named = {name for name, lacks in missing.items() if lacks}
    asked = {"text": text, "what_changed": what}
    family = replace(FAMILY, root_cause=cause)
    if not named:
        check(family, **asked, action_done=done, action_open=still, members=members)
        return
    with pytest.raises(LessonIncomplete) as refused:
        check(family, **asked, action_done=done, action_open=still, members=members)
    assert {one.pointer for one in refused.value.fields} == {f"/{name}" for name in named}


@pytest.mark.parametrize(
    ("language", "found"), [("lt-LT", "lt"), ("LT", "lt"), ("el", "en"), ("pt-BR", "pt-BR"), ("pt", "en")]
)
def test_customers_read_their_language_where_it_was_written(language: str, found: str) -> None:
    """IN-21: by BCP 47 prefix, else the language that the lesson was written in."""
    words = {"en": "a", "lt": "b", "pt-BR": "c"}
    assert in_words_for(words, fallback="en", language=language) == (found, words[found])


@given(attempts=st.integers(1, 40))
def test_a_deferred_mail_waits_longer_each_time_and_not_for_ever(attempts: int) -> None:
    """IN-21: minutes, then hours, and after a dozen attempts a person tells them."""
    sending = replace(TELLING, status=TellingStatus.SENDING, attempts=attempts, claim_id=new_id())
    after = tellings.deferred(sending, otherwise_reachable=True, now=NOW)
    if attempts >= 12:
        assert after.status is TellingStatus.BY_PERSON
    else:
        assert after.status is TellingStatus.WAITING
        assert timedelta(minutes=2) <= after.due_at - NOW <= timedelta(hours=6)


@pytest.mark.parametrize("status", list(TellingStatus))
def test_a_person_tells_only_whom_nobody_has_told(status: TellingStatus) -> None:
    """IN-21: not while a mail is on its way, not after it."""
    one = replace(TELLING, status=status)
    if status in FOR_A_PERSON:
        done = tellings.told(one, by="test", channel=Channel.PHONE, now=NOW)
        assert (done.status, done.channel, done.settled_at) == (TellingStatus.TOLD, Channel.PHONE, NOW)
        return
    with pytest.raises(NotForAPerson):
        tellings.told(one, by="test", channel=Channel.PHONE, now=NOW)


@pytest.mark.parametrize("language", ["en", "lt", "el", "ar"])
def test_the_mail_has_all_its_words_in_each_language(language: str) -> None:
    """IN-21: thanks, what changed, the reference; every catalogue has every key."""
    keys = {key for key in SITE.catalogues.choose("en").words if key.startswith("lesson.")}
    assert keys <= SITE.catalogues.choose(language).words.keys()
    mail = lesson_mail(
        telling_id=TELLING.id,
        sender="care@redress.example",
        recipient="ona@example.lt",
        name="Ona",
        reference="RD-7F3K-9Q2M",
        what_changed="A second driver.",
        written_in="en",
        language=language,
        now=NOW,
    )
    assert mail["Content-Language"] == language
    assert "RD-7F3K-9Q2M" in mail["Subject"]
    assert mail["Message-ID"] == f"<lesson.{TELLING.id}@redress.example>"
    for kind in ("plain", "html"):
        body = mail.get_body((kind,)).get_content()  # type: ignore[union-attr]
        assert "A second driver." in body
        assert "Ona" in body
