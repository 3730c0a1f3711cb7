"""Places from the city outwards: what is certain is set, and the words stay as they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.fields.addresses import address_of
from importers.fields.countries import COUNTRIES
from importers.fields.country_names import alpha_3, country_named, country_of
from store import Location, canonical_line


@pytest.mark.parametrize(
    ("text", "country", "region", "city"),
    [
        ("Berlin, Germany", "DE", None, "Berlin"),
        ("München, Deutschland", "DE", None, "München"),
        ("Mexico City, Mexico", "MX", None, "Mexico City"),
        ("Singapore, Singapore", "SG", None, "Singapore"),
        ("Port of Spain, Trinidad and Tobago", "TT", None, "Port of Spain"),
        ("London, England, United Kingdom", "GB", "England", "London"),
        ("London, England", "GB", "England", "London"),
        ("Paris, FR", "FR", None, "Paris"),
        ("Austin, TX, US", "US", "TX", "Austin"),
        ("Austin, TX, United States", "US", "TX", "Austin"),
        ("Seattle, Washington, USA", "US", "Washington", "Seattle"),
        ("San Francisco, CA, US", "US", "CA", "San Francisco"),
        ("Munich, BY, DE", "DE", "BY", "Munich"),
        ("Bangalore, KA, IN", "IN", "KA", "Bangalore"),
        ("Toronto, ON, CA", "CA", "ON", "Toronto"),
        ("Toronto, Ontario, CA", "CA", "Ontario", "Toronto"),
        ("Austin, , US", "US", None, "Austin"),
        ("Austin, TX", "US", "TX", "Austin"),
        ("Austin, Texas", "US", "Texas", "Austin"),
        ("San Francisco, CA", "US", "CA", "San Francisco"),
        ("Atlanta, Georgia", "US", "Georgia", "Atlanta"),
        ("California, United States", "US", "California", None),
        ("Georgia, United States", "US", "Georgia", None),
        ("Bavaria, Germany", "DE", "Bavaria", None),
        ("New York, United States", "US", None, None),
        ("Germany", "DE", None, None),
        ("united states", "US", None, None),
        ("USA", "US", None, None),
        ("Remote, US", "US", None, None),
        ("Multiple Locations, Germany", "DE", None, None),
        ("4 Pier Road, Leeds, West Yorkshire, United Kingdom", "GB", None, None),
        ("US, CA, Pasadena", "US", "CA", "Pasadena"),
        ("GB, London", "GB", None, "London"),
        ("SG, Singapore", "SG", None, "Singapore"),
        ("IN, TS, Hyderabad", "IN", "TS", "Hyderabad"),
    ],
)
def test_what_is_certain_is_set(text: str, country: str, region: str | None, city: str | None) -> None:
    assert address_of(text) == Location(text, country, region, city)


@pytest.mark.parametrize(
    "text",
    [
        "Remote", "Anywhere", "Leeds", "the harbour", "", "Elm Creek, CA", "Berlin, DE", "LA, CA", "IN, TS", "CA",
        "IN", "Tbilisi, Georgia", "Georgia", "Germany, France", "Berlin, Germany, France", "GB, Berlin, Germany",
        "Berlin; Paris, France", "Berlin / Hamburg, Germany", "Berlin and Hamburg, Germany", "Remote - Germany",
        "Leeds, Narnia", "Austin, TX 78701", "2 Locations", "berlin, germany, " + "x" * 100,
    ],
)  # fmt: skip
def test_of_what_is_not_certain_only_the_words_are_known(text: str) -> None:
    assert address_of(text) == Location(canonical_line(text))


@given(
    st.text()
    | st.lists(st.sampled_from(["Berlin", "CA", "US", "Germany", ",", ", ", " ", "(", "\u200b"])).map("".join)
)
def test_the_words_always_stay(text: str) -> None:
    place = address_of(text)
    assert place.text == canonical_line(text)
    assert place.country is None or place.country in COUNTRIES
    assert all(piece in place.text.replace("\u200b", "") for piece in (place.region, place.city) if piece)


def test_countries_have_names_and_three_letters_each() -> None:
    assert country_named("  the   NETHERLANDS ") == "NL"
    assert country_named("NL") is None
    assert alpha_3("NLD") == "NL"
    assert alpha_3("NL") is None
    assert [country_of(text) for text in ("nl", "NLD", "nld", "uk", "Holland", "Narnia", "")] == [
        "NL", "NL", "NL", "GB", "NL", None, None,
    ]  # fmt: skip
