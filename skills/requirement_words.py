"""The words that say how a skill is asked for, in English: in a sentence, and in a heading."""

import re

from store import Requirement

REQUIRED, PREFERRED, MENTIONED = Requirement.REQUIRED, Requirement.PREFERRED, Requirement.MENTIONED

_GOOD = "(?:nice|helpful|useful|ideal|great|good|beneficial)"
_SIZE = "(?:big |huge |strong |definite |great |real |added |major )?"
_GAIN = "(?:plus|bonus|advantage|asset)"
_NEED = "(?:required|necessary|needed|essential|mandatory"
_NUMBER = r"(?:\d{1,2}|two|three|four|five|six|seven|eight|ten)"

# Of what they follow: "Python is a plus".
BEHIND = (
    (
        MENTIONED,
        rf"(?:is|are|was)?\s?(?:not|n[’']t) (?:strictly |absolutely |necessarily )?{_NEED}|a must)",
    ),
    (MENTIONED, "(?:is|are) no requirement"),
    (MENTIONED, "you (?:do not|don[’']t) (?:have|need) to (?:know|have)"),
    (PREFERRED, rf"an? {_SIZE}{_GAIN}\b"),
    (PREFERRED, rf"{_SIZE}{_GAIN}(?: points)?(?=\s*(?:$|[.,;:!()\n]))"),
    (PREFERRED, "(?:strongly |highly |much )?(?:preferred|desired|desirable|advantageous|beneficial)"),
    (PREFERRED, "(?:welcome|appreciated|optional)"),
    (PREFERRED, f"(?:would be |is |are )?{_GOOD} to have"),
    (PREFERRED, rf"(?:would be|is|are) (?:a )?{_GOOD}(?! if\b)"),
    (PREFERRED, r"(?:helpful|useful|beneficial)(?=\s*(?:$|[.,;:!()\n]))"),
    (
        REQUIRED,
        r"(?:is |are )?(?:an? )?(?:absolutely |strictly |minimum )?"
        rf"(?<!the )(?<!any )(?<!all )(?<!as )(?<!if )(?<!when ){_NEED}|must(?!\s*\w))(?! to\b)(?! that\b)"
        r"(?! (?:skills?|experience|qualifications?)\b)",
    ),
    (REQUIRED, "(?:is|are) (?:an? )?(?:absolute |hard |minimum )?(?:must|requirement)(?: have)?"),
)

# Of what follows them: "Ideally you know Rust".
AHEAD = (
    (MENTIONED, "you (?:do not|don[’']t) (?:have|need) to be"),
    # Of the employer: "for almost thirty years", "in our three years".
    (
        MENTIONED,
        "(?:for|in our|(?:in|over|during|for) the (?:last|past)) "
        rf"(?:almost |nearly |over |about |more than )?{_NUMBER}\+? (?:years|yrs)(?=,| (?:we|now|our)\b)",
    ),
    (PREFERRED, "(?:nice|good|great)[ -]to[ -]haves?"),
    (PREFERRED, "(?:bonus|extra|brownie) (?:points|credit)?(?: (?:if|for))?"),
    (PREFERRED, f"(?:it[’']s |it is |it would be )?(?:an? )?{_SIZE}{_GAIN} (?:if|for|:)"),
    (PREFERRED, f"(?:would be|is) {_GOOD} if"),
    (PREFERRED, "ideally"),
    (
        PREFERRED,
        "(?:preferably|preferred|desired|desirable|preference (?:for|given to)|we prefer|would prefer)",
    ),
    (PREFERRED, "(?:would love|even better|pluses|optional(?:ly)?)"),
    (REQUIRED, "must(?:[ -]haves?| be| know| demonstrate| possess| bring| hold| speak)"),
    (
        REQUIRED,
        "(?:required|mandatory|essential|minimum|basic) "
        "(?:skills?|experience|qualifications?|knowledge|requirements?)",
    ),
    (REQUIRED, r"(?:required|requirements?|mandatory|essential)\s?:"),
    (
        REQUIRED,
        r"(?:requires|we require|you(?: wi|[’'])ll need|you need|needs? to (?:have|know))\b",
    ),
    (
        REQUIRED,
        rf"(?:at least|minimum(?: of)?|more than|over)? ?{_NUMBER}(?:\+| or more| plus)? ?"
        r"(?:-|–|to)? ?(?:\d{1,2})?\+? (?:years|yrs)",
    ),
    (REQUIRED, "you (?:have|know|are (?:proficient|fluent|experienced|skilled|comfortable))"),
    (
        REQUIRED,
        "(?:ideal|successful) candidates? (?:has|have|combines?|possess|should|will (?:have|be|bring))",
    ),
    (REQUIRED, "proven (?:experience|track record)"),
)

WORDS = re.compile(
    "|".join(
        rf"(?P<{side}{number}>\b(?:{pattern}))"
        for side, cues in (("behind", BEHIND), ("ahead", AHEAD))
        for number, (_, pattern) in enumerate(cues)
    ),
    re.IGNORECASE,
)

_STEMS = """
requir prefer plus bonus must essential mandator necess need desir ideal nice good great advantag asset years yrs
proven minimum basic optional welcome appreciat beneficial helpful useful love better points credit
"""
STEMS = (*_STEMS.split(), "you have", "you know", "you are", "have to", "candidate")
"""One of these is in whatever `WORDS` finds: to look for them is quicker by far, and most sentences have none."""

STRICT = re.compile("must|requir|mandatory|essential|minimum|basic", re.IGNORECASE)
"""What begins so is not softened by a wish before it."""

NONE_ASKED = re.compile(r"\b(?:no|without)\b[^.,;:]{0,60}$", re.IGNORECASE)
"""Before a mention this turns "needed" after it into its opposite."""

# In order: the first that is found in a heading holds.
_HEADINGS = (
    (
        MENTIONED,
        r"export control|equal opportunit|benefits|perks|compensation|we offer|about (?:the|us|our)\b|\bwhy "
        "|diverse|inclusi|culture|commitment|balance",
    ),
    (
        PREFERRED,
        "prefer|desir|useful|helpful|recommended|would be|(?:nice|good)[ -]to[ -]have|bonus"
        r"|\bplus\b|pluses|optional|advantage|stand out|extra credit|ideally",
    ),
    (
        REQUIRED,
        "require|qualification|must[ -]have|essential|minimum|mandatory"
        "|what (?:you[’']?ll|you will|you) (?:need|bring)|looking for|who you are|about you"
        "|your (?:profile|skills|background)|skills|experience|education|you (?:have|need|know)"
        "|should (?:have|possess)|you should|ideal candidate|what we expect|criteria|competenc",
    ),
)
HEADINGS = tuple((requirement, re.compile(pattern, re.IGNORECASE)) for requirement, pattern in _HEADINGS)
