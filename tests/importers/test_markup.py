"""HTML as text: what a reader would see, line by line, whatever tags a stranger writes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from importers.html.markup import is_markup, text_of
from importers.html.tags import DROPPED, attributes_of, tags_of
from store import canonical

from .test_hostile import calls


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<p>Bread", True),
        ("Bread<br/>and butter", True),
        ("Bread<BR>and butter", True),
        ('see <a href="https://example.com">here</a>', True),
        ("<!DOCTYPE html>", True),
        ("x</code>", True),
        ('<input type="text">', True),
        ("", False),
        ("C++ <vector> and <map>", False),
        ("std::map<string, int> and List<A>", False),
        ("a < b and b > c", False),
        ("We at <ORGANIZATION> seek", False),
        ("write to <address>", False),
        ("if a <b and c> d", False),
        ("<3 bread", False),
        ("<p", False),
        ("&lt;p&gt;", False),
    ],
)
def test_a_tag_is_told_from_a_less_than_sign(text: str, expected: bool) -> None:
    assert is_markup(text) is expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>One.</p><p>Two.</p>", "One.\n\nTwo."),
        ("<p>One<p>Two", "One\n\nTwo"),
        ("<div>One</div><div>Two</div>", "One\nTwo"),
        ("One<br>Two<br><br>Three<br><br><br><br>Four", "One\nTwo\n\nThree\n\nFour"),
        ("<div>a</div><div><br></div><div>b</div>", "a\n\nb"),
        ("<p>We <b>bake</b>  <i>a\n lot</i> of\tbread</p>", "We bake a lot of bread"),
        ("<span>no</span><span>blank</span> <em>here</em>", "noblank here"),
        ("<p>a&nbsp;&nbsp; b</p>", "a b"),
        (
            "<p>R&amp;D, 3 &lt; 4, &amp;amp;, caf&eacute; &#8364; &#x1F35E;</p>",
            "R&D, 3 < 4, &amp;, café € 🍞",
        ),
        ("<p>C++ <vector> and <b>more</b></p>", "C++ <vector> and more"),
        ("<o:p>Word</o:p> <custom-tag>Custom</custom-tag> <b>x</b>", "Word Custom x"),
        ("<p>We at <ORGANIZATION> seek</p>", "We at <ORGANIZATION> seek"),
        ("<p>I </3 mornings</p>", "I </3 mornings"),
        ("<p>knows <script> tags</p>", "knows <script> tags"),
        ('<p style="display:none">hidden is text</p>', "hidden is text"),
        ('<img alt="x > y" src="z"><p>after</p>', "after"),
        ("<p>cut off <b", "cut off <b"),
        ('<p>cut off <a href="', 'cut off <a href="'),
        ("", ""),
        ("<p> </p><div></div>", ""),
    ],
)
def test_lines_and_blanks(html: str, expected: str) -> None:
    assert text_of(html)[0] == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("Do:<ul><li>one</li><li>two</li></ul>done", "Do:\n\n• one\n• two\n\ndone"),
        ("<ul><li><p>one</p></li><li><p>two</p><p>more</p></li></ul>", "• one\n• two\n  more"),
        ("<ul><li>one<ul><li>inner</ul><li>two</ul>", "• one\n  • inner\n• two"),
        ("<ol><li>one<li>two<ol><li>in</ol></ol>", "1. one\n2. two\n  1. in"),
        ('<ol start="3"><li>three<li>four</ol>', "3. three\n4. four"),
        ('<ol start="-9e99"><li>x</ol>', "1. x"),
        ("<ul><li></li><li> </li><li>one</li></ul>", "• one"),
        ("<li>one<li>two", "• one\n• two"),
        ("</ul></li></ol>x", "x"),
        ("<ul>no item<li>one</ul>", "no item\n• one"),
        ("<ul><li>one</li>no item", "• one\n  no item"),
    ],
)
def test_lists(html: str, expected: str) -> None:
    assert text_of(html)[0] == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<table><tr><th>Day<th>Hours<tr><td>Mon<td>8</table>end", "Day | Hours\nMon | 8\n\nend"),
        ("<table><tr><td><p>Mon</p></td> <td><p>8</p></td></tr></table>", "Mon | 8"),
        ("<table><tr><td><p>One</p><p>Two</p></td></tr></table>", "One\n\nTwo"),
        ("<table><tr><td>a<br>b</td><td>c</td></tr></table>", "a\nb\nc"),
        ("<table><tr><td></td><td>b</td></tr></table>", "b"),
        ("<td>a<td>b", "a\nb"),
    ],
)
def test_tables(html: str, expected: str) -> None:
    assert text_of(html)[0] == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("x<pre>  a\n    b\n\n\n\nc  </pre>y", "x\n\n  a\n    b\n\nc\n\ny"),
        ("<pre>\nfirst</pre>", "first"),
        ("<pre>a&#13;&#10;b&#x2028;c</pre>", "a\nb\nc"),
    ],
)
def test_what_is_preformatted_keeps_its_lines(html: str, expected: str) -> None:
    assert text_of(html)[0] == expected


@pytest.mark.parametrize(
    "html",
    [
        "<style>p { color: red }</style>",
        "<script>alert('<p>no</p>')</script>",
        '<SCRIPT type="x">if (a<b) { "</p>" }</SCRIPT >',
        "<template><p>no</p></template>",
        "<noscript>turn it on</noscript>",
        "<iframe src=x>no</iframe>",
        "<svg><text>no</text></svg>",
        "<title>no</title>",
        "<!-- no <p>no</p> -->",
        "<!-->",
        "<!--->",
        "<!-- a --!>",
        "<?xml version='1.0'?>",
        "<!DOCTYPE html>",
    ],
)
def test_what_is_for_machines_is_dropped(html: str) -> None:
    assert text_of(f"<p>before {html}after</p>")[0] == "before after"


def test_the_indent_of_lists_has_an_end() -> None:
    text, _ = text_of("<ul><li>x" * 50)
    assert max(len(line) - len(line.lstrip()) for line in text.split("\n")) == 16


def test_lines_that_people_typed_are_kept_where_nothing_else_parts_them() -> None:
    typed = "Bakery | Leeds\n<p>We bake:\n- bread\n- cake\n\nJoin <a href=x>us</a>\n!<p>"
    typed += "<pre><code>  a\n  b\n</code></pre>"
    assert text_of(typed)[0] == "Bakery | Leeds\n\nWe bake:\n- bread\n- cake\n\nJoin us\n!\n\n  a\n  b"
    assert text_of("<p>We bake\nbread</p>")[0] == "We bake bread"
    assert text_of("We bake<br>\nbread\nand cake")[0] == "We bake\nbread and cake"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<h2>What <i>you</i> do:</h2>Bake.", ["What you do"]),
        ("Bake.<h3>You<br>and us</h3><p>x</p><h4></h4>", ["You and us"]),
        ("<p><strong>Duties:</strong></p><p>Bake.</p>", ["Duties"]),
        ("<p><b>Duties</b>:</p>Bake.", ["Duties"]),
        ("<b>Duties<br></b>Bake.<br><strong>Benefits</strong><ul><li>bread</ul>", ["Duties", "Benefits"]),
        ("<p><b>Duties</b> are many</p>", []),
        ("<p>The <b>duties</b></p>", []),
        ("<p><b>One<br>Two</b></p>", []),
        ("<ul><li><b>Python</b></li></ul>", []),
        (f"<p><b>{'x' * 61}</b></p>", []),
        (f"<h1>{'x' * 201}</h1>", []),
        ("<h2><b>Duties</b></h2>", ["Duties"]),
        ("<b><h2>Duties</h2></b>", ["Duties"]),
        ("<h1>Never closed<p>text", []),
        ("<h2><div>Duties</div><div>and more</div></h2>", ["Duties"]),
    ],
)
def test_headings(html: str, expected: list[str]) -> None:
    text, headings = text_of(html)
    assert [words for _, words in headings] == expected
    assert all(text.startswith(words, at) for at, words in headings)


PIECES = st.sampled_from(
    [
        "<p>", "</p>", "<div>", "</div>", "<br>", "<ul>", "</ul>", "<ol>", "<ol start=7>", "</ol>", "<li>", "</li>",
        "<h2>", "</h2>", "<b>", "</b>", "<strong>", "</strong>", "<table>", "<tr>", "<td>", "</td>", "</tr>",
        "</table>", "<pre>", "</pre>", "<script>", "</script>", "<!--", "-->", "<a href='x'>", "</a>", "<svg>",
        "</svg>", "<title>", "</title>", "\n", " ", "\t", "&nbsp;", "&amp;", "&lt;p&gt;", "&#0;", "&#x2028;",
        "&#xd800;", "bread", "Duties:", "<vector>", "<", ">", '"', "'", "=", "\0", "\ud800", "\x1b", "\u2028", "\xa0",
        "e\u0301", "🍞",
    ]
)  # fmt: skip
HTML = st.lists(st.one_of(PIECES, st.text(max_size=4)), max_size=40).map("".join)


@given(HTML)
def test_any_html_becomes_canonical_text_and_headings_that_hold(html: str) -> None:
    is_markup(html)
    text, headings = text_of(html)
    assert canonical(text) == text == text.strip()
    assert "\n\n\n" not in text
    assert all(not line or line == line.rstrip() for line in text.split("\n"))
    assert all(words and text.startswith(words, at) for at, words in headings)
    assert [at for at, _ in headings] == sorted({at for at, _ in headings})


WELL_FORMED = st.recursive(
    st.sampled_from(["bread ", " salt", "R&amp;D", "3 &lt; 4", "&nbsp;", "<br>", "<!-- no -->", "<img src='a>b'>"]),
    lambda inner: st.tuples(
        st.sampled_from(["div", "b", "span", "ul", "li", "section", "em", "h3", "script", "style"]),
        st.lists(inner, max_size=4),
    ).map(lambda pair: f"<{pair[0]} class=\"x\">{''.join(pair[1])}</{pair[0]}>"),
    max_leaves=20,
)  # fmt: skip


@given(WELL_FORMED)
def test_every_word_that_a_parser_of_trees_sees_is_there(html: str) -> None:
    tree = LexborHTMLParser(f"<body>{html}</body>")
    tree.strip_tags(["script", "style"])
    assert tree.body is not None
    seen = "".join(tree.body.text(deep=True).split())
    assert "".join(text_of(html)[0].replace("•", "").split()) == seen


def test_attributes_are_read_as_browsers_read_them() -> None:
    written = """ a=1 B = "x &amp; > y" c='"' a=2 d = e=f selected ="g" """
    ((_, name, _, found, _), *_) = tags_of(f"<p{written}>")
    assert name == "p"
    assert attributes_of(found) == {
        "a": "1", "b": "x & > y", "c": '"', "d": "e=f", "selected": "g",
    }  # fmt: skip


def test_what_stands_in_a_script_comes_verbatim() -> None:
    tags = list(tags_of('x<script type="a">1 < 2 && "&amp;" <!-- <p></script>y'))
    assert tags[0] == ("x", "script", False, ' type="a"', '1 < 2 && "&amp;" <!-- <p>')
    assert tags[-1][0] == "y"


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 100_000 + "x",
        "<ul><li>" * 50_000 + "x",
        "<table><tr><td>" * 30_000 + "x",
        "".join(f"<b id={number}>" for number in range(20_000)) + "<p>x" * 20_000,
        "<p " + " ".join(f"a{number}" for number in range(200_000)) + ">x",
        "<h1>" * 50_000 + "</h1>" * 50_000 + "x",
        "<pre>" * 50_000 + "x\n",
    ],
    ids=["divs", "lists", "tables", "bolds", "attributes", "headings", "pres"],
)
def test_depth_and_width_do_not_matter(html: str) -> None:
    assert text_of(html)[0].strip("• \n").startswith("x")


HOSTILE = [
    "<div>", "</div>", "<ul><li>", "<a", '<a t="', "<a t='", "<!--", "<!-", "<!a", "<?a", "<script>", "<svg>x",
    "</svg>", "<", "<a =", "&", "&a", "<b>x<br>", "<h1>x", "<td>x", "<table><tr>", "<pre>\n", "<li>", "- ", "--",
    "<x1>", "</x", "<b id=", "</b>", "<title>", '"', "'", "<p>x\n",
]  # fmt: skip


@pytest.mark.parametrize(
    "pattern", [*HOSTILE, *(f"<!--{each}" for each in HOSTILE), *(f"<p {each}" for each in HOSTILE)]
)
def test_work_grows_no_faster_than_the_html(pattern: str) -> None:
    def work(length: int) -> int:
        html = pattern * (length // len(pattern))
        return calls(lambda: (is_markup(html), text_of(html)))

    assert work(40_000) < 2.5 * work(20_000) + 200


@pytest.mark.parametrize("name", sorted(DROPPED))
def test_an_element_that_never_ends_is_text(name: str) -> None:
    assert text_of(f"<p>a <{name}> b</p>")[0] == f"a <{name}> b"
