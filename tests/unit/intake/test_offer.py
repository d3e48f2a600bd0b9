"""Offers, refusals with their alternatives, and the customer's choice."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from services.intake.domain.offer import (
    ChoiceIncomplete,
    ChosenBy,
    GivenChoice,
    Offer,
    OfferNotOpen,
    OfferStatus,
    choose,
    overtake,
    standing,
)
from services.intake.domain.offering import (
    GivenOffer,
    GivenOption,
    GivenRefusal,
    OfferIncomplete,
    RefusalIncomplete,
    offer,
    refuse,
)
from services.intake.domain.risk import customers_at_risk
from services.intake.domain.tarp import Assumptions
from services.intake.domain.vocabulary import Channel, Feeling, WishKind
from services.intake.domain.wording.finding import Weight, WordingRefused
from shared.kernel.ids import new_id
from tests.unit.intake.people import NOW, complaint, finding, pointers

REFUND = GivenOption(
    kind=WishKind.REFUND,
    detail="The whole price back.",
    limits="To the card that paid.",
    how_long=timedelta(days=3),
    value=None,
)
EXCHANGE = replace(REFUND, kind=WishKind.EXCHANGE, detail="The blue coat.")
OFFER = GivenOffer(options=(EXCHANGE, REFUND), wish_possible=True, why_not=None, channel=None, expires_at=None)
REFUSAL = GivenRefusal(
    explanation="The blue coat is no longer made.",
    alternatives=(REFUND,),
    policy_reference="P-7",
    channel=Channel.PHONE,
    expires_at=None,
)
CHOICE = GivenChoice(option=2, none_of_them=False, said="the money, please", channel=Channel.PHONE)
HEATED = [one for one in Feeling if one is not Feeling.CALM]


def made(told: GivenOffer = OFFER, findings: Any = None, **about: Any) -> Any:
    return offer(told, complaint(**about), id_=new_id(), findings=findings or {}, by="ann", now=NOW)


def refused(told: GivenRefusal = REFUSAL, findings: Any = None, **about: Any) -> Any:
    risk = customers_at_risk(1, Assumptions())
    return refuse(told, complaint(**about), id_=new_id(), risk=risk, findings=findings or {}, by="ann", now=NOW)


def chosen(of: Offer, told: GivenChoice = CHOICE, **more: Any) -> Offer:
    values: dict[str, Any] = {"by": ChosenBy.STAFF, "recorded_by": "ann", "current": None, "now": NOW}
    return choose(of, told, id_=new_id(), **(values | more))


class TestOffer:
    def test_holds_numbered_options_and_is_open(self) -> None:
        """IN-17: several options with their limits and how long each takes, numbered from 1."""
        put, remarks = made()
        assert (put.status, put.version, put.refused, put.wish_kind) == (OfferStatus.OPEN, 1, False, WishKind.EXCHANGE)
        assert [(one.number, one.kind) for one in put.options] == [(1, WishKind.EXCHANGE), (2, WishKind.REFUND)]
        assert remarks == ()

    @given(
        missing=some.lists(some.sets(some.sampled_from(["kind", "detail", "limits", "how_long"])), max_size=6),
        possible=some.sampled_from([None, True, False]),
        why_not=some.booleans(),
        wish=some.sampled_from([None, WishKind.REFUND, WishKind.EXCHANGE]),
        late=some.booleans(),
        feeling=some.sampled_from([None, *Feeling]),
        acknowledged=some.booleans(),
    )
    def test_everything_that_is_missing_is_named_at_once_and_nothing_else(
        self,
        missing: list[set[str]],
        possible: bool | None,
        why_not: bool,
        wish: WishKind | None,
        late: bool,
        feeling: Feeling | None,
        acknowledged: bool,
    ) -> None:
        """IN-17, IN-8: whatever is left out, and a feeling that nobody acknowledged, in one refusal."""
        options = tuple(replace(REFUND, **dict.fromkeys(one)) for one in missing)
        told = GivenOffer(
            options=options,
            wish_possible=possible,
            why_not="It is no longer made." if why_not else None,
            channel=None,
            expires_at=NOW if late else None,
        )
        expected = [] if options else ["/options"]
        for place, one in enumerate(missing):
            expected += [f"/options/{place}/{name}" for name in ("kind", "detail", "limits", "how_long") if name in one]
        if possible is None:
            expected.append("/wish_possible")
        if possible is False:
            expected += [] if why_not else ["/why_not"]
            if wish is None:
                expected.append("/desired_resolution")
            elif wish is WishKind.REFUND and options and not any("kind" in one for one in missing):
                expected.append("/options")
        expected += ["/expires_at"] if late else []
        expected += ["/feeling_acknowledged"] if feeling in HEATED and not acknowledged else []
        about = {"wish_kind": wish, "feeling": feeling, "feeling_acknowledged_at": NOW if acknowledged else None}
        if not expected:
            assert made(told, **about)[0].status is OfferStatus.OPEN
            return
        with pytest.raises(OfferIncomplete) as wrong:
            made(told, **about)
        assert pointers(wrong.value) == expected

    def test_minds_every_word_that_the_customer_reads(self) -> None:
        """IN-14, IN-17: limits in plain words."""
        told = replace(OFFER, options=(EXCHANGE,), why_not="It is no longer made.")
        assert sorted(told.texts()) == ["/options/0/detail", "/options/0/limits", "/why_not"]
        with pytest.raises(WordingRefused) as wrong:
            made(findings={"/options/0/limits": [finding(Weight.REFUSE)]})
        assert pointers(wrong.value) == ["/options/0/limits"]

    def test_expires_by_itself_and_is_overtaken_by_a_newer_one(self) -> None:
        """IN-17: one offer is open at a time; what ran out stays expired."""
        put, _ = made(replace(OFFER, expires_at=NOW + timedelta(days=1)))
        later = NOW + timedelta(days=1)
        assert (standing(put, now=NOW), standing(put, now=later)) == (OfferStatus.OPEN, OfferStatus.EXPIRED)
        assert overtake(put, now=NOW).status is OfferStatus.OVERTAKEN
        assert overtake(put, now=later).status is OfferStatus.EXPIRED
        assert overtake(put, now=NOW).version == 2


class TestRefusal:
    def test_is_an_offer_of_the_alternatives(self) -> None:
        """IN-18: explained, with something to choose from, and the customers that it puts at risk."""
        put, _ = refused()
        assert (put.refused, put.wish_possible, put.why_not) == (True, False, REFUSAL.explanation)
        assert (put.policy_reference, put.channel) == ("P-7", Channel.PHONE)
        assert put.risk == customers_at_risk(1, Assumptions())
        assert "P-7" not in REFUSAL.texts().values()

    @given(
        missing=some.sets(some.sampled_from(["explanation", "channel", "alternatives"])),
        wish=some.sampled_from([None, WishKind.REFUND, WishKind.EXCHANGE]),
        feeling=some.sampled_from(Feeling),
    )
    def test_without_an_alternative_or_a_plain_word_is_refused(
        self, missing: set[str], wish: WishKind | None, feeling: Feeling
    ) -> None:
        """IN-18, IN-8: every missing part at once; the wish itself is no alternative to it."""
        empty: dict[str, Any] = {"explanation": "", "channel": None, "alternatives": ()}
        told = replace(REFUSAL, **{name: empty[name] for name in missing})
        expected = [f"/{name}" for name in ("alternatives", "explanation", "channel") if name in missing]
        if wish is None:
            expected.append("/desired_resolution")
        elif wish is WishKind.REFUND and "alternatives" not in missing:
            expected.append("/alternatives")
        expected += ["/feeling_acknowledged"] if feeling in HEATED else []
        if not expected:
            assert refused(told, wish_kind=wish, feeling=feeling)[0].refused
            return
        with pytest.raises(RefusalIncomplete) as wrong:
            refused(told, wish_kind=wish, feeling=feeling)
        assert pointers(wrong.value) == expected


class TestChoice:
    @pytest.mark.parametrize(("told", "status"), [(2, OfferStatus.CHOSEN), (None, OfferStatus.DECLINED)])
    def test_says_who_when_and_how(self, told: int | None, status: OfferStatus) -> None:
        """IN-17: one of the options, or none of them."""
        after = chosen(made()[0], replace(CHOICE, option=told, none_of_them=told is None), by=ChosenBy.CUSTOMER)
        assert (after.status, after.version) == (status, 2)
        assert after.choice is not None
        assert (after.choice.option, after.choice.chosen_by, after.choice.said) == (
            told,
            ChosenBy.CUSTOMER,
            CHOICE.said,
        )
        assert (after.choice.recorded_by, after.choice.channel, after.choice.chosen_at) == ("ann", Channel.PHONE, NOW)

    @pytest.mark.parametrize(
        ("changes", "expected"),
        [
            ({"option": None}, ["/option"]),
            ({"option": 3}, ["/option"]),
            ({"none_of_them": True}, ["/none_of_them"]),
            ({"option": None, "channel": None}, ["/channel", "/option"]),
        ],
    )
    def test_is_one_option_or_none_of_them(self, changes: dict[str, Any], expected: list[str]) -> None:
        """IN-17: what is missing, contradicts itself or was not offered is named."""
        with pytest.raises(ChoiceIncomplete) as wrong:
            chosen(made()[0], replace(CHOICE, **changes))
        assert pointers(wrong.value) == expected

    def test_is_made_once_and_while_the_offer_is_open(self) -> None:
        """IN-17: of a chosen, overtaken or expired offer nothing can be chosen, and it is said what is current."""
        put, newer = made(replace(OFFER, expires_at=NOW + timedelta(hours=1)))[0], new_id()
        over = [
            (chosen(put), NOW, "chosen", 2),
            (overtake(put, now=NOW), NOW, "overtaken", None),
            (put, NOW + timedelta(hours=1), "expired", None),
        ]
        for one, at, status, option in over:
            with pytest.raises(OfferNotOpen) as wrong:
                chosen(one, now=at, current=newer)
            assert wrong.value.extra == {"offer_status": status, "chosen_option": option, "current_offer_id": newer}
