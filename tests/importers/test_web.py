"""Web pages: the postings marked in them, by whichever of three ways."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers import File, Wishes
from importers.html.tags import tags_of
from importers.web.microdata import MICRODATA, RDFA, items_in
from importers.web.web import WebImporter
from importers.web.web_page import WebPageImporter
from store import Location, PostilError, Problem, Unreadable, UsageError
from store.drafts import Draft

from .test_hostile import calls
from .test_markup import PIECES
from .web_reading import drafts_of, file_of, made_of, refused_again

WEB = WebImporter()
WHOLE = WebPageImporter()


def page(*scripts: Any, body: str = "<p>Menu") -> str:
    """A page with scripts of JSON-LD: texts verbatim, other values as JSON."""
    written = "".join(
        f'<script type="application/ld+json">{text if isinstance(text, str) else json.dumps(text)}</script>'
        for text in scripts
    )
    return f"<!DOCTYPE html>\n<html><head><title>Jobs</title>{written}</head><body>{body}</body></html>"


def job(title: str = "Baker", **more: Any) -> dict[str, Any]:
    return {"@type": "JobPosting", "title": title, "description": f"<p>We seek a {title}.</p>", **more}


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (page(job()), True),
        (page(), True),
        ("\ufeff \n<HTML lang=en><p>x", True),
        ("<!-- x -->\n<!doctype   html>", True),
        ('<?xml version="1.0"?><!DOCTYPE html PUBLIC "x"><html xmlns="y">', True),
        ('<script async type="application/ld+json">{}</script>', True),
        ('<div itemscope itemtype="https://schema.org/JobPosting">', True),
        ("<div vocab=x typeof=JobPosting>", True),
        ("<p>We bake.</p>", False),
        ("We write <html> pages.", False),
        ('{"a": "<html>"}', False),
        (
            "<rss><channel><item><description><![CDATA[<html><p>]]></description></item></channel></rss>",
            False,
        ),
        ("", False),
        (b"\x00" * 1000 + b"<html>", False),
        (b"\xff\xfe" + "<html>".encode("utf-16-le"), True),
    ],
)
def test_pages_are_known_by_their_content(content: str | bytes, expected: bool) -> None:
    assert WEB.recognises(file_of(content)) is expected
    assert not WHOLE.recognises(file_of(content))


def test_postings_of_several_scripts_in_order() -> None:
    drafts = drafts_of(
        WEB,
        page(
            {"@type": "BreadcrumbList"},
            {"@graph": [job("Cook"), {"@type": "Thing"}, job("Waiter")]},
            [job("Baker")],
        ),
    )
    assert [(draft.locator, draft.title, draft.body) for draft in drafts] == [
        ('$.script[1]["@graph"][0]', "Cook", "We seek a Cook."),
        ('$.script[1]["@graph"][2]', "Waiter", "We seek a Waiter."),
        ("$.script[2][0]", "Baker", "We seek a Baker."),
    ]
    assert json.loads(drafts[0].raw) == job("Cook")


WRITTEN = '{"@type": "JobPosting", "title": "Baker", "description": "We bake."}'


@pytest.mark.parametrize(
    "script",
    [
        WRITTEN,
        f"\n<!--\n{WRITTEN}\n-->\n",
        f"//<![CDATA[\n{WRITTEN}\n//]]>",
        f"/*<![CDATA[*/{WRITTEN}/*]]>*/",
        f"<![CDATA[{WRITTEN}]]>",
        f"<!-- // <![CDATA[\n{WRITTEN}\n// ]]> -->",
        f"{WRITTEN};",
        WRITTEN.replace('"', "&quot;"),
        WRITTEN.replace("We bake.", "We\n\tbake."),
        '{"@type": "http:\\/\\/schema.org\\/JobPosting", "title": "Baker", "description": "<p>We bake.<\\/p>"}',
    ],
)
def test_what_stands_around_the_json_is_taken_off(script: str) -> None:
    (draft,) = drafts_of(WEB, page(script))
    assert (draft.title, "".join(draft.body.split())) == ("Baker", "Webake.")


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ('{"@type": "JobPosting", "title": broken}', "no JSON"),
        ('{"@type": "JobPosting", "title": "cut', "no end"),
        ('{"@type": "JobPosting", "x": NaN}', "NaN"),
        ('{"@type": "JobPosting", "x": 1e999}', "too large"),
        ('{"@type": "JobPosting", "x": 1, "x": 2}', "twice"),
        ('{"@type": "JobPosting", "x": ' + "[" * 1000 + "]" * 1000 + "}", "deep"),
    ],
)
def test_a_broken_script_is_a_problem_and_the_others_are_taken(script: str, reason: str) -> None:
    first, problem, last = made_of(WEB, page(job("Cook"), script, job("Baker")))
    assert isinstance(first, Draft)
    assert isinstance(last, Draft)
    assert isinstance(problem, Problem)
    assert problem.locator == "$.script[1]"
    assert reason in problem.reason


def test_a_broken_script_of_something_else_is_none_of_ours() -> None:
    assert len(drafts_of(WEB, page('{"@type": "Thing", broken}', job()))) == 1


@pytest.mark.parametrize(
    "content",
    [
        page(),
        page({"@type": "Thing"}),
        page(body="<p>We write JobPosting ourselves"),
        page(body=f"<!-- <script type='application/ld+json'>{WRITTEN}</script> -->"),
        page().replace("</head>", f"<script>{WRITTEN}</script></head>"),
    ],
)
def test_a_page_without_a_posting_is_refused_with_what_to_do(content: str) -> None:
    with pytest.raises(Unreadable, match=r"a file is a web page with no JobPosting .* --as html-text"):
        made_of(WEB, content)


MARKED = """<html><body><nav>Menu</nav>
<div itemscope itemtype="http://schema.org/BreadcrumbList"><span itemprop="name">Jobs</span></div>
<article itemscope itemtype="https://schema.org/JobPosting" itemid="https://example.com/jobs/1">
 <h1 itemprop="title">Lamp <i>Keeper</i></h1> <meta itemprop="datePosted" content="2026-08-08">
 <span itemprop="hiringOrganization" itemscope itemtype="https://schema.org/Organization">
  <a itemprop="name" href="https://example.com">North &amp; Light</a><img itemprop="logo" src="x.png"></span>
 <div itemprop="jobLocation" itemscope itemtype="https://schema.org/Place"><div itemprop="address" itemscope>
  <span itemprop="addressLocality">Whitby</span>, <span itemprop=addressCountry>GB</span></div></div>
 <div itemprop="description"><p>Trim <b>wicks</b> &amp; say &lt;b&gt;.</p><div>Nested</div>
  <ul><li itemprop="skills">wicks<li itemprop="skills">glass</ul></div>
 <time itemprop="validThrough" datetime="2026-09-08">soon</time> <b itemprop="employmentType x">FULL_TIME</b>
</article> <span itemprop="title">no part of it</span></body></html>"""


def test_microdata() -> None:
    (draft,) = drafts_of(WEB, MARKED)
    assert (draft.locator, draft.title, draft.company) == ("$.item[0]", "Lamp Keeper", "North & Light")
    assert draft.locations == (Location("Whitby, GB", "GB", None, "Whitby"),)
    assert draft.body == "Trim wicks & say <b>.\n\nNested\n\n• wicks\n• glass"
    assert [skill.text for skill in draft.source_skills] == ["wicks", "glass"]
    assert (str(draft.date_posted), draft.url) == ("2026-08-08", "https://example.com/jobs/1")
    assert draft.employment_type == ("FULL_TIME",)


@pytest.mark.parametrize("prefix", ["", "schema:", "http://schema.org/"])
def test_rdfa(prefix: str) -> None:
    (draft,) = drafts_of(
        WEB,
        f"""<html vocab="http://schema.org/"><meta property="og:title" content="no">
        <div typeof="{prefix}JobPosting" resource="#1"><h2 property="{prefix}title">Lamp Keeper</h2>
        <p property="{prefix}hiringOrganization" typeof="{prefix}Organization">
        <b property="{prefix}name">North Light</b></p>
        <div property="{prefix}description"><p>Trim wicks.<p>Polish.</div>
        <a property="{prefix}url" href="https://example.com/1">apply</a></div>""",
    )
    assert (draft.locator, draft.title, draft.company) == ("$.resource[0]", "Lamp Keeper", "North Light")
    assert (draft.body, draft.url) == ("Trim wicks.\n\nPolish.", "https://example.com/1")


def test_of_several_ways_the_first_that_has_a_posting_is_taken() -> None:
    both = page(job("Cook")).replace("<p>Menu", MARKED)
    assert [draft.title for draft in drafts_of(WEB, both)] == ["Cook"]
    broken, marked = made_of(WEB, page('{"@type": "JobPosting", x}').replace("<p>Menu", MARKED))
    assert isinstance(broken, Problem)
    assert isinstance(marked, Draft)


def test_marked_elements_end_where_they_end_however_broken_the_rest() -> None:
    html = (
        '<div itemscope itemtype="JobPosting"><div><p><span itemprop="title">Baker</div>'
        "<p itemprop=description>one<p>two</p><div>three</div></div><b itemprop=skills>no"
    )
    (item,) = items_in(html, MICRODATA)
    assert item == {"@type": ["JobPosting"], "title": "Baker", "description": "one"}


def test_how_deep_items_lie_in_one_another_does_not_matter() -> None:
    (draft,) = drafts_of(
        WEB,
        "<html>" + "<div itemscope itemprop=x>" * 5_000 + "<p>" + "</div>" * 5_000
        + "<div itemscope itemtype=JobPosting>" + "<b itemprop=description>We bake. " * 500,
    )  # fmt: skip
    assert draft.body.startswith("We bake. We bake.")


@pytest.mark.parametrize("dialect", [MICRODATA, RDFA])
@given(
    st.lists(
        st.one_of(
            PIECES,
            st.sampled_from(
                [
                    "<div itemscope>", "<p itemprop='title'>", "<meta itemprop=a content=b>",
                    "<link itemscope itemprop=x>", "<li itemprop=skills>", "<time itemprop=t>", "</span>", "</time>",
                    "<span itemprop='a b' itemscope itemtype=JobPosting>", "<div typeof=JobPosting>",
                    "<p property=title>", "<br property=x typeof=y>", "<a property=url href=z>",
                ]
            ),
        ),
        max_size=40,
    ).map("".join)
)  # fmt: skip
def test_any_page_yields_items_that_are_json(dialect: Any, html: str) -> None:
    for item in items_in(html, dialect):
        assert "@type" in item
        json.dumps(item)


@pytest.mark.parametrize(
    "pattern",
    [
        "<div itemscope>", "<p itemprop=title>x", "<li itemprop=a>", "</div>", "<div>", "<meta itemprop=a content=b>",
        "<div itemscope itemprop=a><p itemprop=b>x", "</p>", "<script type='application/ld+json'>{}</script>",
        "<script type='application/ld+json'>", "<!--",
    ],
)  # fmt: skip
def test_work_grows_no_faster_than_the_page(pattern: str) -> None:
    def refused(html: str) -> None:
        with pytest.raises(Unreadable):
            made_of(WEB, html)

    def work(length: int) -> int:
        html = "<html>JobPosting<div itemscope>" + pattern * (length // len(pattern))
        return calls(lambda: refused(html))

    assert work(80_000) < 2.5 * work(40_000) + 2000


@pytest.mark.parametrize(
    ("declared", "codec"),
    [
        ('<meta charset="iso-8859-1">', "cp1252"),
        ("<meta charset=windows-1251>", "cp1251"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=Shift_JIS">', "shift_jis"),
        ("<META HTTP-EQUIV='Content-Type' CONTENT='text/html;charset=windows-1252'>", "cp1252"),
    ],
)
def test_a_page_says_its_encoding(declared: str, codec: str) -> None:
    title = {"cp1251": "Пекарь", "shift_jis": "パン屋"}.get(codec, "Boulanger – pâtissier")
    content = page(json.dumps(job(title), ensure_ascii=False)).replace("<head>", f"<head>{declared}")
    assert drafts_of(WEB, content.encode(codec))[0].title == title
    assert drafts_of(WEB, content.encode())[0].title == title, "what is UTF-8 is that, whatever it says"
    assert drafts_of(WEB, b"\xff\xfe" + content.encode("utf-16-le"))[0].title == title
    assert (
        drafts_of(WEB, page(json.dumps(job(title), ensure_ascii=False)).encode(codec), codec)[0].title
        == title
    )


@pytest.mark.parametrize(
    "declared",
    [
        b"",
        b"<meta charset=utf-8>",
        b"<meta charset=base64>",
        b"<meta charset=unicode_escape>",
        b"<meta charset=x>",
    ],
)
def test_bytes_of_no_known_encoding_are_refused_with_their_place(declared: bytes) -> None:
    data = b"<!doctype html>" + declared + page(job()).encode().replace(b"Baker", b"caf\xe9")
    with pytest.raises(Unreadable, match=rf"byte {data.index(0xE9)} is not utf-8.*--encoding cp1252"):
        made_of(WEB, data)


@pytest.mark.parametrize("encoding", ["base64", "rot13", "no such thing", "undefined"])
def test_encodings_that_are_none_are_refused(encoding: str) -> None:
    for importer in (WEB, WHOLE):
        with pytest.raises(UsageError):
            made_of(importer, page(job("é")), encoding)
    WEB.recognises(file_of(page(), encoding))


def test_columns_cannot_be_chosen() -> None:
    for importer in (WEB, WHOLE):
        with pytest.raises(UsageError, match="--map"):
            importer.reading(file_of(page(job())), Wishes({"title": ("x",)}))


def test_rejects_are_a_page_that_imports_once_mended() -> None:
    broken = '{"@type": "JobPosting", "title": "<i>Cook</i>", "description": broken}'
    twice = '{"@type": "JobPosting", "-->": 1, "-->": 2}'
    content = page(job("A <\\/script> B", description=""), job("Waiter"), broken, twice).replace(
        "\\\\/", "\\/"
    )
    empty, problem, repeated = refused_again(WEB, content)
    assert isinstance(repeated, Problem)
    assert 'the key "-->" stands twice' in repeated.reason
    assert isinstance(empty, Problem)
    assert isinstance(problem, Problem)
    assert empty.reason == "the posting has no text"
    assert "expecting value" in problem.reason

    def mend(text: str) -> str:
        assert "".join(before for before, *_ in tags_of(text)).split() == [], "a reason stays in its comment"
        return text.replace('""', '"We bake."').replace("broken", '"We cook."')

    mended = refused_again(WEB, content, mend)
    assert [(each.title, each.body) for each in mended if isinstance(each, Draft)] == [
        ("A B", "We bake."), ("Cook", "We cook."),
    ]  # fmt: skip


WHOLE_PAGE = (
    "<html><head><title>Jobs | Bakery</title><link rel=canonical href='https://example.com/1'>"
    "<style>p{}</style></head><body><nav><a>Menu</a></nav><header>Bakery</header>{}<footer>Small print</footer>"
)


@pytest.mark.parametrize(
    ("body", "title", "text"),
    [
        ("<h1>Night <i>Baker</i></h1><p>We bake.</p>", "Night Baker", "Night Baker\n\nWe bake."),
        ("<h1>One</h1><h1>Two</h1>", "Jobs | Bakery", "One\n\nTwo"),
        ("<p>We &lt;b&gt; bake &amp;amp;", "Jobs | Bakery", "We <b> bake &amp;"),
        ("<main>We bake.</main><p>more", "Jobs | Bakery", "We bake.\n\nmore"),
        (
            f"<p>less<main><header><h1>Night Baker</h1></header>{'We bake. ' * 40}<nav>in it</nav></main>",
            "Night Baker",
            f"Night Baker\n\n{'We bake. ' * 40}".strip() + "\nin it",
        ),
    ],
)
def test_a_page_as_one_posting(body: str, title: str, text: str) -> None:
    (draft,) = drafts_of(WHOLE, WHOLE_PAGE.replace("{}", body))
    assert (draft.locator, draft.title, draft.url) == ("line 1", title, "https://example.com/1")
    assert draft.body == text


def test_a_page_with_no_text_is_a_problem_and_is_kept() -> None:
    content = WHOLE_PAGE.replace("{}", "")
    (problem,) = made_of(WHOLE, content)
    assert isinstance(problem, Problem)
    form = WHOLE.reading(file_of(content), Wishes()).rejects
    written = form.head() + form.entry(content, None, problem) + form.tail()
    (draft,) = drafts_of(WHOLE, written.replace("<footer>", "<p>We bake.</p><footer>"))
    assert draft.body == "We bake."


def test_a_page_longer_than_a_posting_is_refused() -> None:
    with pytest.raises(Unreadable, match="8 MiB"):
        made_of(WHOLE, b"<html>" + b"x" * (8 * 1024 * 1024))


BYTES = st.binary(max_size=60) | st.lists(PIECES, max_size=30).map(
    lambda p: "".join(p).encode("utf-8", "replace")
)


@given(BYTES, st.booleans())
def test_any_bytes_are_records_or_a_postil_error(data: bytes, marked: bool) -> None:
    script = (
        b'<script type="application/ld+json">{"@type":"JobPosting","description":"' + data + b'"}</script>'
    )
    for importer in (WEB, WHOLE):
        file = File.of("a page", b"<html>" + (script if marked else b"JobPosting" + data))
        importer.recognises(file)
        try:
            reading = importer.reading(file, Wishes())
            list(reading.records())
        except PostilError:
            continue
