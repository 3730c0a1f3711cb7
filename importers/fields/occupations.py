# ruff: noqa: SIM905 -- long lists of words read better as text
"""Words that name what a person does for a living, and the words around them that do not."""

import re

_NOUNS = frozenset(
    """
    accountant actor actuary adjuster administrator adviser advisor advocate agent agronomist aide
    ambassador anaesthetist analyst anesthetist animator appraiser apprentice arborist archaeologist
    architect archivist artist assembler assessor assistant associate astronomer attendant attorney
    auditor author baker barber barista bartender beekeeper biochemist biologist blacksmith boilermaker
    bookbinder bookkeeper botanist brewer bricklayer broker builder butcher butler buyer cabinetmaker
    captain cardiologist caregiver carer caretaker carpenter cartographer cashier caterer ceo cfo
    chaplain chauffeur cheesemaker chef chemist childminder chiropractor choreographer cio ciso clerk
    climatologist clinician co-ordinator coach coder columnist composer comptroller conductor
    confectioner conservator consultant controller coo cook coordinator copywriter counsel counsellor
    counselor courier cpo crofter cto curator custodian data-scientist dba dean deckhand decorator
    dentist dermatologist designer detective developer dietician dietitian director dishwasher
    dispatcher diver doctor draftsman dramaturg draughtsman dressmaker driver ecologist economist editor
    educator electrician embalmer endocrinologist engineer entomologist epidemiologist ergonomist escort
    estimator ethicist evaluator evangelist examiner executive fabricator facilitator farmer farrier
    fellow firefighter fisherman fishmonger fitter florist forecaster foreman forester forklift-operator
    forwarder fundraiser gamekeeper gardener gemmologist geneticist geographer geologist geophysicist
    geoscientist gilder glassblower glazier goldsmith graduate grinder groomer groundskeeper groundsman
    grower guard guide gynaecologist haematologist hairdresser handler handyman hatter herdsman
    historian horticulturist host hostess housekeeper hydrologist hygienist illustrator immunologist
    inspector installer instructor intern interpreter interviewer inventor investigator ironworker
    janitor jeweler jeweller joiner journalist judge knitter labeller laborer labourer landscaper lawyer
    lead leader lecturer librarian lifeguard linguist lithographer loader locksmith logistician
    longshoreman lumberjack machinist maid maltster manager marketer mason masseur masseuse mate
    mathematician matron mechanic mechanician mediator medic merchandiser merchant metallurgist
    meteorologist metrologist microbiologist midwife miller milliner miner moderator mortician mover
    musician nanny navigator negotiator neurologist nurse nutritionist obstetrician oceanographer
    officer oncologist operative operator optician optometrist orderly organiser organist organizer
    ornithologist orthodontist osteopath packer paediatrician painter paralegal paramedic paramedical
    park-ranger pathologist pedagogue pediatrician pharmacist pharmacologist phlebotomist photographer
    physician physicist physiologist physiotherapist picker pilot pipefitter planner plasterer plumber
    podiatrist policeman policewoman porter postdoc postman potter practitioner president pressman
    principal printer producer professor programmer proofreader prosthetist psychiatrist psychologist
    psychotherapist publicist quantity-surveyor radiographer radiologist ranger realtor receptionist
    recruiter referee registrar rehabilitator repairer reporter representative researcher restaurateur
    restorer rheumatologist rigger roaster roofer saddler sailor salesman salesperson saleswoman
    scaffolder scheduler scientist scribe sculptor seamstress secretary seismologist sergeant shepherd
    shopfitter silversmith singer skipper sociologist solicitor sommelier specialist sre statistician
    steelworker stevedore steward stewardess stockbroker stonemason strategist structurer stylist
    superintendent supervisor surgeon surveyor tailor taxidermist teacher technician technologist teller
    tester therapist tiler toolmaker toxicologist trader trainee trainer translator treasurer tutor
    typist underwriter upholsterer urologist usher valet valuer vet veterinarian veterinary violinist
    virologist volunteer vp waiter waitress warden warehouseman watchmaker weaver webmaster welder
    winemaker woodworker worker workman writer zookeeper zoologist
    """.split()
)
# Kinds of people as much as occupations: titles only with a word before them that says of what.
_NEED_A_WORD = frozenset(
    "actor advocate ambassador associate author builder coach executive fellow graduate guide host "
    "intern inventor keeper lead mover operator orderly president principal producer trainee volunteer "
    "worker".split()
)
# Titles only after these words: "team leader", but not "a strong leader".
_AFTER = {
    "leader": frozenset(
        "crew cell group line platoon project section shift squad store team troop yard".split()
    ),
    "member": frozenset(("crew", "cabin", "faculty")),
    "partner": frozenset(("business",)),
    "master": frozenset(("scrum", "harbour", "harbor", "station", "choir")),
    "owner": frozenset(("product", "process", "service")),
    "sister": frozenset(("ward", "nursing", "theatre")),
    "hand": frozenset(("farm", "stable", "stage", "deck")),
    "expert": frozenset(("matter", "subject-matter")),
}
# Capitalised words that end as occupations do and are none.
_NO_OCCUPATION = frozenset(
    """
    adventurer author bachelor banner barrier beginner believer better born buffer builder calendar
    career carrier center chamber chapter charter christian cluster collaborator color communicator
    community competitor computer consumer container contender contributor corner cover creator customer
    cyber december decision-maker deliver developer-first diaper dinner dreamer driver-less e-learner
    eager earlier either elder employer encounter engineer-led enter entrepreneur error ever exist
    expander explorer factor fast-learner father favor fighter filter finisher first-timer floor flower
    former founder further game-changer gamer gather gender go-getter greater hamper harbor helper
    higher holder hunger hunter indoor influencer innovator inquirer insider insurer interior italian
    job-seeker killer labor ladder latter layer leader-board learner leather letter list lover lower
    major maker manner manor manufacturer marker master matter mayor member mentor meter minister minor
    mirror mother motor multiplayer neighbor never newcomer northern november number october offer older
    oracle order other outdoor outlier outsider over owner paper partner passenger pepper performer
    persist pioneer player pointer poster power power-user prefer printer-friendly prior problem-solver
    processor professional promoter proper protector provider publisher quarter question-asker rather
    reader receiver register remainder reminder renter reseller resist retailer river router rover
    russian scanner sector seeker self-starter sender senior sensor september server shelter shopper
    shoulder silver sister sitter smaller soldier solver southern speaker spider sponsor starter sticker
    subscriber success summer supercomputer superior supplier supporter survivor taker talker
    team-player temper tender theater thinker tier timer together tower transfer traveler traveller
    twitter under undertaker university upper user vector vendor visitor voucher water weather western
    whether whisper wholesaler winner winter wonder
    """.split()
)
_CAPITALISED_ENDING = re.compile(r"[a-z]{2,}(?:er|or|ist|ian|eer|smith|wright|monger|woman|man|keeper)")
_HUMAN_AT_LARGE = re.compile(r".*(?:woman|man)")
_LOWER_ENDING = re.compile(
    r"[a-z-]{3,}(?:ologist|ographer|ometrist|iatrist|ician|smith|wright|monger|keeper)"
)

# What comes before `of` in a title: "Head of Data", "VP of Product".
POSTS_OF = frozenset(
    "avp captain chief curator dean director evp head keeper lead manager master member officer "
    "president professor superintendent svp vp".split()
)

# Praise and terms of employment: words before a title that are no part of it.
_PRAISE = frozenset(
    """
    able accomplished adaptable additional adept agile amazing ambitious analytical another articulate
    autonomous awesome best big bold brave bright brilliant calm capable career careful caring casual
    change charismatic cheerful clever collaborative committed compassionate competent confident
    conscientious considerate cool courageous creative credible crucial curious current customer-centric
    customer-facing customer-focused customer-obsessed daily data-driven dedicated deeply demonstrated
    dependable detail-oriented detailed determined diligent diplomatic disciplined discreet diverse
    driven dynamic eager early easy-going effective efficient eloquent empathetic empathic energetic
    engaged engaging enterprising enthusiastic excellent exceptional exciting experienced expert
    extraordinary extremely fabulous fantastic fast fast-learning fearless fixed-term flexible fluent
    focused forward-looking forward-thinking fresh friendly full-time fulltime fun future gentle genuine
    gifted goal-oriented good great growing hands-on hard hard-working hardworking helpful high highly
    highly-motivated highly-skilled honest humble hungry hybrid imaginative immediate impressive
    incredible independent individual industrious innovative inquisitive inspirational inspired
    inspiring intelligent inventive keen kind knowledgeable leading like-minded likeable local long-term
    loving loyal mature methodical meticulous mid-career mission-driven modern more motivated
    multi-talented multiple native neat new next nice observant obsessed on-site onsite open open-minded
    optimistic organised organized outgoing outstanding part-time passionate patient permanent
    personable pleasant polite positive practical pragmatic precise proactive productive proficient
    proven punctual qualified quick rapid ready real recent reliable remote resilient resourceful
    respectful responsible results-driven results-oriented rigorous rockstar rounded savvy seasonal
    seasoned self-driven self-motivated self-sufficient sensible sharp similar single skilful skilled
    skillful smart sociable solid solution-oriented special spirited star stellar strong successful
    suitable superb superstar supportive sympathetic talented team-oriented temporary tenacious terrific
    thorough thoughtful time tireless top top-notch tough trained truly trusted trustworthy unique
    upbeat urgent versatile very vibrant vigilant visionary vital warm well well-organised
    well-organized well-rounded wonderful world-class young zealous
    """.split()
)
_PRAISING = re.compile(r".+(?:ly|ful|ous|-minded|-driven|-focused|-oriented|-obsessed|-motivated|-skilled)")
# Lower-case words that end like praise, or stand beside it, and belong to a title.
_KEPT = frozenset("remotely sous assembly family religious indigenous early-years elderly supply".split())
# Praise in lower case, but the beginning of a title when capitalised: "Creative Director".
_TITLE_IN_CAPITALS = frozenset(
    "career change creative customer diverse early expert fast future hard hybrid individual lead local "
    "native new quality special star top".split()
)
RANKS = frozenset(
    "assistant chief deputy graduate head jr junior lead principal registered senior sr staff trainee".split()
)


def is_occupation(word: str, before: str | None) -> bool:
    """Whether word, one that follows `before` in a phrase, names an occupation in the singular."""
    lower = word.casefold().rstrip(".")
    if lower in _AFTER:
        return before is not None and before.casefold() in _AFTER[lower]
    last = lower.rsplit("-", 1)[-1].rsplit("/", 1)[-1]
    if lower in _NEED_A_WORD:
        return before is not None and not is_praise(before)
    if lower in _NOUNS or last in _NOUNS - _NEED_A_WORD:
        return True
    if word[:1].isupper() and _CAPITALISED_ENDING.fullmatch(lower):
        return lower not in _NO_OCCUPATION and not (_HUMAN_AT_LARGE.fullmatch(lower) and len(lower) < 7)
    return _LOWER_ENDING.fullmatch(lower) is not None and lower not in _NO_OCCUPATION


def is_praise(word: str) -> bool:
    """Whether word, before a title, speaks of the person or the terms and not of the work."""
    lower = word.casefold()
    if lower in _TITLE_IN_CAPITALS and word[:1].isupper():
        return False
    return lower in _PRAISE or (lower not in _KEPT and _PRAISING.fullmatch(lower) is not None)
