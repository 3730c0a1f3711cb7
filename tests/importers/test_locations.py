"""`CC, [REGION,] City` is understood; a sentence is never taken for a place."""

import pytest

from importers.fields.countries import COUNTRIES
from importers.fields.locations import is_location_line, location_of
from store import Location


@pytest.mark.parametrize(
    ("text", "country", "region", "city"),
    [
        ("US, CA, Pasadena", "US", "CA", "Pasadena"),
        ("GB, London", "GB", None, "London"),
        ("UK, London", "GB", None, "London"),
        ("ES, B, Barcelona", "ES", "B", "Barcelona"),
        ("JP, 13, Tokyo", "JP", "13", "Tokyo"),
        ("US, MA, N.reading", "US", "MA", "N.reading"),
        ("IN, TS, Hyderabad", "IN", "TS", "Hyderabad"),
        ("IL, Tel Aviv", "IL", None, "Tel Aviv"),
        ("LU, Luxembourg", "LU", None, "Luxembourg"),
        ("DE, BE, Berlin", "DE", "BE", "Berlin"),
        ("BR, SP, São Paulo", "BR", "SP", "São Paulo"),
        ("BR, SP, Sa\u0303o Paulo", "BR", "SP", "Sa\u0303o Paulo"),
        ("US, Virtual", "US", None, "Virtual"),
        ("CA, QC, Saint-Jean-sur-Richelieu", "CA", "QC", "Saint-Jean-sur-Richelieu"),
        ("US, DC, Washington, D.C.", "US", "DC", "Washington, D.C."),
        ("US, Washington, D.C.", "US", None, "Washington, D.C."),
        ("US, California, Pasadena", "US", "California", "Pasadena"),
        ("US, MO, St. Louis", "US", "MO", "St. Louis"),
        ("US, ID, Coeur d'Alene", "US", "ID", "Coeur d'Alene"),
        ("US, ID, Coeur d’Alene", "US", "ID", "Coeur d’Alene"),
        ("NL, NB, 's-Hertogenbosch", "NL", "NB", "'s-Hertogenbosch"),
        ("GB, Stratford upon Avon", "GB", None, "Stratford upon Avon"),
        ("DE, HE, Frankfurt am Main", "DE", "HE", "Frankfurt am Main"),
        ("CH, Zürich/Genève", "CH", None, "Zürich/Genève"),
        ("JP, 東京", "JP", None, "東京"),
        ("IL, תל אביב", "IL", None, "תל אביב"),
        ("US,CA,Pasadena", "US", "CA", "Pasadena"),
        ("GB, London (Hybrid)", "GB", None, "London (Hybrid)"),
    ],
)
def test_a_place_is_understood(text: str, country: str, region: str | None, city: str) -> None:
    assert is_location_line(text)
    assert location_of(text) == Location(text, country, region, city)


@pytest.mark.parametrize(
    "text",
    [
        "US, we think, is great",
        "US, we think.",
        "US, Great.",
        "US, Let us begin the survey",
        "IT, as they say, never sleeps and never eats",
        "NO, thanks",
        "us, ca, pasadena",
        "ZZ, Nowhere",
        "USA, CA, Pasadena",
        "US",
        "US,",
        "US, , London",
        "US, CA,",
        "London, GB",
        "US CA Pasadena",
        "  • GB, London",
        "GB, London: the story",
        "GB, London!",
        "IN, the beginning",
        "DE, de la",
        "FR, 75",
        "US, CA, Pasadena, Los Angeles, San Diego",
        "GB, " + "London " * 40,
        "GB, " + "L" * 200,
        "",
    ],
)
def test_prose_is_no_place(text: str) -> None:
    assert not is_location_line(text)
    assert location_of(text) == Location(" ".join(text.split()))


@pytest.mark.parametrize("space", ["\u00a0", "\u2009", "\u202f", "\u3000", "  ", "\t", " \u200b"])
def test_odd_spaces_are_only_spaces(space: str) -> None:
    found = location_of(f"{space}US,{space}CA,{space}Pasadena{space}")
    assert (found.country, found.region, found.city) == ("US", "CA", "Pasadena")


def test_every_assigned_country_is_known() -> None:
    assert len(COUNTRIES) == 249
    assert {"GB", "IL", "IN", "JP", "LU", "SS", "CW"} <= COUNTRIES
    assert not {"UK", "XK", "AN", "SU", "EU"} & COUNTRIES
