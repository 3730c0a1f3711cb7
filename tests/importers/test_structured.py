"""From named fields to a draft: one reading of text, HTML and entities for every format."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.fields.repairs import CONTROLS, TURNS, UNSTORABLE
from importers.fields.structured import Fields, Part, draft_of, line, mode_of, plain, record_text
from store import Location, Problem, Requirement, SourceSkill, canonical
from store.drafts import Draft

from .test_markup import HTML


def drafted(*parts: str | Part, raw: str = "{}", **fields: Any) -> Draft:
    """The draft of fields that make one."""
    made = draft_of("row 1", raw, Fields([Part(p) if isinstance(p, str) else p for p in parts], **fields))
    assert isinstance(made, Draft), made
    return made


def told(draft: Draft) -> list[tuple[str | None, str]]:
    """What a draft tells of its repairs."""
    return [(problem.field, problem.reason) for problem in draft.repairs]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  We bake.\n\n  - bread\n", "We bake.\n\n  - bread"),
        ("<p>We bake.</p><p>Bread.", "We bake.\n\nBread."),
        ("&lt;p&gt;We bake R&amp;amp;D.&lt;/p&gt;&lt;p&gt;Bread.&lt;/p&gt;", "We bake R&D.\n\nBread."),
        ("one&lt;br&gt;two", "one\ntwo"),
        ("We bake &amp; cook, 3 &lt; 4", "We bake & cook, 3 < 4"),
        ("twice: &amp;amp; &amp;lt;b&amp;gt;", "twice: &amp; &lt;b&gt;"),
        ("you know &lt;b&gt; and &lt;i&gt;", "you know <b> and <i>"),
        ("<p>you know &lt;b&gt;bold&lt;/b&gt;</p>", "you know <b>bold</b>"),
        ("see https://example.com/?a=1&copy=2&lt=3", "see https://example.com/?a=1&copy=2&lt=3"),
        ("AT&T; &unknown; &#99999999;", "AT&T; &unknown; &#99999999;"),
        ("caf&eacute; &#8364; &#x1F35E; &nbsp;x", "café € 🍞 \xa0x"),
        ("C++ <vector> a < b", "C++ <vector> a < b"),
        ("a\r\nb\u2028c\x0bd", "a\nb\nc\nd"),
    ],
)
def test_a_body_is_read_as_what_it_is(text: str, expected: str) -> None:
    assert drafted(text).body == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, None),
        ("", None),
        (" \n", None),
        ("  Night\n Baker ", "Night Baker"),
        ("Baker &amp; Cook", "Baker & Cook"),
        ("Baker &amp;amp; Cook", "Baker &amp; Cook"),
        ("<b>Night</b> Baker", "Night Baker"),
        ("C++ <vector> Developer", "C++ <vector> Developer"),
        ("&lt;b&gt; expert", "<b> expert"),
    ],
)
def test_a_line_is_read_as_what_it_is(value: str | None, expected: str | None) -> None:
    assert line(value) == expected


def test_parts_follow_one_another_under_their_headings() -> None:
    draft = drafted(
        "<p>We bake.</p><h3>Who we are</h3>Bakers.",
        Part("• rise early\n• bake", "Your &amp; our duties:"),
        Part(" \n", "Nothing"),
        Part("<p><b>BENEFITS</b></p><p>Bread.</p>", "Benefits:"),
        Part("About the team\nSmall.", None),
    )
    assert draft.body == (
        "We bake.\n\nWho we are\n\nBakers.\n\nYour & our duties:\n• rise early\n• bake\n\n"
        "BENEFITS\n\nBread.\n\nAbout the team\nSmall."
    )
    assert [section.heading for section in draft.sections] == [
        "Who we are", "Your & our duties", "BENEFITS", "About the team",
    ]  # fmt: skip


def test_headings_are_those_marked_else_those_known() -> None:
    assert [s.heading for s in drafted("<h2>Sundries</h2>x<p>Requirements</p>y").sections] == ["Sundries"]
    assert [s.heading for s in drafted("Sundries\nx\n\nRequirements\ny").sections] == ["Requirements"]


def test_fields_come_through() -> None:
    draft = drafted(
        "We bake.", raw='{"a": 1}', title="<i>Baker</i>", company="Harbour &amp; Bread", external_id=" 17 ",
        url="https://example.com/jobs/17?a=1&amp;b=2",
        places=["Berlin, Germany", Location("the pier", "GB"), " ", "Berlin,  Germany"],
        work_mode="On-site", employment_type=["FULL_TIME", " ", "Part &amp; part"], date_posted="8 Aug 2026",
        salary_text="12 an\nhour",
        source_skills=[SourceSkill("C&amp;A", Requirement.REQUIRED), SourceSkill(" ", Requirement.PREFERRED)],
    )  # fmt: skip
    assert draft.locator == "row 1"
    assert draft.raw == '{"a": 1}'
    assert (draft.title, draft.title_inferred, draft.company) == ("Baker", None, "Harbour & Bread")
    assert (draft.external_id, draft.url) == ("17", "https://example.com/jobs/17?a=1&b=2")
    assert draft.locations == (Location("Berlin, Germany", "DE", None, "Berlin"), Location("the pier", "GB"))
    assert (draft.work_mode, draft.employment_type) == ("onsite", ("FULL_TIME", "Part & part"))
    assert str(draft.date_posted) == "2026-08-08"
    assert draft.salary_text == "12 an hour"
    assert draft.source_skills == (SourceSkill("C&A", Requirement.REQUIRED),)
    assert draft.repairs == ()


def test_a_title_is_inferred_only_where_none_is_stated() -> None:
    inferred = drafted("We seek a Night Baker to join us.", title=" ").title_inferred
    assert inferred is not None
    assert inferred.text == "Night Baker"


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "ftp://example.com", "/jobs/1", "https://", "https://a b", "https://a\x1b[2J"],
)
def test_only_addresses_of_the_web_are_taken(url: str) -> None:
    assert drafted("We bake.", url=url).url is None


@pytest.mark.parametrize(
    ("said", "mode"),
    [
        ("REMOTE", "remote"), ("TELECOMMUTE", "remote"), ("Fully remote", "remote"), ("hybrid", "hybrid"),
        ("On-Site", "onsite"), ("in_office", "onsite"), ("two days a week", "two days a week"), (" ", None),
        (None, None),
    ],
)  # fmt: skip
def test_modes_of_work(said: str | None, mode: str | None) -> None:
    assert mode_of(said) == mode


def test_remote_in_place_of_a_place_is_a_mode() -> None:
    assert drafted("We bake.", places=["Remote", "Remote"]).work_mode == "remote"
    assert drafted("We bake.", places=["Remote", "Leeds"]).work_mode is None
    assert drafted("We bake.", places=["Remote"], work_mode="hybrid").work_mode == "hybrid"


@pytest.mark.parametrize(
    "body", ["", " \n\t", "<p></p>", "<script>x</script>", "\u200b\u2060", "&nbsp;", "<!-- x --><br>"]
)
def test_no_text_no_posting(body: str) -> None:
    assert draft_of("row 1", "{}", Fields([Part(body)])) == Problem(
        "row 1", "body", "the posting has no text"
    )


def test_a_body_has_a_limit_that_its_markup_does_not_count_for() -> None:
    long = "<p>" + "<i>x</i> " * 150_000
    assert len(drafted(long).body) == 299_999
    refused = draft_of("row 1", "{}", Fields([Part("x" * (1024 * 1024 + 1))]))
    assert isinstance(refused, Problem)
    assert refused.field == "body"
    assert "1,048,577 characters are more than the limit of 1,048,576" in refused.reason


@pytest.mark.parametrize(
    ("body", "stored", "reasons"),
    [
        ("a\x00b", "a\ufffdb", [UNSTORABLE]),
        ("a\ud800b é", "a\ufffdb é", [UNSTORABLE]),
        ("a\ufffdb", "a\ufffdb", []),
        ("a\x1b[2Jb", "a\x1b[2Jb", [CONTROLS]),
        ("a\x1b[2Jé", "a\x1b[2Jé", [CONTROLS]),
        ("a\x9b31mb", "a\x9b31mb", [CONTROLS]),
        ("a\x1b]52;c;QQ==\x07", "a\x1b]52;c;QQ==\x07", [CONTROLS]),
        ("<p>a\x1b[2Jb</p>", "a\x1b[2Jb", [CONTROLS]),
        ("\u202egpj.exe", "\u202egpj.exe", [TURNS]),
        ("a\0\x07\u2066", "a\ufffd\x07\u2066", [UNSTORABLE, CONTROLS, TURNS]),
        ("py\u200bthon \ufeffa\tb\nc\xa0d", "py\u200bthon \ufeffa\tb\nc\xa0d", []),
        ("[bold red]x[/] [@click=app.exit]q[/]", "[bold red]x[/] [@click=app.exit]q[/]", []),
        ("'); DROP TABLE p;--", "'); DROP TABLE p;--", []),
        ("=cmd|'/c calc'!A1", "=cmd|'/c calc'!A1", []),
    ],
)
def test_hostile_characters_are_kept_and_told(body: str, stored: str, reasons: list[str]) -> None:
    draft = drafted(body)
    assert draft.body == stored
    assert told(draft) == [("body", reason) for reason in reasons]


@pytest.mark.parametrize(
    "field",
    [
        "title",
        "company",
        "external_id",
        "salary_text",
        "work_mode",
        "locations",
        "employment_type",
        "source_skills",
    ],
)
def test_hostile_characters_in_other_fields_are_told(field: str) -> None:
    text = "a\0\ud800\x1b[2J\u202eb"
    values: dict[str, Any] = {
        "locations": {"places": [text]},
        "employment_type": {"employment_type": [text]},
        "source_skills": {"source_skills": [SourceSkill(text, Requirement.MENTIONED)]},
    }
    draft = drafted("We bake.", **values.get(field, {field: text}))
    assert told(draft) == [(field, UNSTORABLE), (field, CONTROLS), (field, TURNS)]


def test_the_record_is_kept_verbatim_but_for_what_cannot_be_written() -> None:
    assert drafted("We bake.", raw="{\r\n\x1b\0é}").raw == "{\r\n\x1b\0é}"
    assert drafted("We bake.", raw="a\ud800é").raw == "a\ufffdé"
    assert record_text({"é": [1, None]}) == '{"é": [1, null]}'


TEXT = HTML | st.text()
LINE = st.none() | TEXT


@given(
    parts=st.lists(st.builds(Part, TEXT, LINE), max_size=4), title=LINE, company=LINE, external_id=LINE, url=LINE,
    places=st.lists(TEXT, max_size=3), work_mode=LINE, employment_type=st.lists(TEXT, max_size=3), date_posted=LINE,
    salary_text=LINE,
    source_skills=st.lists(st.builds(SourceSkill, TEXT, st.sampled_from(Requirement)), max_size=3), raw=TEXT,
)  # fmt: skip
def test_any_fields_make_a_draft_that_holds_or_a_problem(raw: str, **fields: Any) -> None:
    made = draft_of("row 1", raw, Fields(**fields))
    if isinstance(made, Problem):
        assert made.field == "body"
        return
    assert canonical(made.body) == made.body == made.body.strip()
    assert Draft.model_validate(made.model_dump()) == made
    made.model_dump_json().encode()


@given(TEXT)
def test_plain_text_is_canonical_and_read_once(text: str) -> None:
    body, headings = plain(text)
    assert canonical(body) == body == body.strip()
    assert all(words and body.startswith(words, at) for at, words in headings)


@pytest.mark.shared
def test_every_month_of_advertisements_is_read(shared_data: Path) -> None:
    count = 0
    for month in sorted(shared_data.glob("hn/*.json.gz")):
        for advertisement in json.loads(gzip.decompress(month.read_bytes())):
            made = drafted(advertisement["full_html"])
            count += 1
            assert not {"<p>", "</a>", "&#x27;", "&#x2F;", "&quot;"} & set(made.body.split())
            assert "<p>" not in made.body
            assert "&#x" not in made.body
    assert count == 4781


@pytest.mark.parametrize("said", ["3 days ago", "01/02/2026", "2026-02-30", "soon"])
def test_a_date_that_is_none_for_certain_is_left_out_and_told(said: str) -> None:
    draft = draft_of("row 1", "", Fields([Part("We bake.")], date_posted=said))
    assert isinstance(draft, Draft)
    reason = f"{said!r} names no day for certain, so the date is left out"
    assert (draft.date_posted, draft.repairs) == (None, (Problem("row 1", "date_posted", reason),))
