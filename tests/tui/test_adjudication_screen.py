"""The adjudication screen under a lead's fingers."""

from pathlib import Path

import pytest

from agreement.consensus import Tagging
from store import Adjudication, Reason, Requirement, Settled, State, Store, UnitKind, Verdict
from tests.build import ANN, keys

from .driving import Desk, desk

TEAM = ("bob", "cid", "dee")


@pytest.fixture
def disputed(kitchen: Path) -> Path:
    """Three disagreed on a skill (a tie), a state (a majority) and a pair; on all else they agree.

    The one at the keyboard, ann, annotated nothing.
    """
    with Store.open(kitchen) as store:
        first, _, _, nurse, bell, *_ = keys(store)
        at = store.posting(ANN, first).body.index("Python")
        store.tag("bob", first, "Python", Requirement.REQUIRED, (at, at + 6))
        store.tag("cid", first, "Python", Requirement.PREFERRED)
        for who in TEAM:
            store.tag(who, nurse, "nursing")
            store.set_state(who, nurse, State.DONE)
        store.set_state("bob", first, State.DONE)
        store.set_state("cid", first, State.DONE)
        for who, verdict in zip(TEAM, (Verdict.VARIANT, Verdict.DUPLICATE, Verdict.VARIANT), strict=True):
            store.judge(who, [(nurse, bell)], verdict)
    return kitchen


def settled(path: Path) -> list[Adjudication]:
    with Store.open(path, readonly=True) as store:
        return list(store.adjudicated())


async def begin(person: Desk) -> None:
    await person.press("g", "a")
    await person.until(lambda: "to settle" in person.text() or "Nothing was" in person.text())
    await person.settle()


@pytest.mark.parametrize("size", [pytest.param((80, 24), id="80x24"), pytest.param((120, 40), id="120x40")])
async def test_the_worst_comes_first_with_the_answers_and_who_gave_them(
    disputed: Path, size: tuple[int, int]
) -> None:
    async with desk(disputed, size=size) as person:
        await begin(person)
        text = person.text()
        assert "Skill “Python” on “Baker”" in text
        assert "no majority on how" in text
        assert "required, “Python” at" in text
        assert "· bob" in text
        assert "preferred, no words marked" in text
        assert "2 to settle · 3 unanimous" in text


async def test_a_number_takes_that_answer_and_goes_on_and_u_comes_back(disputed: Path) -> None:
    async with desk(disputed) as person:
        await begin(person)
        await person.press("2")
        [one] = settled(disputed)
        assert (one.answer, one.how, one.annotator) == (Tagging("preferred"), Settled.ADJUDICATED, ANN)
        assert "Pair of “" in person.text()
        assert "1 to settle" in person.text()
        await person.press("u")
        assert settled(disputed) == []
        assert "Skill “Python” on “Baker”" in person.text()
        assert "2 to settle" in person.text()
        await person.press("U")
        assert len(settled(disputed)) == 1


async def test_both_texts_of_a_pair_stand_side_by_side_and_m_takes_the_majority(disputed: Path) -> None:
    async with desk(disputed) as person:
        await begin(person)
        await person.press("j")
        assert "feed, line 7" in person.text()
        assert "feed, line 9" in person.text()
        assert "2 of 3: variant" in person.text()
        await person.press("m")
        [one] = settled(disputed)
        assert (one.name.kind, one.answer, one.how) == (UnitKind.VERDICT, "variant", Settled.MAJORITY)


async def test_without_a_majority_m_settles_nothing_and_says_what_to_do(disputed: Path) -> None:
    async with desk(disputed) as person:
        await begin(person)
        await person.press("m")
        assert settled(disputed) == []
        assert "There is no majority" in person.text()
        await person.press("4")
        assert settled(disputed) == []
        assert "take one of 1 to 2" in " ".join(person.text().split())


async def test_another_answer_with_a_reason_and_a_note(disputed: Path) -> None:
    async with desk(disputed) as person:
        await begin(person)
        await person.press("r", "j", "enter")
        await person.press("n", *"nice", "enter")
        assert "reason: guideline gap · note: nice" in person.text()
        await person.press("e", "j", "j", "j", "enter")
        [one] = settled(disputed)
        assert isinstance(one.answer, Tagging)
        assert (one.answer.requirement, len(one.answer.spans)) == ("preferred", 1)
        assert (one.reason, one.note, one.how) == (Reason.GAP, "nice", Settled.ADJUDICATED)
        # What was kept for one is not kept for the next.
        assert "reason:" not in person.text()
        await person.press("k")
        assert "(adjudicated) by ann; guideline gap: nice" in person.text()


async def test_another_skill_may_be_what_was_meant_and_one_undo_takes_it_back(disputed: Path) -> None:
    async with desk(disputed) as person:
        await begin(person)
        await person.press("e", "k")
        await person.until(lambda: "another skill" in person.text())
        await person.press("pagedown", "enter", *"nurs", "enter")
        await person.until(lambda: "settle it as “nursing”" in " ".join(person.text().split()))
        await person.press("enter")
        await person.until(lambda: len(settled(disputed)) == 2)
        meant, asked = sorted(settled(disputed), key=lambda one: one.answer is None)
        assert isinstance(meant.answer, Tagging)
        assert (meant.name.about, meant.answer.requirement, meant.how) == (
            "local:nursing", "required", Settled.ADJUDICATED,
        )  # fmt: skip
        assert (asked.name.about, asked.answer) == ("local:python", None)
        assert "1 to settle" in person.text()
        await person.press("u")
        assert settled(disputed) == []


async def test_a_burst_of_keys_settles_one_after_the_other(disputed: Path) -> None:
    async with desk(disputed) as person:
        await begin(person)
        await person.pilot.press("1", "m", "A")
        await person.settle()
        assert {one.how for one in settled(disputed)} == set(Settled)
        assert "All that was answered by two or more is settled." in person.text()


async def test_names_give_way_to_letters_that_tell_nothing(disputed: Path) -> None:
    async with desk(disputed) as person:
        await begin(person)
        await person.press("j", "h")
        text = person.text()
        assert not any(name in text for name in TEAM)
        assert "A" in text
        assert "C" in text
        await person.press("h")
        assert all(name in person.text() for name in TEAM)


async def test_all_unanimous_are_accepted_with_one_key_and_taken_back_with_one(disputed: Path) -> None:
    async with desk(disputed) as person:
        await begin(person)
        await person.press("A")
        assert len(settled(disputed)) == 3
        assert "Accepted 3 unanimous answers on 2 postings" in " ".join(person.text().split()) or (
            "2 to settle · 0 unanimous" in person.text()
        )
        assert "Skill “Python”" in person.text()
        await person.press("u")
        assert settled(disputed) == []
        assert "2 to settle · 3 unanimous" in person.text()
        await person.press("U", "escape")
        assert len(settled(disputed)) == 3
        await person.press("u")  # in the review, too
        assert settled(disputed) == []


async def test_an_empty_screen_says_how_to_begin(kitchen: Path) -> None:
    async with desk(kitchen, size=(80, 24)) as person:
        await begin(person)
        told = " ".join(person.text().split())
        assert "Nothing was answered by two people yet." in told
        assert "postil assign --annotators ann,bob --overlap 20%" in told
        await person.press("1", "m", "e", "r", "n", "j", "A")
        assert "nothing unanimous" in person.text()
        await person.press("escape")
        assert "Baker" in person.text()


async def test_what_somebody_takes_up_again_is_passed_over(disputed: Path) -> None:
    async with desk(disputed) as person:
        await begin(person)
        with Store.open(disputed) as store:
            store.tag("dee", keys(store)[0], "baking")  # and is not done with it
        await person.press("1")
        assert settled(disputed) == []
        assert "still at work" in " ".join(person.text().split())


async def test_text_from_outside_is_only_text(kitchen: Path) -> None:
    with Store.open(kitchen) as store:
        bell = keys(store)[4]
        store.tag("bob", bell, "[@click=app.quit]now[/]", None, (0, 20))
        for who in ("bob", "[b]cid[/]"):
            store.set_state(who, bell, State.DONE)
    async with desk(kitchen) as person:
        await begin(person)
        text = person.text()
        assert "[@click=app.quit]now[/]" in text
        assert "[b]cid[/]" in text
        assert "\x1b" not in text


async def test_the_progress_screen_tells_of_agreement(disputed: Path) -> None:
    async with desk(disputed, size=(120, 120)) as person:
        await person.press("g", "p")
        await person.until(lambda: "Gwet's AC1" in person.text())
        text = person.text()
        assert "Agreement of those who answered the same" in text
        assert "alpha, MASI 1 - J·M" in text
        assert "Skills tagged most" in text


async def test_the_progress_screen_of_one_annotator_says_when_agreement_begins(kitchen: Path) -> None:
    async with desk(kitchen, size=(120, 120)) as person:
        await person.press("g", "p")
        await person.until(lambda: "Nothing was answered by two people yet" in person.text())


async def test_what_others_finish_shows_by_itself(kitchen: Path) -> None:
    async with desk(kitchen) as person:
        await begin(person)
        with Store.open(kitchen) as store:
            nurse = keys(store)[3]
            store.set_state("bob", nurse, State.DONE)
            store.set_state("cid", nurse, State.SKIPPED)
        await person.until(lambda: "State of “Ward Nurse”" in person.text())
        await person.press("1")
        assert [one.answer for one in settled(kitchen)] == ["done"]


async def test_what_waits_is_shown_with_whom_it_waits_for_and_w_shows_it_anyway(disputed: Path) -> None:
    with Store.open(disputed) as store:
        store.tag("eve", keys(store)[0], "Rust")
    async with desk(disputed) as person:
        await begin(person)
        await person.press("m")
        assert "No disagreement is open" in person.text()
        assert "1 posting waits for eve; w shows what waits anyway." in person.text()
        await person.press("w")
        assert "Skill “Python” on “Baker”" in person.text()
        await person.press("2")
        assert [one.answer for one in settled(disputed)][:1] == [Tagging("preferred")]
        await person.press("w")
        assert "1 posting waits for eve" in person.text()
