"""The search bar: what it finds, and that nothing typed into it can break it."""

import pytest

from store import (
    InferredTitle,
    NotFound,
    PairKind,
    PostilError,
    Proposal,
    Query,
    Requirement,
    State,
    Store,
    Verdict,
    hits,
    parse,
    snippet,
    visible,
)
from tests.build import ANN, draft, fill, keys, place, take

BOB = "bob"

# Every string of formats.md section 5 that a person, a paste or a file could bring to the search bar.
HOSTILE = [
    "\x1b[2J", "\x1b]0;PWN\x07", "\x1b]8;;http://e\x1b\\x\x1b]8;;\x1b\\", "\x1b]52;c;QQ==\x07", "\x9b31m",
    "\u202egpj.exe", "py\u200bthon", "\ufeff", "a\ufeffb", "[bold red]x[/]", "[/foo]", "C++ [preferred]",
    "[@click=app.exit]q[/]", "a\x00b", "\x00", "\ud800", "caf\udce9", "tag:\udcff", '"\udcff', "\xc0\xaf",
    "'); DROP TABLE posting;--", "c++", "node.js", "AND", "OR", "NOT", "NEAR", "NEAR(a b, 3)", "foo(", "foo)",
    "((", '"x', '"', '""', '"""', "'", "''", '" "', "-", "--", "-x", "-\"x", "-title:", "col:x", "body:x",
    "title:", "title:\"", "title:-x", "rowid:1", "posting_fts:x", "{title body}: x", "^x", "x*", "*", "**",
    "title:*", "tag:*", "note:*", "x + y", "+", "#", "++", "x^2", ":", "::", "a:b:c", "%", "_", "\\", "tag:%",
    "tag:_", "tag:\\", "note:%", "source:\\%", "key:%", "key:'", "state:'", "country:'", "dup:'", "dup:*",
    "=cmd|'/c calc'!A1", "-5", "\t=1", "＝1", "'=1", "../../x", "/etc/passwd", "C:\\x", "con\nfig",
    "9223372036854775808", "1e999", "NaN", "[" * 1000 + "]" * 1000, "\u2028", "\u00a0", "💩", "👩‍👩‍👧", "e\u0301",
    "हिन्दी", "ไทย", "ﬁ", "İ", "ß", "a" * 100_000, "tag:" + "a" * 100_000, "note:" + "%" * 100_000,
    "source:" + "_" * 60_000, "key:" + "a" * 60_000, "a " * 3000, "-a " * 3000, "tag:a " * 1500,
    '"' + "a " * 20_000 + '"', '"' * 5001, "(" * 5000, "title:a " * 1500, "dup:open " * 1200, "* " * 3000,
]  # fmt: skip


@pytest.fixture
def shelf(store: Store) -> dict[str, str]:
    """Four postings by the names that the tests use for them."""
    take(
        store,
        draft(
            "We bake bread. Machine learning is a plus, and so is Python.",
            title="Night Baker",
            company="Oven & Co",
        ),
        draft(
            "C++ or C# but never plain B",
            title="Systems Engineer",
            company="Zürich Re",
            locations=(place("CH, Zürich"),),
        ),
        draft(
            "A C programmer; machine and learning apart",
            company="Bücher",
            locations=(place("US, Seattle"), place("DE, Bonn")),
        ),
    )
    take(
        store,
        draft(
            "Senior plumber wanted for pipes",
            title_inferred=InferredTitle("Senior plumber", "first words", 0, 14),
        ),
        source="other feed",
    )
    return dict(zip(["baker", "engineer", "programmer", "plumber"], keys(store), strict=True))


def found(
    store: Store, shelf: dict[str, str], query: str, *, who: str = ANN, typing: bool = False
) -> set[str]:
    """The names of what is found, by the list, the count and the window alike."""
    asked = parse(query, typing=typing)
    rows = list(store.listing(who, asked))
    assert store.count(who, asked) == len(rows)
    assert store.window(who, asked, 0, 10).rows[: len(rows)] == tuple(
        type(row)(**{name: getattr(row, name) for name in row.__slots__} | {"snippet": None}) for row in rows
    )
    names = {key: name for name, key in shelf.items()}
    return {names[row.key] for row in rows}


EVERYBODY = {"baker", "engineer", "programmer", "plumber"}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", EVERYBODY),
        ("   ", EVERYBODY),
        ("bread", {"baker"}),
        ("BREAD", {"baker"}),
        ("machine learning", {"baker", "programmer"}),
        ('"machine learning"', {"baker"}),
        ('"learning machine"', set()),
        ("machine -bread", {"programmer"}),
        ('-"machine learning"', EVERYBODY - {"baker"}),
        ("-machine -plumber", {"engineer"}),
        ("bread plumber", set()),
        ("pyth", set()),
        ("pyth*", {"baker"}),
        ("C++", {"engineer"}),
        ("c#", {"engineer"}),
        ("C", {"programmer"}),
        ("c*", {"baker", "engineer", "programmer"}),
        ("-C", {"baker", "engineer", "plumber"}),
        ("zurich", {"engineer"}),
        ("zürich", {"engineer"}),
        ("zu\u0308rich", {"engineer"}),
        ("py\u200bthon", {"baker"}),
        ("title:baker", {"baker"}),
        ("title:engineer", {"engineer"}),
        ("title:plumber", {"plumber"}),
        ("title:bread", set()),
        ('title:"night baker"', {"baker"}),
        ("company:oven", {"baker"}),
        ("company:bücher", {"programmer"}),
        ("location:seattle", {"programmer"}),
        ("country:us", {"programmer"}),
        ("country:DE", {"programmer"}),
        ("-country:CH", EVERYBODY - {"engineer"}),
        ("country:XX", set()),
        ("source:feed", EVERYBODY),
        ("source:other", {"plumber"}),
        ('source:"other feed"', {"plumber"}),
        ("source:%", set()),
        ("state:todo", EVERYBODY),
        ("state:done", set()),
        ("STATE:TODO", EVERYBODY),
        ("nonsense:bread", set()),
        ("key:zz", set()),
    ],
)
def test_words_phrases_and_fields_find_what_they_should(
    store: Store, shelf: dict[str, str], query: str, expected: set[str]
) -> None:
    assert found(store, shelf, query) == expected


def test_a_posting_is_found_by_its_key_or_the_start_of_it(store: Store, shelf: dict[str, str]) -> None:
    assert found(store, shelf, f"key:{shelf['baker']}") == {"baker"}
    assert found(store, shelf, f"key:{shelf['baker'][:9].upper()}") == {"baker"}
    assert "baker" not in found(store, shelf, f"key:{shelf['baker'][5:]}")


def test_states_tags_and_notes_are_searched(store: Store, shelf: dict[str, str]) -> None:
    store.set_state(ANN, shelf["baker"], State.DONE)
    store.set_state(BOB, shelf["engineer"], State.DONE)
    store.tag(BOB, shelf["baker"], "Machine Learning 100%", Requirement.REQUIRED)
    store.note(ANN, shelf["plumber"], "pays 100 % under_paid")
    assert found(store, shelf, "state:done") == {"baker"}
    assert found(store, shelf, "state:done", who=BOB) == {"engineer"}
    assert found(store, shelf, "state:todo") == EVERYBODY - {"baker"}
    assert found(store, shelf, 'tag:"machine learning"') == {"baker"}
    assert found(store, shelf, "tag:100% -state:todo") == {"baker"}
    assert found(store, shelf, "tag:sql") == set()
    assert found(store, shelf, "note:UNDER_paid") == {"plumber"}
    assert found(store, shelf, "note:underXpaid") == set()
    assert found(store, shelf, "note:*") == {"plumber"}
    assert found(store, shelf, "-note:*") == EVERYBODY - {"plumber"}


def test_pairs_are_searched_as_the_asking_annotator_judged_them(store: Store, shelf: dict[str, str]) -> None:
    first, second, third = shelf["baker"], shelf["engineer"], shelf["programmer"]
    store.propose(
        [Proposal(first, second, PairKind.NEAR, 0.9, ()), Proposal(second, third, PairKind.EXACT, 1.0, ())]
    )
    store.judge(ANN, [(first, second)], Verdict.DUPLICATE)
    assert found(store, shelf, "dup:open") == {"engineer", "programmer"}
    assert found(store, shelf, "dup:open", who=BOB) == {"baker", "engineer", "programmer"}
    assert found(store, shelf, "dup:decided") == {"baker", "engineer"}
    assert found(store, shelf, "dup:EXACT") == {"engineer", "programmer"}
    assert found(store, shelf, "-dup:near") == {"programmer", "plumber"}


def test_while_typing_the_last_word_may_be_unfinished(store: Store, shelf: dict[str, str]) -> None:
    assert found(store, shelf, "brea", typing=True) == {"baker"}
    assert found(store, shelf, "machine lear", typing=True) == {"baker", "programmer"}
    assert found(store, shelf, "title:eng", typing=True) == {"engineer"}
    assert found(store, shelf, "brea ", typing=True) == set()
    assert found(store, shelf, "brea machine", typing=True) == set()
    assert found(store, shelf, '"machine lear"', typing=True) == set()


@pytest.mark.parametrize("query", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("typing", [False, True], ids=["entered", "typing"])
def test_no_string_breaks_the_search_or_changes_the_database(
    store: Store, shelf: dict[str, str], query: str, typing: bool
) -> None:
    before = list(store.every_posting(ANN))
    found(store, shelf, query, typing=typing)
    text = before[0].body + query
    for hit in hits(parse(query, typing=typing), text):
        assert text[hit.start : hit.end] == hit.quote
    snippet(parse(query, typing=typing), text)
    assert list(store.every_posting(ANN)) == before
    assert list(store.findings()) == []


@pytest.mark.parametrize("name", [*HOSTILE, "a" * 60_000, "0" * 60_000], ids=range(len(HOSTILE) + 2))
def test_no_string_given_for_a_key_breaks_anything(store: Store, shelf: dict[str, str], name: str) -> None:
    with pytest.raises(PostilError):
        store.key_of(name)


@pytest.mark.parametrize("word", ["AND", "OR", "NOT", "NEAR", "rowid", "title"])
def test_words_of_the_search_engine_are_words_like_others(store: Store, word: str) -> None:
    fill(store, [f"before {word} after", "neither"])
    assert store.count(ANN, parse(word)) == 1
    assert store.count(ANN, parse(f'"before {word} after"')) == 1


@pytest.mark.parametrize(
    "word", ["py\u200bthon", "pyt\u00adhon", "\u2060python\ufe0f", "p\u202eython"], ids=ascii
)
def test_characters_nobody_sees_do_not_hide_a_word(store: Store, word: str) -> None:
    fill(store, [f"we want {word} here"])
    for query in ("python", word, f'"want {word} here"'):
        assert store.count(ANN, parse(query)) == 1
        [hit] = hits(parse(query), f"we want {word} here")
        assert visible(hit.quote) in ("python", "want python here")


@pytest.mark.parametrize(
    "word",
    [
        "cafe\u0301s",
        "naïve",
        "straße",
        "데이터",
        "工程师",
        "Привет",
        "ελλάδα",
        "हिन्दी",
        "node.js",
        "R&D",
        "foo_bar",
        "e-mail",
        "80k+",
    ],
)
def test_a_word_of_a_text_finds_the_text(store: Store, word: str) -> None:
    fill(store, [f"x {word} y", "something else"])
    assert store.count(ANN, parse(word)) == 1
    assert store.count(ANN, parse(f'"{word}"')) == 1


def test_many_words_pasted_at_once_must_all_be_there(store: Store) -> None:
    words = [f"word{number}" for number in range(2500)]
    fill(store, [" ".join(words), " ".join(words[:-1])])
    assert store.count(ANN, parse(" ".join(reversed(words)))) == 1
    assert store.count(ANN, parse(" ".join(words[:-1]))) == 2


def test_hits_are_the_words_that_were_asked_for() -> None:
    text = "C++, c# and C; Python3 or python. Machine\nlearning!"
    assert [hit.quote for hit in hits(parse("c"), text)] == ["C"]
    assert [hit.quote for hit in hits(parse("C++ python"), text)] == ["C++", "python"]
    assert [hit.quote for hit in hits(parse("pyth", typing=True), text)] == ["Python3", "python"]
    assert [hit.quote for hit in hits(parse('"machine learning"'), text)] == ["Machine\nlearning"]
    assert hits(parse("-python state:done company:c"), text) == []
    assert hits(Query(), text) == []


def test_a_snippet_is_one_line_around_the_first_hit() -> None:
    text = "word " * 100 + "needle\nhay " + "word " * 100
    line = snippet(parse("needle"), text)
    assert line is not None
    assert "needle hay" in line
    assert line.startswith("…")
    assert line.endswith("…")
    assert "\n" not in line
    assert snippet(parse("absent"), text) is None
    assert snippet(Query(), text) is None


def test_listing_stops_at_its_limit_and_goes_past_one_page(store: Store) -> None:
    all_keys = fill(store, [f"text {number}" for number in range(450)])
    for limit in (0, 1, 199, 200, 201, 450, 451, None):
        listed = [row.key for row in store.listing(ANN, parse("text"), limit)]
        assert listed == all_keys[:limit]


def test_a_window_shows_what_is_about_a_posting_and_whether_there_is_more(store: Store) -> None:
    all_keys = fill(store, [f"text {number}" for number in range(20)])
    ids = [row.id for row in store.listing(ANN)]
    for at in range(20):
        for reach in (0, 1, 5, 30):
            window = store.window(ANN, parse("text"), ids[at], reach)
            first, last = max(0, at - reach), at + reach + 1
            assert [row.key for row in window.rows] == all_keys[first:last]
            assert (window.before, window.after) == (first > 0, last < 20)
        assert store.count(ANN, parse("text"), up_to=ids[at]) == at + 1


def test_a_posting_is_named_by_key_start_of_key_or_place(store: Store) -> None:
    [first, _] = fill(store, ["one", "two"], source="http://x: y")
    assert store.key_of(first) == store.key_of(first[:8]) == store.key_of("http://x: y:line 1") == first
    for wrong in (first[:3], first[:8].upper() + "g", "line 1", "http", "x:line 1", "feed:line 9", ""):
        with pytest.raises(NotFound):
            store.key_of(wrong)
    run = [draft("three", locator="line 1")]
    take(store, *run, source="http://x: y")
    with pytest.raises(NotFound) as caught:
        store.key_of("http://x: y:line 1")
    assert first in str(caught.value)
