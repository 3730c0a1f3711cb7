"""Where a measure has no value."""


class Undefined(Exception):
    """A measure has no value here. The text is a sentence for people that says why."""


NOTHING_TWICE = "Nothing was answered by two people yet."
NOBODY_MARKED = "Nobody marked any words."
ALL_EQUAL = "All answers are equal, so there is nothing that chance could be told from."
