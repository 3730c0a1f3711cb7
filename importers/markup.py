"""HTML as lines of text: paragraphs and list items on lines of their own, scripts and styles dropped."""


def is_markup(text: str) -> bool:
    """Whether text holds a tag of HTML, and not merely a `<`."""
    raise NotImplementedError


def text_of(html: str) -> tuple[str, list[tuple[int, str]]]:
    """Return the text of HTML, and the offset and words of each heading in it. Nothing is fetched."""
    raise NotImplementedError
