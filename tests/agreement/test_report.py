"""All measures together, from answers gathered one by one."""

from collections.abc import Mapping

import pytest

from agreement.consensus import Tagging
from agreement.gathering import Gathering
from agreement.report import report

REQUIRED = Tagging("required", frozenset({(0, 6)}))
PREFERRED = Tagging("preferred", frozenset({(0, 3)}))


def test_every_question_has_all_annotators_and_each_two_of_them() -> None:
    gathering = Gathering(keep=10)
    for number in range(4):
        gathering.add_states({"ann": "done", "bob": "done", "cid": "skipped" if number else "done"})
        gathering.add_tags(number, {"ann": {"sql": REQUIRED}, "bob": {"sql": PREFERRED} if number else {}})
    found = report(gathering, dict.fromkeys(range(4), 40), rounds=50)
    states, verdicts, tags, requirements, spans = found.questions
    assert [(pair.one, pair.other) for pair in states.pairs] == [
        ("ann", "bob"),
        ("ann", "cid"),
        ("bob", "cid"),
    ]
    assert states.pairs[0].measures["raw"].value == 1
    assert states.pairs[1].measures["raw"].value == 0.25
    assert verdicts.measures["raw"].n == 0
    assert tags.measures["alpha_masi"].n == 4
    assert requirements.measures["raw"].value == 0
    assert requirements.pairs[0].measures["kappa"].value == 0
    assert (spans.measures["f1"].value, spans.measures["f1"].n) == (0, 4)
    # Three of each one's spans overlap, the fourth of ann's has no other.
    assert spans.measures["f1_overlap"].value == 2 * 3 / 7
    assert [(skill.uri, skill.tagged) for skill in found.skills] == [("sql", 4)]
    assert (found.postings, found.looked_at) == (4, 4)


def test_of_very_many_postings_a_part_is_kept_the_same_every_time() -> None:
    def gathered() -> list[int]:
        gathering = Gathering(keep=50)
        for number in range(2_000):
            gathering.add_tags(number, {"ann": {}, "bob": {}})
        assert gathering.postings == 2_000
        return [done.number for done in gathering.kept]

    kept = gathered()
    assert (len(kept), kept) == (50, gathered())
    # From all over, not from one end.
    assert sum(number < 1_000 for number in kept) in range(12, 39)


def test_annotators_who_share_nothing_are_no_pair() -> None:
    gathering = Gathering(keep=10)
    one: Mapping[str, Tagging] = {"sql": REQUIRED}
    gathering.add_tags(1, {"ann": one, "bob": one})
    gathering.add_tags(2, {"cid": one, "dee": one})
    gathering.add_tags(3, {"eve": one})
    found = report(gathering, {1: 9, 2: 9}, rounds=0)
    spans = found.questions[-1]
    assert [(pair.one, pair.other) for pair in spans.pairs] == [("ann", "bob"), ("cid", "dee")]
    assert (spans.measures["f1"].value, spans.measures["f1"].low) == (1, None)
    assert found.postings == 2


@pytest.mark.parametrize("people", [2, 3, 8])
def test_more_annotators_of_a_posting_are_no_more_postings(people: int) -> None:
    # On half of the postings all mark the same words, on the other half each marks words of their own.
    gathering = Gathering(keep=10)
    for number in range(10):
        starts = [0 if number % 2 else 10 * at for at in range(people)]
        tags = {
            f"p{at}": Tagging("required", frozenset({(start, start + 5)})) for at, start in enumerate(starts)
        }
        gathering.add_tags(number, {who: {"sql": tag} for who, tag in tags.items()})
    found = report(gathering, dict.fromkeys(range(10), 200))
    for name in ("f1", "f1_overlap"):
        measured = found.questions[-1].measures[name]
        assert (measured.n, measured.value) == (10, 0.5)
        assert measured.low is not None
        assert measured.high is not None
        # As for ten answers of yes or no: from 0.2 to 0.8.
        assert measured.low <= 0.25
        assert measured.high >= 0.75
    (skill,) = found.skills
    for measured in (found.questions[-1].measures["alpha_u"], skill.measures["alpha_u"]):
        assert measured.n == 10
        assert measured.low is not None
        assert measured.high is not None
        assert measured.high - measured.low >= 0.5


def test_where_nobody_marked_a_word_that_is_said_of_all() -> None:
    gathering = Gathering(keep=10)
    gathering.add_tags(1, {"ann": {}, "bob": {}, "cid": {}})
    spans = report(gathering, {1: 9}).questions[-1]
    assert {one.why for one in spans.measures.values()} == {"Nobody marked any words."}
    nothing = report(Gathering(keep=10), {}).questions[-1]
    assert {one.why for one in nothing.measures.values()} == {"Nothing was answered by two people yet."}
