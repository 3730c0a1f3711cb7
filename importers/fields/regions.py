# ruff: noqa: SIM905 -- long lists of words read better as text
"""Regions that stand where a city or a country may stand: enough of them to tell a state from either."""

from store import folded

STATES = {
    "AL": "Alabama", "AK": "Alaska", "AZ": "Arizona", "AR": "Arkansas", "CA": "California", "CO": "Colorado",
    "CT": "Connecticut", "DE": "Delaware", "DC": "District of Columbia", "FL": "Florida", "GA": "Georgia",
    "HI": "Hawaii", "ID": "Idaho", "IL": "Illinois", "IN": "Indiana", "IA": "Iowa", "KS": "Kansas",
    "KY": "Kentucky", "LA": "Louisiana", "ME": "Maine", "MD": "Maryland", "MA": "Massachusetts", "MI": "Michigan",
    "MN": "Minnesota", "MS": "Mississippi", "MO": "Missouri", "MT": "Montana", "NE": "Nebraska", "NV": "Nevada",
    "NH": "New Hampshire", "NJ": "New Jersey", "NM": "New Mexico", "NY": "New York", "NC": "North Carolina",
    "ND": "North Dakota", "OH": "Ohio", "OK": "Oklahoma", "OR": "Oregon", "PA": "Pennsylvania",
    "RI": "Rhode Island", "SC": "South Carolina", "SD": "South Dakota", "TN": "Tennessee", "TX": "Texas",
    "UT": "Utah", "VT": "Vermont", "VA": "Virginia", "WA": "Washington", "WV": "West Virginia", "WI": "Wisconsin",
    "WY": "Wyoming",
}  # fmt: skip
"""The states of the USA, and its capital's district, by their codes."""

NATIONS = frozenset(("england", "scotland", "wales", "northern ireland"))
"""Parts of the United Kingdom, which often stand where a country does."""

_STATE_CODES = {folded(name): code for code, name in STATES.items()}
_REGIONS = {
    "US": frozenset((*_STATE_CODES, *map(folded, STATES))),
    "GB": NATIONS,
    "CA": frozenset(
        "ab/alberta/bc/british columbia/mb/manitoba/nb/new brunswick/nl/newfoundland and labrador/ns/nova scotia/"
        "on/ontario/pe/prince edward island/qc/quebec/québec/sk/saskatchewan".split("/")
    ),
    "AU": frozenset(
        "act/nsw/new south wales/nt/northern territory/qld/queensland/sa/south australia/tas/tasmania/vic/"
        "victoria/wa/western australia".split("/")
    ),
    "DE": frozenset(
        "baden-württemberg/bayern/bavaria/brandenburg/hessen/hesse/mecklenburg-vorpommern/niedersachsen/"
        "lower saxony/nordrhein-westfalen/north rhine-westphalia/nrw/rheinland-pfalz/rhineland-palatinate/saarland/"
        "sachsen/saxony/sachsen-anhalt/saxony-anhalt/schleswig-holstein/thüringen/thuringia".split("/")
    ),
}
# Cities so well known that the code after them, which is a country's as well, must be their state's.
_KNOWN = {
    "AL": "Birmingham/Montgomery", "AR": "Bentonville/Little Rock", "AZ": "Phoenix/Scottsdale/Tempe/Tucson",
    "CA": "Berkeley/Cupertino/Fresno/Irvine/Long Beach/Los Angeles/Menlo Park/Mountain View/Oakland/Palo Alto/"
    "Pasadena/Redwood City/Sacramento/San Diego/San Francisco/San Jose/San Mateo/Santa Clara/Santa Monica/Sunnyvale",
    "CO": "Boulder/Colorado Springs/Denver", "DE": "Dover/Wilmington", "GA": "Atlanta/Savannah", "ID": "Boise",
    "IL": "Chicago", "IN": "Indianapolis", "KY": "Lexington/Louisville", "LA": "Baton Rouge/New Orleans",
    "MA": "Boston/Cambridge/Waltham/Worcester", "MD": "Annapolis/Baltimore/Bethesda/Rockville", "ME": "Portland",
    "MN": "Minneapolis/Saint Paul/St. Paul", "MO": "Kansas City/Saint Louis/St. Louis", "MT": "Bozeman/Missoula",
    "NC": "Charlotte/Durham/Raleigh", "NE": "Lincoln/Omaha", "PA": "Philadelphia/Pittsburgh",
    "TN": "Chattanooga/Knoxville/Memphis/Nashville", "VA": "Alexandria/Arlington/Norfolk/Reston/Richmond",
}  # fmt: skip
_CITIES = frozenset((folded(city), code) for code, cities in _KNOWN.items() for city in cities.split("/"))


def is_region(country: str, text: str) -> bool:
    """Whether text is the name or the code of a region of the country: of a few countries only."""
    return folded(text) in _REGIONS.get(country, ())


def state_code(text: str) -> str | None:
    """Return the code of the state of the USA that text is the code (in capitals) or the name of."""
    return text if text in STATES else _STATE_CODES.get(folded(text))


def is_city_in(city: str, state: str) -> bool:
    """Whether nobody would doubt that the city lies in the state."""
    return (folded(city), state) in _CITIES
