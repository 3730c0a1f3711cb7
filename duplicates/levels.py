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
# Such a word tells no level before one of these, or behind one: "Stage Manager", "Lead Generation", "Data Entry".
_BEFORE_ROLES = {
    word: frozenset(roles.split())
    for word, roles in {
        "stage": "manager hand hands technician carpenter crew director",
        "master": "data plan planning planner schedule scheduler scheduling thesis",
        "lead": "generation gen qualification conversion nurturing scoring acid paint abatement time times",
        "student": "services service affairs success support recruitment admissions housing loan loans accommodation "
        "engagement experience advisor adviser counselor counsellor",
        "graduate": "school admissions recruitment studies",
        "executive": "search recruiter recruiting recruitment coach education",
        "staff": "training development scheduling canteen",
        "expert": "witness",
        "entry": "systems",
    }.items()
}
_BEHIND_ROLES = {
    "entry": frozenset({"data", "order", "catalogue", "catalog"}),
    "master": frozenset({"scrum", "station", "harbour", "harbor", "web", "post", "quiz"}),
    "stage": frozenset({"early", "late", "growth"}),
}
_MONTH_WORDS = """
january february march april may june july august september october november december jan feb mar apr jun
jul aug sep sept oct nov dec januar februar märz mai juni juli oktober dezember
"""
MONTHS = frozenset(_MONTH_WORDS.split())
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7", "viii": "8"}
_GRADE = re.compile(r"(?:[lpe]|ic)[0-9]{1,2}")  # L5, IC3
# A number is a grade behind such a word, or where a part of the title ends: "Engineer 2", "Engineer 2, Ovens".
_NUMBERED = re.compile(
    r"\b(?:level|grade|tier|band|stufe)\s+(?P<said>[0-9]{1,2}|[ivx]{1,4})\b"
    r"|(?<!\w)(?P<before>[^\W\d_]{2,})\.?\s+(?P<end>[0-9]{1,2}|[ivx]{1,4})(?=\s*(?:$|[,;:()\[\]|]|[-–—]\s))"
)

# Beside those of titles that a text says of the person, not of others: what is done at a higher level, and what
# has to be brought along. "Lead", "manager" and such stand in every text, so they count in titles alone.
_SAID_WORDS = """
senior junior intern interns internship internships trainee trainees apprentice apprenticeship graduate
undergraduate entry-level principal mentor mentors mentoring mentorship coach coaches coaching coached
supervise supervises supervising supervision phd doctorate doctoral postdoctoral master masters bachelor
bachelors diploma
"""
RANKS = frozenset(_SAID_WORDS.split())
_YEARS = ("year", "yr", "jahr")
_BEFORE_YEARS = re.compile(r"([0-9]{1,2})\+? ?(?:(?:-|to) ?[0-9]{1,2}\+? ?)?$")
_BEFORE = 12  # characters that what stands before a year has at most
_DIGITS = frozenset("0123456789")
AMONG = 8  # differing words among which one of rank means another level: fewer are chance


def level(word: str, before: str = "", after: str = "") -> str | None:
    """Return the one form of a title's word of rank or grade, None for any other word.

    `before` and `after` are the words beside it: with some of them it names what is done, not by whom.
    """
    if after in _BEFORE_ROLES.get(word, ()) or before in _BEHIND_ROLES.get(word, ()):
        return None
    return _LEVELS.get(word) or (word if _GRADE.fullmatch(word) else None)


def grades(title: str) -> dict[str, str]:
    """Return the numbers in a normalised title that are grades, roman or not, each with its one form."""
    found = {}
    for match in _NUMBERED.finditer(title):
        number = match["said"] or match["end"]
        if match["before"] in MONTHS or (number in found):
            continue
        form = _ROMAN.get(number, number)
        if form.isdigit():
            found[number] = form
    return found


def years(text: str) -> list[str]:
    """Return what a normalised text says of years: `5 years`."""
    found = []
    for word in _YEARS:
        at = text.find(word)
        while at >= 0:
            before = text[max(0, at - _BEFORE) : at]
            # Most years have no number before them, and a look at one letter says so.
            if before.rstrip(" +")[-1:] in _DIGITS and (match := _BEFORE_YEARS.search(before)):
                found.append(f"{match[1]} years")
            at = text.find(word, at + len(word))
    return found


def another_level(words: int, ranks: int) -> bool:
    """Whether two texts that differ by so many words, so many of them of rank, are of different levels."""
    return 0 < words <= AMONG * ranks
