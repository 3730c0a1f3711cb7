"""Words that say how senior a job is: in a title each of them counts, in a text those that differ may.

Texts of one role at two levels are nearly the same, so what little differs has to be looked at for such words.
"""

import re

# Words of rank, each with the one that stands for it.
_LEVELS = {
    word: group.split()[0]
    for group in (
        "intern internship interns praktikant praktikantin praktikum stagiaire stage becario",
        "trainee traineeship volontär",
        "apprentice apprenticeship azubi auszubildender auszubildende ausbildung alternance",
        "student werkstudent werkstudentin",
        "graduate absolvent",
        "entry entry-level einsteiger beginner",
        "junior jr jnr jun",
        "associate",
        "assistant asst assistent assistentin",
        "deputy vice stellvertretender stellvertretende",
        "mid middle intermediate mid-level",
        "experienced",
        "senior sr snr sen senioren",
        "expert",
        "staff",
        "lead leading leader teamlead teamleiter teamleiterin",
        "principal",
        "distinguished",
        "fellow",
        "head leiter leiterin leitung",
        "chief",
        "director direktor direktorin",
        "manager mgr managing",
        "supervisor",
        "foreman",
        "executive exec",
        "president",
        "vp avp svp evp",
        "cto", "ceo", "cfo", "coo", "cio", "ciso", "cpo", "cmo",
        "postdoc postdoctoral", "phd doctoral doktorand doktorandin", "master", "bachelor",
    )
    for word in group.split()
}  # fmt: skip
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7", "viii": "8"}
_GRADE = re.compile(r"(?:[a-z]?[0-9]{1,2}[a-z]?)")

# Beside those of titles that a text says of the person, not of others: what is done at a higher level, and what
# has to be brought along. "Lead", "manager" and such stand in every text, so they count in titles alone.
_SAID_WORDS = """
senior junior intern interns internship internships trainee trainees apprentice apprenticeship graduate undergraduate entry-level
principal mentor mentors mentoring mentorship coach coaches coaching coached supervise supervises
supervising supervision phd doctorate doctoral postdoctoral master masters bachelor bachelors diploma
"""
RANKS = frozenset(_SAID_WORDS.split())
_YEARS = ("year", "yr", "jahr")
_BEFORE_YEARS = re.compile(r"([0-9]{1,2})\+? ?(?:(?:-|to) ?[0-9]{1,2}\+? ?)?$")
AMONG = 8  # differing words among which one of rank means another level: fewer are chance


def level(word: str) -> str | None:
    """Return the one form of a title's word of rank or grade, None for any other word."""
    if word in _LEVELS:
        return _LEVELS[word]
    if word in _ROMAN:
        return _ROMAN[word]
    return word if _GRADE.fullmatch(word) else None


def years(text: str) -> list[str]:
    """Return what a normalised text says of years: `5 years`."""
    found = []
    for word in _YEARS:
        if word in text:
            matches = (_BEFORE_YEARS.search(part[-12:]) for part in text.split(word)[:-1])
            found += [f"{match[1]} years" for match in matches if match]
    return found


def another_level(words: int, ranks: int) -> bool:
    """Whether two texts that differ by so many words, so many of them of rank, are of different levels."""
    return 0 < words <= AMONG * ranks
