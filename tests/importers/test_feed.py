"""Feeds: every kind, entry by entry, also where the file breaks off or lies about itself."""

import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers import File, Record, Unread, Wishes
from importers.feeds.feed import FeedImporter
from store import Blank, Location, PostilError, Problem, Requirement, Unreadable, UsageError
from store.drafts import Draft

from .web_reading import drafts_of, file_of, made_of, refused_again

FEED = FeedImporter()
NAMESPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:media="http://search.yahoo.com/mrss/" xmlns:job="https://example.com/job"'
)
BAKER = "<item><title>Baker</title><description>We bake.</description></item>"


def rss(*items: str, end: str = "</channel></rss>") -> str:
    return f'<?xml version="1.0"?>\n<rss version="2.0" {NAMESPACES}><channel><title>Jobs</title>{"".join(items)}{end}'


def atom(entry: str) -> str:
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Jobs</title>{entry}</feed>'


RDF = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://example.com"><title>Jobs</title></channel>'
    '<item rdf:about="https://example.com/1"><title>Baker</title><description>We bake.</description>'
    "<dc:date>2026-08-08</dc:date></item></rdf:RDF>"
)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (rss(BAKER), True),
        (rss(), True),
        ("\ufeff<rss><channel>", True),
        ("<!-- a --><!-- b -->\n<?xml-stylesheet href='x'?><rss >", True),
        ("<!DOCTYPE rss [<!ENTITY x 'y'>]><rss>", True),
        (atom(""), True),
        ('<a:feed xmlns:a="http://www.w3.org/2005/Atom"/>', True),
        (RDF, True),
        ("<source><publisher>x</publisher><job><title>Baker", True),
        ("<jobs><job/></jobs>", True),
        ("<jobs></jobs>", False),
        ("<feed></feed>", False),
        ("<rdf:RDF></rdf:RDF>", False),
        ("<html><body><rss></body>", False),
        ("We read <rss> feeds", False),
        ("<!-- " * 20_000 + "<rss>", False),
        ("<!-- x -->" * 5_000 + "<html>", False),
        ("", False),
        (b"\x00" * 100, False),
        ("<rss><channel>".encode("utf-16"), True),
    ],
)
def test_feeds_are_known_by_their_root(content: str | bytes, expected: bool) -> None:
    assert FEED.recognises(file_of(content)) is expected


def test_rss() -> None:
    (draft,) = drafts_of(
        FEED,
        rss(
            """<item><media:title>Picture</media:title><title>Baker &amp; Cook</title><link>https://example.com/1</link>
            <guid isPermaLink="false">id-1</guid><pubDate>Sat, 08 Aug 2026 12:00:00 GMT</pubDate>
            <dc:creator>Ann Example</dc:creator><author>ann@example.com</author><description>We bake…</description>
            <content:encoded><![CDATA[<p>We bake R&amp;D.</p><ul><li>bread</li></ul>]]></content:encoded>
            <job:company>Harbour Bread</job:company><job:location>Berlin, Germany</job:location>
            <job:job_type>Full-time</job:job_type><job:salary>12 an hour</job:salary>
            <job:skills>baking, early rising</job:skills><category>Food</category></item>"""
        ),
    )
    assert (draft.locator, draft.title, draft.company, draft.external_id) == (
        "item 1", "Baker & Cook", "Harbour Bread", "id-1",
    )  # fmt: skip
    assert draft.body == "We bake R&D.\n\n• bread"
    assert (draft.url, str(draft.date_posted)) == ("https://example.com/1", "2026-08-08")
    assert draft.locations == (Location("Berlin, Germany", "DE", None, "Berlin"),)
    assert (draft.employment_type, draft.salary_text) == (("Full-time",), "12 an hour")
    assert [(s.text, s.requirement) for s in draft.source_skills] == [
        ("baking", Requirement.MENTIONED), ("early rising", Requirement.MENTIONED),
    ]  # fmt: skip
    assert draft.raw.startswith("<item><media:title>")
    assert draft.raw.endswith("<category>Food</category></item>")
    assert "Ann" not in repr(draft.model_copy(update={"raw": ""}))


def test_rss_1() -> None:
    (draft,) = drafts_of(FEED, RDF)
    assert (draft.title, draft.url, draft.external_id) == (
        "Baker",
        "https://example.com/1",
        "https://example.com/1",
    )
    assert (draft.body, str(draft.date_posted)) == ("We bake.", "2026-08-08")


@pytest.mark.parametrize(
    ("content", "body"),
    [
        (
            '<content type="html">&lt;p&gt;One &amp;amp; two&lt;/p&gt;&lt;p&gt;Three</content>',
            "One & two\n\nThree",
        ),
        (
            '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">'
            "<p>One &amp; &lt;two&gt;</p><p>Three</p></div></content>",
            "One & <two>\n\nThree",
        ),
        ('<content type="text">One\n&amp; two</content>', "One\n& two"),
        ("<summary>One</summary>", "One"),
        ("<content> </content><summary>One</summary>", "One"),
        ('<content src="https://example.com/x"/><summary>One</summary>', "One"),
    ],
)
def test_atom(content: str, body: str) -> None:
    (draft,) = drafts_of(
        FEED,
        atom(
            f"""<entry><title type="html">Baker &amp;amp; Cook</title><id>urn:1</id>
            <updated>2026-08-09T00:00:00Z</updated><link rel="self" href="https://example.com/self"/><link href="https://example.com/1"/>{content}
            <published>2026-08-08T23:00:00-05:00</published><author><name>Ann Example</name></author></entry>"""
        ),
    )
    assert (draft.locator, draft.title, draft.external_id) == ("entry 1", "Baker & Cook", "urn:1")
    assert (draft.body, draft.company) == (body, None)
    assert (draft.url, str(draft.date_posted)) == ("https://example.com/1", "2026-08-08")


def test_lists_of_jobs() -> None:
    (draft,) = drafts_of(
        FEED,
        """<source><publisher>Board</publisher><job id="9"><title><![CDATA[Baker]]></title><date>8 Aug 2026</date>
        <referencenumber>17</referencenumber><url>https://example.com/17</url><company>Harbour Bread</company>
        <city>Austin</city><state>TX</state><country>US</country><remotetype>Hybrid</remotetype>
        <jobtype>fulltime</jobtype><description><![CDATA[<b>We bake.</b>]]></description>
        <requirements>Rise early.</requirements></job></source>""",
    )
    assert (draft.locator, draft.title, draft.external_id) == ("job 1", "Baker", "17")
    assert draft.body == "We bake.\n\nRequirements\nRise early."
    assert draft.locations == (Location("Austin, TX, US", "US", "TX", "Austin"),)
    assert (draft.work_mode, draft.employment_type) == ("hybrid", ("fulltime",))


def test_remote_and_blank_entries() -> None:
    remote = "<item><title>Baker</title><description>We bake.</description><remote>Yes</remote></item>"
    first, blank, refused, last = made_of(
        FEED, rss(remote, "<item> <title/></item>", "<item><title>x</title></item>", BAKER)
    )
    assert isinstance(first, Draft)
    assert first.work_mode == "remote"
    assert blank == Blank("item 2")
    assert refused == Problem("item 3", "body", "the posting has no text")
    assert isinstance(last, Draft)
    assert last.locator == "item 4"


def read_until_it_breaks(content: str | bytes) -> tuple[list[Any], str]:
    """The records before the fault, and what is said of it."""
    found: list[Any] = []
    records = FEED.reading(file_of(content), Wishes()).records()
    with pytest.raises(Unreadable) as raised:
        found.extend(records)
    return found, str(raised.value)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (rss(BAKER, end="<item><title>cut"), "it is cut off at line 2"),
        (rss(BAKER, end=""), "it is cut off at line 2"),
        (rss(BAKER, "<item><b></item>", BAKER), "it is no XML at line 2, column"),
        (rss(BAKER, "<item>caf&eacute;</item>", BAKER), "undefined entity"),
        (rss(BAKER, "<item>\x00</item>", BAKER), "it is no XML"),
        (rss(BAKER).encode() + b"\n\xff", "not utf-8"),
        (rss(BAKER, "<a>" * 101), "more than 100 elements"),
    ],
)
def test_what_comes_before_a_fault_is_taken(content: str | bytes, reason: str) -> None:
    found, said = read_until_it_breaks(content)
    assert [record.locator for record in found] == ["item 1"]
    assert reason in said


@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE rss SYSTEM "https://example.com/rss.dtd">',
        "<!DOCTYPE rss>",
        "<!DOCTYPE rss ["
        + "".join(f'<!ENTITY x{n} "&x{n - 1};&x{n - 1};">' for n in range(1, 20))
        + ' <!ENTITY x0 "ha">]>',
    ],
)
def test_declarations_are_refused_before_they_do_anything(declaration: str) -> None:
    content = rss("<item><title>&x;</title><description>&x19;</description></item>").replace(
        "<rss", f"{declaration}<rss"
    )
    found, said = read_until_it_breaks(content)
    assert found == []
    assert "document type (DOCTYPE)" in said


@pytest.mark.parametrize(
    ("declared", "codec"),
    [("ISO-8859-1", "cp1252"), ("windows-1251", "cp1251"), ("Shift_JIS", "shift_jis"), ("utf-16", "utf-16")],
)
def test_encodings(declared: str, codec: str) -> None:
    title = {"cp1251": "Пекарь", "shift_jis": "パン屋"}.get(codec, "Pâtissier – cook")
    content = rss(BAKER.replace("Baker", title)).replace('"1.0"', f'"1.0" encoding="{declared}"')
    assert drafts_of(FEED, content.encode(codec))[0].title == title
    assert drafts_of(FEED, content.encode())[0].title == title, "what is UTF-8 is that, whatever it says"
    assert drafts_of(FEED, content.replace(declared, "x").encode(codec), codec)[0].title == title
    late = content.replace("<item>", "<item>" + " " * 70_000)
    assert drafts_of(FEED, late.encode(codec))[0].title == title


@pytest.mark.parametrize("encoding", ["base64", "no such thing"])
def test_encodings_that_are_none_are_refused(encoding: str) -> None:
    with pytest.raises(UsageError):
        made_of(FEED, rss(BAKER), encoding)
    FEED.recognises(file_of(rss(BAKER), encoding))


def test_columns_cannot_be_chosen() -> None:
    with pytest.raises(UsageError, match="--map"):
        FEED.reading(file_of(rss(BAKER)), Wishes({"title": ("x",)}))


def test_an_entry_that_is_too_long_is_passed_over() -> None:
    long = f"<item><title>Long</title><description>{'x ' * (5 * 1024 * 1024)}</description></item>"
    first, refused, last = made_of(FEED, rss(BAKER, long, BAKER))
    assert isinstance(first, Draft)
    assert refused == Problem("item 2", None, "the entry is longer than the limit of 8 MiB")
    assert isinstance(last, Draft)
    assert last.locator == "item 3"


def test_a_tag_that_does_not_end_is_not_waited_for() -> None:
    endless = rss(BAKER, end="<item a='" + "x" * (9 * 1024 * 1024))
    found, said = read_until_it_breaks(endless)
    assert len(found) == 1
    assert "a tag that is longer than the limit of 8 MiB" in said


def test_a_long_feed_is_read_as_a_stream(tmp_path: Path) -> None:
    class Counted(io.BytesIO):
        furthest = 0

        def read(self, size: int | None = -1) -> bytes:
            data = super().read(size)
            Counted.furthest = max(Counted.furthest, self.tell())
            return data

    data = rss(*[BAKER] * 20_000).encode()
    records = FEED.reading(File("a feed", lambda: Counted(data), len(data)), Wishes()).records()
    assert isinstance(next(records), Record)
    assert Counted.furthest < len(data) / 4
    assert sum(1 for _ in records) == 19_999


@pytest.mark.parametrize(
    ("content", "mended"),
    [
        (rss("<item><title>A -- B</title><media:x/><description/></item>"), "item 1"),
        (atom("<entry><title>A -- B</title><description/></entry>"), "entry 1"),
        (RDF.replace("<description>We bake.</description>", "<description/>"), "item 1"),
        ("<source><job><title>x</title><description/></job></source>", "job 1"),
    ],
)  # fmt: skip
def test_rejects_are_a_feed_that_imports_once_mended(content: str, mended: str) -> None:
    assert refused_again(FEED, content) == [Problem(mended, "body", "the posting has no text")]
    (draft,) = refused_again(
        FEED, content, lambda text: text.replace("<description/>", "<description>We bake.</description>")
    )
    assert isinstance(draft, Draft)
    assert draft.body == "We bake."


def test_the_reason_of_an_entry_that_is_no_record_is_kept() -> None:
    form = FEED.reading(file_of(rss(BAKER)), Wishes()).rejects
    problem = Problem("item 1", None, "too -- long --> \x1b")
    written = form.head() + form.entry("<item><b", None, problem) + form.tail()
    assert "item 1: too - - long" in written
    assert made_of(FEED, written) == []


PIECES = st.sampled_from(
    [
        "<item>", "</item>", "<item/>", "<entry>", "</entry>", "<title>", "</title>", "<description>",
        "</description>", "<![CDATA[", "]]>", "<!-- x -->", "<b>", "</b>", "<link href='x'/>", "<a:b xmlns:a='c'>",
        "</a:b>", "&amp;",
        "&lt;p&gt;", "&x;", "x", " ", "é", "\x00", "<!DOCTYPE x>", "<?x y?>", "\ud800", BAKER,
    ]
)  # fmt: skip


@given(st.lists(PIECES, max_size=20).map("".join) | st.text(), st.booleans())
def test_any_feed_is_records_or_a_postil_error(inner: str, closed: bool) -> None:
    file = file_of(rss(inner, end="</channel></rss>" if closed else ""))
    FEED.recognises(file)
    try:
        reading = FEED.reading(file, Wishes())
        for record in reading.records():
            if isinstance(record, Record):
                assert isinstance(reading.draft(record), (Draft, Problem))
                assert record.text.startswith("<")
            else:
                assert isinstance(record, (Blank, Unread))
    except PostilError:
        return


@given(st.binary())
def test_any_bytes_are_records_or_a_postil_error(data: bytes) -> None:
    file = File.of("a feed", data)
    FEED.recognises(file)
    try:
        list(FEED.reading(file, Wishes()).records())
    except PostilError:
        return
