"""What a family taught: its gate, its event, and the mail that tells its customers."""

from __future__ import annotations

from shared.kernel.ids import new_id
from tests.integration.intake.desk import Desk, Json, recorded
from tests.integration.intake.kin import acted, family, lead, published, told
from tests.integration.intake.post import Office, Post


def somebody(language: str = "en", **more: str | None) -> Json:
    return {"name": "Ona", "email": f"{new_id().hex}@example.lt", "language": language} | more


async def test_the_gate_names_all_that_is_missing_at_once(desk: Desk) -> None:
    """IN-21: words, a cause, a corrective action that is done: one 422 lists what there isn't."""
    async with lead(desk) as client:
        made = await family(client, await told(client, "taught-1", "late"))
        url = f"/v1/families/{made['id']}/lesson"
        refused = await client.post(url, json={"translations": {"lt": "Yra antras vairuotojas."}})
        assert refused.status_code == 422
        named = {one["pointer"] for one in refused.json()["errors"]}
        assert named == {"/text", "/what_changed", "/root_cause", "/action"}
        await acted(client, desk.context, made["id"])
        assert (await published(client, made["id"]))["customers_to_tell"] == 1
        again = await client.post(url, json={"text": "x", "what_changed": "y"})
        assert again.status_code == 409


async def test_a_lesson_is_an_event_and_an_end(desk: Desk) -> None:
    """IN-21: all teams can hear of it without anybody's words; the family takes nothing more."""
    async with lead(desk) as client:
        two = await told(client, "taught-2", "late", "late again")
        (later,) = await told(client, "taught-2", "late once more")
        made = await family(client, two, product="coat", department="taught-2")
        await acted(client, desk.context, made["id"])
        lesson = await published(client, made["id"])
        url = f"/v1/families/{made['id']}"
        seen = (await client.get(url)).json()
        assert (seen["status"], seen["lesson"]["id"], seen["lesson"]["customers"]) == (
            "learned",
            lesson["id"],
            {"waiting": 2},
        )
        etag = {"if-match": f'"{seen["version"]}"'}
        assert (await client.patch(url, json={"title": "x"}, headers=etag)).status_code == 409
        assert (await client.post(f"{url}/members", json={"complaint_id": later["id"]})).status_code == 409
        assert (await client.delete(f"{url}/members/{two[0]['id']}")).status_code == 409
    (heard,) = await desk.published(lesson["id"])
    assert heard["type"] == "redress.intake.lesson.published.v1"
    assert heard["data"]["complaints"] == 2
    assert (heard["data"]["product"], heard["data"]["root_cause"]) == ("coat", "delivery")


async def test_each_customer_is_told_once_in_their_language(desk: Desk) -> None:
    """IN-21: one mail however many complaints, in four languages, with their reference and what changed."""
    office = Office(desk, Post())
    people = {language: somebody(language) for language in ("en", "lt", "el", "ar")}
    async with lead(desk) as client:
        ours = {
            language: await recorded(client, customer=who, language=language, department="taught-3")
            for language, who in people.items()
        }
        twice = await recorded(client, customer=people["lt"], language="lt", department="taught-3")
        nobody = await recorded(client, customer=None, anonymous=True, department="taught-3")
        made = await family(client, [*ours.values(), twice, nobody])
        await acted(client, desk.context, made["id"])
        words = {"lt": "Siuntas veža antras vairuotojas.", "ar": "سائق ثان يوصل طرودكم."}
        lesson = await published(client, made["id"], translations=words)
    assert lesson["customers_to_tell"] == 4
    await office.work(lesson["id"])
    changed = words | {"en": "A second driver brings your parcels.", "el": "A second driver brings your parcels."}
    references = {language: one["reference"] for language, one in ours.items()} | {"lt": twice["reference"]}
    for language, who in people.items():
        (mail,) = office.post.to(who["email"])
        text = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
        assert mail["Content-Language"] == language
        assert references[language] in mail["Subject"]
        assert references[language] in text
        assert changed[language] in text
    html = office.post.to(people["el"]["email"])[0].get_body(("html",)).get_content()  # type: ignore[union-attr]
    assert '<blockquote lang="en" dir="ltr"' in html
    assert len(office.post.mails) == 4
    for one in (*ours.values(), twice):
        assert await office.told(one["id"]) == 1
    assert await office.told(nobody["id"]) == 0
    assert set((await office.statuses(lesson["id"])).values()) == {"sent"}


async def test_nobody_reads_another_ones_words(desk: Desk) -> None:
    """IN-21: what was written to us is in no mail, and a name that is a link is not greeted."""
    office = Office(desk, Post())
    async with lead(desk) as client:
        who = somebody(name="see www.example.com <b>now</b>")
        one = await recorded(client, customer=who, narrative="my secret 4711", department="taught-4")
        made = await family(client, [one])
        await acted(client, desk.context, made["id"])
        lesson = await published(client, made["id"], what_changed="Doors <b>open</b> at 8 & close at 20.")
    await office.work(lesson["id"])
    (mail,) = office.post.to(who["email"])
    assert "4711" not in mail.as_string()
    assert "www.example.com" not in mail.as_string()
    html = mail.get_body(("html",)).get_content()  # type: ignore[union-attr]
    assert "Doors &lt;b&gt;open&lt;/b&gt; at 8 &amp; close at 20." in html
