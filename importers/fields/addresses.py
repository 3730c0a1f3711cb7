"""Places worded as `City, Region, Country`, the order of letters and of most job boards.

Only what is certain is set: the last word of `Elm Creek, CA` may be California or Canada, and stays a word.
"""

import re
from functools import lru_cache

from store import Location, canonical_line, folded, visible

from .countries import country_code
from .country_names import alpha_3, country_named
from .locations import LONGEST_LINE, location_of
from .regions import NATIONS, STATES, is_city_in, is_region, state_code

# Not one place but several, or a place and something else.
_MORE = re.compile(r"[;/|•·]|\s(?:or|and|&)\s.*,|\s[-–—]\s")
_NO_NAME = re.compile(r"(?i)\d|\b(?:remote|hybrid|anywhere|multiple|various|worldwide|locations?|offices?)\b")
_CODE = re.compile(r"[A-Z0-9]{1,3}")
_STATE_AND_COUNTRY = "georgia"
_CITIES_AND_STATES = ("new york", "washington")


@lru_cache(maxsize=8192)
def address_of(text: str) -> Location:
    """Return the place that text words, in either order: `US, CA, Pasadena` or `Berlin, Germany`.

    Of a form that is not known, or not certain, only the text is known.
    """
    line = canonical_line(text)
    plain = canonical_line(visible(line))
    if len(plain) > LONGEST_LINE or _MORE.search(plain):
        return Location(line)
    *before, last = [part for part in map(str.strip, plain.split(",")) if part] or [""]
    found = _to_country(line, before, last) or _to_state(line, before, last)
    if found:
        return found
    if len(before) == 1 and _CODE.fullmatch(last):
        return Location(line)  # `LA, CA`: Laos or Los Angeles
    return location_of(line)


def _to_country(line: str, before: list[str], last: str) -> Location | None:
    """`Germany`, `Berlin, Germany`, `London, England, United Kingdom`; of more parts the country alone."""
    country = _country(before, last)
    if country is None or (before and country_code(before[0]) == country):
        return None
    if len(before) == 1 and is_region(country, before[0]):
        region = None if folded(before[0]) in _CITIES_AND_STATES else before[0]
        return Location(line, country, region)
    if any(country_named(part) not in (None, country) and not is_region(country, part) for part in before):
        return Location(line)  # several countries
    match before:
        case [city]:
            return Location(line, country, None, _name(city))
        case [city, region] if country_code(city) is None:
            return Location(line, country, _name(region), _name(city))
        case [_, _]:
            return Location(line)
    return Location(line, country)


def _country(before: list[str], last: str) -> str | None:
    """The country that the last part certainly is."""
    if folded(last) == _STATE_AND_COUNTRY:
        return None
    code = country_named(last) or country_code(last) or alpha_3(last)
    if code and last in STATES:
        # A state's code, too, but not where the part before it is the region.
        at_end = len(before) == 2 and (_CODE.fullmatch(before[1]) or is_region(code, before[1]))
        return code if at_end else None
    return code


def _to_state(line: str, before: list[str], last: str) -> Location | None:
    """`Austin, TX`, `Austin, Texas`, `London, England`."""
    if len(before) != 1 or country_named(before[0]):
        return None
    if folded(last) in NATIONS:
        return Location(line, "GB", last, _name(before[0]))
    code = state_code(last)
    certain = country_code(last) is None and folded(last) != _STATE_AND_COUNTRY
    if code and (certain or is_city_in(before[0], code)):
        return Location(line, "US", last, _name(before[0]))
    return None


def _name(part: str) -> str | None:
    return None if _NO_NAME.search(part) else part
