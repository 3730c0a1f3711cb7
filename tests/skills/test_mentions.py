import gzip
import pickle
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skills.mentions import Finder, Mention
from skills.vocabulary import read_file
from store import INVISIBLE, Skill, canonical, canonical_line

LABELS = [
    "C", "C#", "C++", "R", "R&D", "Go", "Git", "IT", "SQL", "ML", ".NET", "ASP.NET", "NET", "Node.js", "Node",
    "Java", "JavaScript", "Python", "machine learning", "learning models", "applied machine learning", "TensorFlow",
    "problem-solving", "real time", "driver's licence", "e-mail", "CI/CD", "Café", "Straße", "機械学習", "データ",
    "파이썬", "हिन्दी", "русский язык", "עברית", "اللغة العربية", "ﬁnance", "PM²", "50 % rule", "A+",
]  # fmt: skip
FINDER = Finder(Skill(f"u:{label}", label) for label in LABELS)


def found(body: str) -> list[str]:
    """The labels found, in order; each mention is checked to stand where it says."""
    mentions = FINDER.mentions(body)
    check(body, mentions)
    return [mention.label for mention in mentions]


def check(body: str, mentions: list[Mention]) -> None:
    reach = 0
    for mention in mentions:
        assert reach <= mention.start < mention.end <= len(body)
        assert body[mention.start : mention.end] == mention.quote
        reach = mention.end


@pytest.mark.parametrize(
    ("body", "labels"),
    [
        ("C, C#, C++ and .NET", ["C", "C#", "C++", ".NET"]),
        ("C/C++/C#", ["C", "C++", "C#"]),
        ("(C++)", ["C++"]),
        ("C++17, C++.", ["C++", "C++"]),
        ("C+++", []),
        ("C+ and C#y", []),
        ("C++and", []),
        ("R&D, R & D, R&B", ["R&D"]),
        ("R, or Python", ["R", "Python"]),
        ("Do it in IT", ["IT"]),
        ("r, go, sql, c++, c#", ["C++", "C#"]),
        ("PYTHON python PyThOn", ["Python"] * 3),
        ("Node.js, node.JS", ["Node.js"] * 2),
        ("Node.", ["Node"]),
        ("Node.js.", ["Node.js"]),
        ("Node.Some", ["Node"]),
        ("Node.something", []),
        ("something.Node", ["Node"]),
        ("ASP.NET and .NET, not VB.NET", ["ASP.NET", ".NET"]),
        (".NET", [".NET"]),
        ("we use .net.", [".NET"]),
        ("behance.net", []),
        ("much experience.Python", ["Python"]),
        ("SQL.Experience", ["SQL"]),
        ("Washington, D.C. and U.S.C", []),
        ("JavaScript", ["JavaScript"]),
        ("Java Script", ["Java"]),
        ("Python3, CPython, snake_Python", []),
        ("Java/Python, SQL-based, Python-", ["Java", "Python", "SQL", "Python"]),
        ("Go-to-market, C-level", []),
        ("Go, Git", ["Go", "Git"]),
        ("#python @python", ["Python"]),
        ("https://a.example/python?q=java www.python.example/sql ann@python.example python@a.example", []),
        ("see a.example/x (Python)", ["Python"]),
        ("Python's", ["Python"]),
        ("A+ and CompTIA A+", ["A+", "A+"]),
        ("CI/CD", ["CI/CD"]),
        ("CI CD", []),
        ("50 % rule", ["50 % rule"]),
    ],
)
def test_boundaries_know_what_symbols_belong_to_a_name(body: str, labels: list[str]) -> None:
    assert found(body) == labels


@pytest.mark.parametrize(
    ("body", "quotes"),
    [
        ("applied machine learning models", ["applied machine learning"]),
        ("machine learning models", ["machine learning"]),
        ("learning models", ["learning models"]),
        ("machine machine learning learning models", ["machine learning", "learning models"]),
    ],
)
def test_the_longest_label_wins_and_none_lies_over_another(body: str, quotes: list[str]) -> None:
    assert [mention.quote for mention in FINDER.mentions(body)] == quotes


@pytest.mark.parametrize(
    "quote",
    [
        "machine learning", "MACHINE  Learning", "machine\nlearning", "machine\n    learning", "machine\t learning",
        "machine-learning", "machine\u2011learning", "machine\u00a0learning", "machine \u200blearning",
        "ma\u00adchine\u200b learn\u200ding", "ｍａｃｈｉｎｅ\u3000learning", "machine\u2003\u2003learning",
        "\U0001d426achine learning",
    ],
)  # fmt: skip
def test_blanks_hyphens_and_what_is_not_seen_make_no_difference(quote: str) -> None:
    for body in (quote, f"Ada’s {quote}, ok", f"\u200b\u200b 👩‍💻 {quote}\u200b👍🏽"):
        mentions = FINDER.mentions(body)
        check(body, mentions)
        assert [(mention.label, mention.quote) for mention in mentions] == [("machine learning", quote)]


@pytest.mark.parametrize(
    "between", ["\n\n", "\n \n", "\n\n\n", ", ", "/", ".", " - ", " \u2013 ", "\n- ", " • ", ""]
)
def test_a_label_does_not_reach_over_what_parts_words(between: str) -> None:
    assert found(f"machine{between}learning") == []


@pytest.mark.parametrize(
    ("body", "quotes"),
    [
        ("problem\u2011solving or problem solving, problem\u2010solving", 3),
        ("driver’s licence, driver's licence, driver‘s licence, driver´s licence", 4),
        ("real-time and real time", 2),
        ("e\u2011mail", 1),
        ("Café, CAFE\u0301, cafe\u0301, Cafe, cafe\u0301s", 3),
        ("Straße, STRASSE, strasse", 3),
        ("ﬁnance, finance, FINANCE", 3),
        ("PM², PM2", 2),
        ("機械学習エンジニア、データベースと機械学習", 3),
        ("Pythonの経験、Python を", 2),
        ("파이썬을 안다", 1),
        (unicodedata.normalize("NFD", "파이썬을 안다"), 1),
        ("हिन्दी में", 1),
        ("Русский язык, русского", 1),
        ("\u202bעברית\u202c ו-Python", 2),
        ("تعلم اللغة العربية", 1),
        ("Python™, Python® 👩‍💻Python👍🏽 #Python", 4),
        ("Python…SQL…", 2),
    ],
    ids=str,
)
def test_every_script_and_every_way_of_typing(body: str, quotes: int) -> None:
    assert len(found(body)) == quotes


def test_a_quote_holds_whole_letters_and_nothing_unseen_around_them() -> None:
    for body, quote in [
        ("ein Cafe\u0301\u200b hier", "Cafe\u0301"),
        ("\u200bpy\u200bthon\u200b", "py\u200bthon"),
        ("e\u0301Python", None),
        ("Python\u0301", None),
        ("ﬁ", None),
    ]:
        assert [mention.quote for mention in FINDER.mentions(body)] == ([quote] if quote else [])


def test_a_label_of_several_skills_names_them_all_and_the_likeliest_first() -> None:
    skills = [
        Skill("u:1", "structured query language", labels=("sequel", "Query language")),
        Skill("u:2", "Sequel"),
        Skill("u:3", "films", labels=("SEQUEL",)),
    ]
    assert Finder(skills).mentions("a sequel") == [Mention(("u:2", "u:1", "u:3"), "Sequel", 2, 8, "sequel")]


def test_short_labels_that_differ_in_case_are_different() -> None:
    finder = Finder([Skill("u:it", "IT"), Skill("u:pronoun", "it")])
    assert [mention.uris for mention in finder.mentions("it is IT")] == [("u:pronoun",), ("u:it",)]


def test_what_stands_in_brackets_only_tells_skills_apart() -> None:
    finder = Finder([Skill("u:python", "Python (computer programming)")])
    assert [mention.quote for mention in finder.mentions("Python or Python (computer programming)")] == [
        "Python",
        "Python (computer programming)",
    ]


@pytest.mark.parametrize("label", ["", " ", "+", "...", "™", "\u200b", "\u0301", "x" * 400, "👩‍💻", "\n\n"])
def test_labels_that_name_nothing_find_nothing(label: str) -> None:
    assert Finder([Skill("u", label)]).mentions(f"a {label} b + ... ™ " + "x" * 400) == []


def test_an_empty_vocabulary_and_an_empty_body() -> None:
    assert Finder([]).mentions("Python") == []
    assert FINDER.mentions("") == []


def test_skills_can_be_added_and_a_finder_kept() -> None:
    more = FINDER.adding([Skill("u:rust", "Rust")]).adding(
        [Skill("u:py", "python"), Skill("u:long", "Python and Rust")]
    )
    assert [mention.label for mention in more.mentions("Python or Rust, Python and Rust")] == [
        "Python",
        "Rust",
        "Python and Rust",
    ]
    assert more.mentions("python")[0].uris == ("u:Python", "u:py")
    assert found("Rust") == []
    kept = pickle.loads(pickle.dumps(more))
    assert kept.mentions("python, Rust") == more.mentions("python, Rust")


# Text that is likely to be trouble: every script, marks, emoji with joiners, right-to-left, and pieces of labels.
pieces = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=5),
    st.sampled_from([*LABELS, *"+#.&-'/@:=?\n\t _\u0301\u200d\u200b\ufe0féßİ"]),
    st.sampled_from(["👩\u200d💻", "👍🏽", "🇮🇳", "  ", "\u00a0", "\u202eabc\u202c", "ﬁ", "…", "¼"]),
    st.sampled_from(["\u1161", "\u11a8", "ᄀ", "ｶﾞ", "か\u3099", "ก็", "ക്ഷ"]),
)
bodies = st.lists(pieces, max_size=12).map("".join).map(canonical)


@given(bodies)
def test_offsets_hold_in_whatever_is_written(body: str) -> None:
    check(body, FINDER.mentions(body))


@given(bodies, bodies, st.sampled_from(LABELS))
def test_a_label_between_blank_lines_is_always_found(before: str, after: str, label: str) -> None:
    body = f"{before}\n\n{label}\n\n{after}"
    mentions = FINDER.mentions(body)
    check(body, mentions)
    assert (len(before) + 2, label) in [(mention.start, mention.label) for mention in mentions]


@given(bodies)
def test_whatever_is_a_label_is_found_in_itself(label: str) -> None:
    line = canonical_line(label)
    letters = [letter for letter in INVISIBLE.sub("", line) if letter.isalnum()]
    if letters and len(line) < 100 and not set(line) & set("+#.&-'/@:=?%"):
        body = f"\n\n{line}\n\n"
        mentions = Finder([Skill("u", line)]).mentions(body)
        check(body, mentions)
        assert INVISIBLE.sub("", line).strip() in [
            INVISIBLE.sub("", mention.quote).strip() for mention in mentions
        ]


@given(st.lists(st.sampled_from([*LABELS, " ", " ", ", ", "\n", "x"]), max_size=12).map("".join))
def test_ascii_or_not_makes_no_difference(body: str) -> None:
    def places(text: str) -> list[tuple[str, int]]:
        found = FINDER.mentions(text)
        return [(mention.label, mention.start) for mention in found if mention.start < len(body)]

    assert places(body + "\n\n") == places(body + "\n\ncafe\u0301\u200b ß…")


@given(st.lists(st.sampled_from(["data", "a", "b", "ab", "c", " "]), max_size=14).map("".join))
def test_the_automaton_agrees_with_looking_for_each_label(body: str) -> None:
    labels = ["data", "abab", "data data", "data a", "aaaa", "cabb data", "ab ab"]
    spans = sorted(
        (
            match.span(1)
            for label in labels
            for match in re.finditer(rf"(?<!\w)(?=({label.replace(' ', ' +')})(?!\w))", body)
        ),
        key=lambda span: (-len(" ".join(body[slice(*span)].split())), span[0]),
    )
    kept: list[tuple[int, int]] = []
    for start, end in spans:
        if all(end <= other[0] or start >= other[1] for other in kept):
            kept.append((start, end))
    mentions = Finder([Skill(label, label) for label in labels]).mentions(body)
    assert [(mention.start, mention.end) for mention in mentions] == sorted(kept)


@pytest.mark.parametrize(
    "body",
    [
        "e" + "\u0301\u0327" * 100_000,
        "\u0301" * 200_000,
        "\u200b" * 200_000,
        " \u200b" * 100_000,
        "\n " * 100_000,
        "." * 200_000,
        "C+" * 100_000,
        "a@" * 100_000,
        "https://" + "a/" * 100_000,
        "C." * 100_000,
        "R&" * 100_000,
        "Go-" * 100_000,
        "python/" * 30_000,
        "@python" * 30_000,
        "machine learning " * 12_000,
        "ﬁ" * 100_000,
        "漢ｶﾞ" * 50_000,
        "x" * 200_000,
        "".join(map(chr, range(0xA0, 0xD800))),
        "".join(map(chr, range(0xE000, 0x11000))) * 2,
    ],
    ids=lambda body: ascii(body[:6]),
)
def test_hostile_text_takes_time_in_proportion(body: str) -> None:
    """Not timed: anything that took time in the square would not end here."""
    check(body, FINDER.mentions(body))


@pytest.mark.shared
def test_every_label_of_esco_is_found_where_it_stands_alone(shared_data: Path, tmp_path: Path) -> None:
    path = tmp_path / "skills_en.csv"
    path.write_bytes(gzip.decompress((shared_data / "esco" / "skills_en.csv.gz").read_bytes()))
    skills = [item for item in read_file(path) if isinstance(item, Skill)]
    finder = Finder(skills)
    labels = sorted({label for skill in skills for label in (skill.label, *skill.labels)})
    body = "\n\n".join(labels)
    mentions = finder.mentions(body)
    check(body, mentions)
    spans = {(mention.start, mention.end) for mention in mentions}
    at, missed = 0, []
    for label in labels:
        if (at, at + len(label)) not in spans:
            missed.append(label)
        at += len(label) + 2
    assert missed == []
