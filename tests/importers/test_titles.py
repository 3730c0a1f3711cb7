"""A title is taken from a label or a turn of phrase, verbatim; where none is implied none is invented."""

import pytest

from store import InferredTitle
from tests.importers.pages import read

IMPLIED = [
    ("We are looking for a Registered Nurse to join our ward.", "Registered Nurse"),
    ("We seek a passionate, talented Applied Scientist.", "Applied Scientist"),
    ("We are looking for a Head of Data to lead.", "Head of Data"),
    (
        "We're hiring a Staff Software Engineer (Backend) to own payments.",
        "Staff Software Engineer (Backend)",
    ),
    ("Acme is seeking a VP of Product who can scale.", "VP of Product"),
    ("We need a DevOps Engineer with Kubernetes.", "DevOps Engineer"),
    ("Looking for an experienced C++ Developer for our trading desk.", "C++ Developer"),
    ("We are looking for a welder on nights.", "welder"),
    ("We are hiring a Sales Manager in Leeds.", "Sales Manager"),
    ("As a Staff Nurse, you will care for patients.", "Staff Nurse"),
    ("As a night baker, you will shape loaves.", "night baker"),
    (
        "We are looking for a highly motivated and experienced senior software engineer to join us.",
        "senior software engineer",
    ),
    ("We are seeking a .NET Developer.", ".NET Developer"),
    ("We are seeking an iOS Engineer.", "iOS Engineer"),
    ("Join our bakery as a Pastry Chef.", "Pastry Chef"),
    ("The role of Sous Chef is open.", "Sous Chef"),
    ("This Warehouse Operative position is permanent.", "Warehouse Operative"),
    ("Are you a Registered Nurse looking for change?", "Registered Nurse"),
    ("We are looking for a marine biologist to study kelp.", "marine biologist"),
    ("We are looking for a Marine Biologist II to study kelp.", "Marine Biologist II"),
    ("We have an opening for a Forklift Operator at our depot.", "Forklift Operator"),
    ("Fernbrook seeks a Director of Nursing and Midwifery to lead.", "Director of Nursing and Midwifery"),
    ("We are looking for a Senior Product Manager, Payments, to own.", "Senior Product Manager"),
    ("We're looking for a full-time, permanent HGV Driver (Class 1) to join", "HGV Driver (Class 1)"),
    ("We are looking for a Software Engineer Key job responsibilities Manager", "Software Engineer"),
    (
        "We are looking for a Site Reliability Engineer/DevOps Engineer",
        "Site Reliability Engineer/DevOps Engineer",
    ),
    ("We are looking for an R&D Engineer.", "R&D Engineer"),
    ("We are looking for a Full Stack Developer.", "Full Stack Developer"),
    ("We are looking for a Creative Director.", "Creative Director"),
    ("We are looking for a Customer Success Manager.", "Customer Success Manager"),
    ("We're looking for a Talented Welder.", "Welder"),
    ("Looking for a full-stack developer with React.", "full-stack developer"),
    ("We are recruiting a part-time Teaching Assistant for", "Teaching Assistant"),
    ("We are seeking a Physician Assistant.", "Physician Assistant"),
    ("We are seeking a Nurse Practitioner (NP) for", "Nurse Practitioner"),
    ("We are looking for a Chief of Staff to", "Chief of Staff"),
    ("We need a QA Lead.", "QA Lead"),
    ("Looking for a tech lead to", "tech lead"),
    ("We are looking for an HR Business Partner to", "HR Business Partner"),
    ("We are looking for a social worker to", "social worker"),
    ("Now hiring: Night Baker at", "Night Baker"),
    ("We are looking for a customer service representative to", "customer service representative"),
    ("As the Head Chef, you will lead the kitchen.", "Head Chef"),
    ("We are looking for a Member of Technical Staff to", "Member of Technical Staff"),
    ("We are looking for an Electrical Fitter and a Plumber.", "Electrical Fitter"),
    ("We are looking for a brilliant, kind bioinformatician to", "bioinformatician"),
    ("You'll be our next Fleet Manager!", "Fleet Manager"),
    ("We seek a Postdoctoral Researcher in glaciology", "Postdoctoral Researcher"),
    ("We are searching for an early career Machine Learning Engineer who", "Machine Learning Engineer"),
    ("We are looking for a Professor of Marine Biology at", "Professor of Marine Biology"),
    ("We want a Scrum Master.", "Scrum Master"),
    ("We're looking for a rockstar developer", "developer"),
    ("Seeking a detail-oriented Quality Assurance Analyst for", "Quality Assurance Analyst"),
    ("We are looking for a data-driven Growth Marketing Manager", "Growth Marketing Manager"),
    ("We are looking for a speech and language therapist to", "speech and language therapist"),
    ("hiring a Health and Safety Officer for", "Health and Safety Officer"),
    ("We are looking for a technical recruiter who", "technical recruiter"),
    ("We are looking for an Aircraft Maintenance Engineer - B1 licence", "Aircraft Maintenance Engineer"),
    ("We are looking for a Bilingual Receptionist", "Bilingual Receptionist"),
    ("As an IT Analyst, you will open tickets.", "IT Analyst"),
    ("As an Underwriting Agent you will write.", "Underwriting Agent"),
    ("As a baker, the ideal candidate rises early.", "baker"),
]
NOT_IMPLIED = [
    "We are looking for a candidate who loves data.",
    "We are looking for someone with grit.",
    "We are building a team of engineers.",
    "We are looking for talent.",
    "As a company, we value you.",
    "As a leader in logistics, you can trust us.",
    "We seek a leader.",
    "We seek a strong leader to guide you.",
    "As a leading Manufacturer of pumps, we offer you a career.",
    "As a global logistics provider, we move your goods.",
    "We are looking for a team player.",
    "You must have experience as a Data Analyst.",
    "Are you a leader? Are you an innovator?",
    "Our hiring manager will call you.",
    "The Hiring Manager will call.",
    "We are looking for a new way to help our customers.",
    "We are looking for a partner to grow with us.",
    "You report to a Senior Manager.",
    "You will be working with a Product Manager.",
    "Wir suchen eine Krankenschwester.",
    "We are looking for a self-starter who loves cakes.",
    "We are looking for an individual who",
    "We are looking for an amazing human being.",
    "We seek a person of integrity.",
    "We are looking for a hard worker to",
    "If you are looking for a manager who cares, apply.",
    "As an employee, you get shares.",
    "As an equal opportunity employer, we welcome you.",
    "As a member of the UC organization, you’ll support.",
    "As a result, you will grow.",
    "As part of the team you will bake.",
    "The successful candidate will be a natural communicator.",
    "a registered company is hiring Drivers",
    "We are looking for a unicorn.",
    "We are looking for Python developers",
    "Work side by side with our Hiring Managers & Recruiter to learn.",
    "We will guide you to become a Technical Director.",
    "You answer to the owner as the manager.",
    "As a trusted partner, we continually focus on you.",
    "As an associate, you will grow.",
    "You will work with customers and suppliers as a Trusted Advisor.",
]


def inferred(text: str) -> InferredTitle | None:
    """Read a body below a place, where no line can be a title of its own."""
    (draft,), _ = read(f"GB, London\n{text}", "page")
    assert draft.title is None
    return draft.title_inferred


@pytest.mark.parametrize(("text", "title"), IMPLIED)
def test_a_turn_of_phrase_implies_a_title(text: str, title: str) -> None:
    found = inferred("The lamp needs keeping. " + text)
    assert found is not None
    assert found.text == title
    assert found.rule


@pytest.mark.parametrize("text", NOT_IMPLIED)
def test_nothing_is_invented(text: str) -> None:
    assert inferred("The lamp needs keeping. " + text) is None


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("We seek a Night Baker.", "sought"),
        ("As a Night Baker, you will bake.", "as-a"),
        ("Join us as a Night Baker.", "join-as"),
        ("The position of Night Baker is open.", "role-of"),
        ("We have an opening for a Night Baker.", "opening"),
        ("You will be our Night Baker.", "you-will-be"),
        ("This Night Baker role is permanent.", "named-role"),
    ],
)
def test_each_rule_has_its_name(text: str, rule: str) -> None:
    found = inferred(text)
    assert found is not None
    assert (found.text, found.rule) == ("Night Baker", rule)


def test_a_capitalised_title_goes_before_an_earlier_one() -> None:
    found = inferred("We seek a hands-on researcher. As a Senior Baker at Tallow, your day is night.")
    assert found is not None
    assert found.text == "Senior Baker"


def test_of_two_capitalised_titles_the_first_is_taken() -> None:
    found = inferred("We seek a Night Baker. As a Senior Baker, you lead.")
    assert found is not None
    assert (found.text, found.start, found.end) == ("Night Baker", 10, 21)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Title: Data Scientist II Location: Leeds", "Data Scientist II"),
        ("Job Title: Head of Data. We count.", "Head of Data"),
        ("Position: Night Baker | Salary: 20", "Night Baker"),
        ("The Role: Be part of the team that keeps the lamp.", None),
        ("the title: of the song", None),
        ("Title: " + "very " * 60 + "long", None),
    ],
)
def test_a_label_states_a_title(text: str, title: str | None) -> None:
    (draft,), _ = read(f"GB, London\n{text}", "page")
    assert draft.title == title
