"""Places so well known that people name them alone: what tells a place from a name or a role in a line."""

import re

from importers.fields.addresses import address_of
from importers.fields.country_names import country_named
from importers.fields.regions import is_region, state_code
from store import folded

MOST_PLACES = 12

_CITIES = """
    amsterdam/ann arbor/antwerp/arlington/athens/atlanta/auckland/austin/bangalore/bangkok/barcelona/basel/bay area/
    beijing/belgrade/bellevue/bengaluru/berkeley/berlin/bern/bethesda/birmingham/bogota/bogotá/boise/bologna/bombay/bonn/
    boston/boulder/bozeman/brighton/brisbane/bristol/brno/brooklyn/brussels/bucharest/budapest/buenos aires/burbank/
    burlingame/calgary/cambridge/cape town/cardiff/charlotte/chattanooga/chennai/chicago/cincinnati/cleveland/cologne/
    columbus/copenhagen/cork/culver city/cupertino/d.c./dallas/dc/delft/denver/detroit/dubai/dublin/durham/düsseldorf/
    edinburgh/eindhoven/el segundo/emeryville/foster city/fort worth/frankfurt/fremont/galway/gdansk/gdańsk/geneva/
    ghent/glasgow/gothenburg/göteborg/gurgaon/hamburg/helsinki/hoboken/hollywood/hong kong/houston/hyderabad/
    indianapolis/irvine/istanbul/jakarta/jersey city/jerusalem/johannesburg/kansas city/kiev/krakow/kraków/
    kuala lumpur/kyiv/la jolla/lagos/las vegas/lausanne/leeds/leipzig/leuven/lisbon/liverpool/london/long beach/
    los altos/los angeles/los gatos/lund/lyon/madison/madrid/malmo/malmö/manchester/manhattan/manila/melbourne/
    memphis/menlo park/mexico city/miami/milan/milano/milwaukee/minneapolis/minsk/montevideo/montreal/montréal/
    moscow/mountain view/mumbai/munich/münchen/nairobi/nashville/new delhi/new orleans/new york/new york city/noida/
    ny/nyc/oakland/omaha/orange county/orlando/osaka/oslo/ottawa/oxford/palo alto/paris/pasadena/philadelphia/
    phoenix/pittsburgh/playa vista/porto/portland/poznan/prague/princeton/providence/provo/pune/raleigh/redmond/
    redwood city/reston/reykjavik/riga/rio de janeiro/rome/rotterdam/sacramento/salt lake city/san antonio/san bruno/
    san carlos/san diego/san fran/san francisco/san francisco bay area/san jose/san mateo/san rafael/santa barbara/
    santa clara/santa cruz/santa monica/santiago/sao paulo/são paulo/scottsdale/seattle/seoul/sf/sf bay/sf bay area/
    shanghai/shenzhen/silicon valley/singapore/sofia/somerville/south bay/south san francisco/st louis/st. louis/
    stanford/stockholm/stuttgart/sunnyvale/sydney/taipei/tallinn/tampa/tel aviv/tel-aviv/the hague/tokyo/toronto/
    tucson/turin/utrecht/vancouver/vienna/vilnius/waltham/warsaw/washington d.c./washington dc/waterloo/
    west hollywood/wien/wroclaw/wrocław/zagreb/zurich/zürich
"""
_WIDER = (
    "asia/emea/eu/europe/latin america/north america/east coast/west coast/new england/us/usa/u.s./uk/midwest"
)
_REGIONS_ALIKE = frozenset(("dc", "d.c.", "ny", "nyc", *_WIDER.split("/")))
_KNOWN = frozenset(map(folded, f"{_CITIES}/{_WIDER}".split("/")))
_AROUND = re.compile(
    r"(?i)^(?:the|in|near|greater|downtown|central|northern|southern|sunny|anywhere in|based in|offices? in)\s+"
    r"|\s+(?:(?:metro|greater)?\s*area|city|region|metro|downtown|office|preferred|based|only)$"
)
_BEFORE = re.compile(r"(?i)^(?:based in|offices? in|anywhere in|in|near)\s+")
_BETWEEN = re.compile(r"\s*(?:[/;•·+&–—]|\s-+\s|\bor\b|\band\b)\s*", re.IGNORECASE)
_PARENTHESES = re.compile(r"\s*\([^()]*\)")
_LONGEST = 60


def places_in(text: str) -> list[str]:
    """Return the places that text names and nothing else, none where it says anything else.

    `Berlin or Kiel, Germany` are two. `Boston/Cambridge, MA` is one: what follows the comma is said of both.
    """
    plain = _PARENTHESES.sub("", text)
    pieces = [piece.strip(" ,.") for piece in _BETWEEN.split(plain) if piece.strip(" ,.")]
    if not 0 < len(pieces) <= MOST_PLACES or not all(map(_is_one, pieces)):
        return []
    if len(pieces) == 1 or ("," in pieces[-1] and not any("," in piece for piece in pieces[:-1])):
        pieces = [text.strip(" .;/&+-–—")]
    return [place for piece in pieces for place in _parted(_BEFORE.sub("", piece))]


def _parted(piece: str) -> list[str]:
    """`Paris, Berlin, Oslo` are three; but a last one that is a region, too, says where the others lie."""
    parts = [part.strip() for part in piece.split(",")]
    alone = all(folded(part) in _KNOWN for part in parts) and not (
        country_named(parts[-1]) or state_code(parts[-1].title()) or folded(parts[-1]) in _REGIONS_ALIKE
    )
    return parts if alone else [piece]


def _is_one(piece: str) -> bool:
    bare = piece.strip(" ,.:")
    if not bare or len(bare) > _LONGEST or ":" in bare:
        return False
    if _is_known(bare):
        return True
    *before, last = [part.strip(" .") for part in bare.split(",") if part.strip(" .")]
    if not before:
        words = bare.split()
        return len(words) > 1 and state_code(words[-1].upper()) is not None and words[-2][:1].isupper()
    if all(map(_is_region, last.split())) or _is_region(last) or _is_known(last):
        is_one_place = len(before) == 1 or (len(before) == 2 and _is_region(before[1]))
        return (is_one_place and before[0][:1].isalpha()) or all(map(_is_known, before))
    return address_of(bare).country is not None


def _is_known(name: str) -> bool:
    bare = folded(_AROUND.sub("", _AROUND.sub("", name)))
    return any(
        form in _KNOWN or country_named(form) or state_code(form.title()) for form in (folded(name), bare)
    )


def _is_region(text: str) -> bool:
    return country_named(text) is not None or any(
        is_region(country, text) for country in ("US", "CA", "AU", "GB", "DE")
    )
