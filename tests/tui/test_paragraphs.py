"""A body laid out for reading loses nothing, and every place on the screen is a place in the body."""

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from importers.fields.sections import sections_of
from store import Section, canonical
from tui.paragraphs import lines, paragraphs

BODIES = st.text(
    alphabet=st.one_of(
        st.sampled_from("abc de. •-*\n\t1)日本é\u0301👩\u200d💻"), st.characters(exclude_categories=["Cs"])
    ),
    max_size=400,
).map(canonical)


@given(BODIES, st.integers(min_value=8, max_value=60))
def test_every_visible_character_is_shown_once_in_order(body: str, width: int) -> None:
    laid_out = lines(body, paragraphs(body, sections_of(body)), width)
    shown = [at for line in laid_out for at in range(line.start, line.end)]
    assert shown == sorted(set(shown))
    assert {at for at, letter in enumerate(body) if not letter.isspace()} <= set(shown)


@given(BODIES, st.integers(min_value=8, max_value=60))
def test_no_line_is_wider_than_the_screen(body: str, width: int) -> None:
    for line in lines(body, paragraphs(body, ()), width):
        text = body[line.start : line.end]
        assert line.indent + cell_len(text) <= width or len(text) == 1


def test_flattened_headings_and_lists_get_lines_of_their_own() -> None:
    body = "We bake. Key job responsibilities • Knead the dough • Heat the oven About the team We are two."
    sections = (
        Section("Key job responsibilities", body.index("Key"), body.index("About")),
        Section("About the team", body.index("About"), len(body)),
    )
    laid_out = [body[line.start : line.end] for line in lines(body, paragraphs(body, sections), 60)]
    assert [line for line in laid_out if line] == [
        "We bake.",
        "Key job responsibilities",
        "• Knead the dough",
        "• Heat the oven",
        "About the team",
        "We are two.",
    ]


def test_a_long_text_without_breaks_is_parted_between_sentences() -> None:
    body = " ".join(f"This is sentence number {n} of a very long posting." for n in range(60))
    parts = paragraphs(body, ())
    assert len(parts) > 3
    assert all(body[part.start : part.end].rstrip().endswith(".") for part in parts)


def test_a_dash_in_a_sentence_is_no_list() -> None:
    body = "We bake - and we like it."
    assert len(paragraphs(body, ())) == 1


def test_a_word_longer_than_the_screen_is_cut_and_kept() -> None:
    body = "x" * 1_000
    laid_out = lines(body, paragraphs(body, ()), 40)
    assert "".join(body[line.start : line.end] for line in laid_out) == body
