"""Complaints like a given one, in the four languages, on PostgreSQL's own text search."""

from __future__ import annotations

import pytest
from sqlalchemy import Boolean, literal_column

from services.intake.queries.likeness import candidates
from shared.kernel.ids import new_id
from tests import likeness
from tests.integration.intake.desk import Desk, Json, recorded
from tests.integration.intake.kin import lead, told
from tests.support.servers import DatabaseServer

PAIRS: dict[str, list[tuple[str, str]]] = {
    "en": [
        (
            "The courier left my parcel in the rain and the books inside were soaked.",
            "All of the books were wet: your couriers just left the parcels outside while it was raining.",
        ),
        (
            "I was charged twice for the same hotel booking on my credit card.",
            "Two identical charges for one booking of a hotel room appeared on the card.",
        ),
        (
            "The washing machine leaks water from the door after every cycle.",
            "Water is leaking at the door of my new washing machine whenever a cycle ends.",
        ),
        (
            "Your cashier shouted at my mother because she counted her coins slowly.",
            "An elderly woman was counting coins and the cashier began shouting at her.",
        ),
        (
            "The mobile app logs me out whenever I try to pay an invoice.",
            "Paying invoices is impossible: each time the app on my mobile logs out.",
        ),
        (
            "My gym membership was renewed although I had cancelled it in March.",
            "I cancelled in March, yet the membership of the gym has been renewed for a year.",
        ),
    ],
    "lt": [
        (
            "Kurjeris paliko siuntą lietuje ir knygos visiškai sušlapo.",
            "Knygos šlapios, nes kurjeriai siuntas palieka lauke per lietų.",
        ),
        (
            "Už tą pačią viešbučio rezervaciją nuo kortelės pinigai nuskaičiuoti du kartus.",
            "Viešbučio rezervacijai du kartus nuskaičiavote pinigus iš mano kortelės.",
        ),
        (
            "Skalbimo mašina po kiekvieno skalbimo leidžia vandenį pro dureles.",
            "Pro skalbimo mašinos dureles bėga vanduo, kai baigiasi skalbimas.",
        ),
        (
            "Kasininkė apšaukė mano mamą, nes ji lėtai skaičiavo monetas.",
            "Mama skaičiavo monetas, o kasininkė ją prie visų apšaukė.",
        ),
        (
            "Programėlė mane atjungia, kai bandau apmokėti sąskaitą.",
            "Apmokėti sąskaitos neįmanoma, programėlė kaskart atjungia.",
        ),
        (
            "Sporto klubo narystė pratęsta, nors ją nutraukiau kovo mėnesį.",
            "Kovo mėnesį nutraukiau narystę sporto klube, bet ji vėl pratęsta.",
        ),
    ],
    "el": [
        (
            "Ο διανομέας άφησε το δέμα στη βροχή και τα βιβλία μούσκεψαν.",
            "Τα βιβλία μούσκεψαν γιατί οι διανομείς αφήνουν τα δέματα έξω στη βροχή.",
        ),
        (
            "Με χρέωσαν δύο φορές για την ίδια κράτηση ξενοδοχείου στην κάρτα μου.",
            "Η κάρτα μου έχει δύο χρεώσεις για μία κράτηση στο ξενοδοχείο.",
        ),
        (
            "Το πλυντήριο χάνει νερό από την πόρτα μετά από κάθε πλύση.",
            "Χάνει νερά η πόρτα του πλυντηρίου όταν τελειώνει η πλύση.",
        ),
        (
            "Η ταμίας φώναξε στη μητέρα μου επειδή μετρούσε αργά τα κέρματα.",
            "Η μητέρα μου μετρούσε κέρματα και η ταμίας της φώναξε μπροστά σε όλους.",
        ),
        (
            "Η εφαρμογή με αποσυνδέει όταν προσπαθώ να πληρώσω τον λογαριασμό.",
            "Δεν μπορώ να πληρώσω λογαριασμούς, η εφαρμογή αποσυνδέεται συνεχώς.",
        ),
        (
            "Η συνδρομή στο γυμναστήριο ανανεώθηκε αν και την ακύρωσα τον Μάρτιο.",
            "Ακύρωσα τον Μάρτιο τη συνδρομή του γυμναστηρίου και όμως ανανεώθηκε.",
        ),
    ],
    "ar": [
        (
            "ترك عامل التوصيل الطرد تحت المطر فتبللت الكتب كلها.",
            "الكتب تبللت لأن الطرد تُرك في المطر عند الباب.",
        ),
        (
            "خُصم من بطاقتي مبلغ حجز الفندق مرتين.",
            "مبلغ الحجز في الفندق خصم مرتين من البطاقة.",
        ),
        (
            "الغسالة تسرب الماء من الباب بعد كل غسلة.",
            "تسرب غسالتي الجديدة الماء عبر الباب عند نهاية الغسيل.",
        ),
        (
            "صرخت أمينة الصندوق في وجه والدتي لأنها كانت تعد النقود ببطء.",
            "كانت والدتي تعد النقود وأمينة الصندوق صرخت عليها أمام الجميع.",
        ),
        (
            "التطبيق يخرجني كلما حاولت دفع الفاتورة.",
            "لا أستطيع دفع الفاتورة لأن التطبيق يخرجني دائما.",
        ),
        (
            "تجدد اشتراك النادي الرياضي مع أنني ألغيته في مارس.",
            "ألغيت الاشتراك في النادي في مارس ومع ذلك تجدد الاشتراك.",
        ),
    ],
}


async def similar(client: object, complaint: Json, **params: object) -> Json:
    answer = await client.get(f"/v1/complaints/{complaint['id']}/similar", params=params)  # type: ignore[attr-defined]
    assert answer.status_code == 200, answer.text
    found: Json = answer.json()
    return found


@pytest.mark.parametrize("language", PAIRS)
async def test_other_words_for_the_same_are_nearer_than_other_matters(desk: Desk, language: str) -> None:
    """IN-21: six paraphrased pairs per language: each finds its other half first, whichever is asked about."""
    department = f"alike-{language}"
    async with lead(desk, department) as client:
        pairs = [await told(client, department, *pair, language=language, product=None) for pair in PAIRS[language]]
        for pair in pairs:
            for asked, other in (pair, reversed(pair)):
                items = (await similar(client, asked))["items"]
                assert [one["id"] for one in items[:1]] == [other["id"]]
                assert items[0]["why"]["words"]
                assert 0 < items[0]["likeness"] < 1
                again = (await client.get(f"/v1/complaints/{asked['id']}/duplicates")).json()["items"]
                assert not [one for one in again if "nearly_the_same_text" in one["reasons"]]


async def test_likeness_is_the_same_both_ways(desk: Desk) -> None:
    """IN-21: how like A is to B is how like B is to A, and a text is most like itself told again."""
    async with lead(desk, "alike-ways") as client:
        a, b, again = await told(
            client, "alike-ways", PAIRS["en"][0][0], PAIRS["en"][0][1], PAIRS["en"][0][0], product=None
        )
        of_a = {one["id"]: one for one in (await similar(client, a))["items"]}
        of_b = {one["id"]: one for one in (await similar(client, b))["items"]}
    assert of_a[again["id"]]["likeness"] == 1
    assert of_a[b["id"]]["likeness"] == pytest.approx(of_b[a["id"]]["likeness"], abs=1e-6)


async def test_what_else_they_share_orders_what_is_equally_like(desk: Desk) -> None:
    """IN-21: the same product raises the score, is told as a reason, and the pages go on where they stopped."""
    async with lead(desk, "alike-same") as client:
        words = "The heel of these boots broke"
        asked = await recorded(client, narrative=words, product="Boots", department="alike-same")
        other = await recorded(client, narrative=words, product="sandals", department="alike-same")
        same = await recorded(client, narrative=words, product="boots", department="alike-same")
        items = (await similar(client, asked))["items"]
        assert [one["id"] for one in items[:2]] == [same["id"], other["id"]]
        assert [one["why"]["same"] for one in items[:2]] == [["product", "department"], ["department"]]
        first = await similar(client, asked, limit=1)
        second = await similar(client, asked, limit=1, cursor=first["next"])
        assert [one["id"] for one in (*first["items"], *second["items"])] == [same["id"], other["id"]]
        assert (await client.get(f"/v1/complaints/{asked['id']}/similar?cursor=x")).status_code == 422


async def test_nobody_is_shown_what_they_may_not_see(desk: Desk) -> None:
    """IN-21, SU-4: other departments' complaints are in no answer, and asking about one is a 404."""
    words = "A xylophone zephyr broke the quixotic lamp"
    async with lead(desk) as client:
        (theirs,) = await told(client, "alike-theirs", words)
        (ours,) = await told(client, "alike-ours", words)
        assert theirs["id"] in {one["id"] for one in (await similar(client, ours))["items"]}
    async with desk.agent(None, "alike-ours") as client:
        assert (await similar(client, ours))["items"] == []
        duplicates = (await client.get(f"/v1/complaints/{ours['id']}/duplicates")).json()
        assert duplicates["items"] == []
        checked = await client.post("/v1/duplicate-checks", json={"narrative": words, "product": "coat"})
        assert [one["id"] for one in checked.json()["candidates"]] == [ours["id"]]
        for what in ("similar", "duplicates"):
            foreign = await client.get(f"/v1/complaints/{theirs['id']}/{what}")
            missing = await client.get(f"/v1/complaints/{new_id()}/{what}")
            assert foreign.status_code == missing.status_code == 404


@pytest.mark.parametrize("words", ["?!", "'", "\\", "a:b & | !", "x" * 3000, "0 1 2", "'\\' | ':*", "😀"])
async def test_any_text_can_be_asked_about(desk: Desk, words: str) -> None:
    """IN-21, SU-2: nothing that a customer writes breaks the search for what is like it."""
    async with lead(desk, "alike-odd") as client:
        (one,) = await told(client, "alike-odd", words)
        await similar(client, one)
        checked = await client.post("/v1/duplicate-checks", json={"narrative": words, "language": "xx"})
        assert checked.status_code == 200


async def test_a_slow_index_is_not_waited_for(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """IN-21: when the text index takes too long, the newest complaints must do, and the request goes on."""
    monkeypatch.setattr(candidates, "_PATIENCE_MS", 1)
    slow = literal_column("(SELECT pg_sleep(0.2) IS NULL)", Boolean)
    monkeypatch.setattr(candidates, "_shown", lambda actor: (slow,))
    async with lead(desk, "alike-slow") as client:
        one, other = await told(client, "alike-slow", *PAIRS["en"][5])
        assert [found["id"] for found in (await similar(client, one))["items"]] == [other["id"]]


async def test_real_complaints_find_their_kind(database_server: DatabaseServer) -> None:
    """IN-21: of the five most like, by their texts alone, at least twice as many are alike as at random."""
    async with database_server.database("intake") as url:
        report = await likeness.measure(likeness.read(likeness.SAMPLE), url)
    assert report.complaints == 120
    assert report.text_only >= 2 * report.random
    assert report.with_product >= report.text_only
