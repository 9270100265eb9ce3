"""The words that facts are told in: every closed list of answers."""

from enum import StrEnum


class Word(StrEnum):
    """A word of a closed list, hashed as the text it is: every rule looks words up."""

    __hash__ = str.__hash__


class Answer(Word):
    """An answer that may be lacking."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Role(Word):
    """Who claims."""

    PATIENT = "patient"
    GUARDIAN = "guardian"
    COMPANION = "companion"
    PARENT = "parent"


class Level(Word):
    """Primary care lies with the municipality, specialist care with the health region."""

    PRIMARY = "primary"
    SPECIALIST = "specialist"


class Choice(Word):
    """Where the treatment was given, seen from where the patient lives, and why there."""

    NEAREST = "nearest"
    OWN_MUNICIPALITY = "own_municipality"
    OWN_REGION = "own_region"
    FREE_CHOICE = "free_choice"
    NOT_OFFERED_IN_REGION = "not_offered_in_region"
    ELSEWHERE = "elsewhere"


class Record(Word):
    """What the treatment records answer about attendance; the service asks them itself."""

    ATTENDED = "attended"
    NOT_ATTENDED = "not_attended"
    NO_ANSWER = "no_answer"
    NOT_ASKED = "not_asked"


class Mode(Word):
    """What a leg was travelled by."""

    CAR = "car"
    BUS = "bus"
    TRAIN = "train"
    TRAM = "tram"
    BOAT = "boat"
    FERRY = "ferry"
    TAXI = "taxi"
    AIR = "air"


class ExpenseKind(Word):
    """What an expense was for."""

    PARKING = "parking"
    TOLL = "toll"
    CAR_FERRY = "car_ferry"
    WINTER_TYRES = "winter_tyres"
    TAXI = "taxi"
    FERRY_TICKET = "ferry_ticket"
    BOAT_TICKET = "boat_ticket"
    TICKET = "ticket"
    MEAL = "meal"
    OVERNIGHT = "overnight"
    LOST_EARNINGS = "lost_earnings"
    HIRED_HELP = "hired_help"


class EvidenceKind(Word):
    """What a document confirms."""

    ATTENDANCE = "attendance_confirmation"
    NEED_CAR_OR_TAXI = "need_car_or_taxi"
    NEED_COMPANION = "need_companion"


class Ground(Word):
    """Why something was needed."""

    HEALTH = "health"
    TRAFFIC = "traffic"


class Issuer(Word):
    """Who gave a document."""

    PRACTITIONER = "practitioner"
    TREATMENT_CENTRE = "treatment_centre"
    PATIENT_TRAVEL_OFFICE = "patient_travel_office"


class Exemption(Word):
    """A ground on which no charge is due."""

    NONE = "none"
    CHILD = "child"
    OCCUPATIONAL_INJURY = "occupational_injury"
    WAR_INJURY = "war_injury"
    INFECTIOUS_DISEASE = "infectious_disease"
    COMPULSORY_ADMISSION = "compulsory_admission"
    COMPULSORY_CARE = "compulsory_care"
    NEXT_OF_KIN_CHILD_PSYCHIATRY = "next_of_kin_child_psychiatry"
    DONOR = "donor"
    TRUST_TRANSFER = "trust_transfer"
    ABORTION_BOARD = "abortion_board"


class LateReason(Word):
    """Why a claim comes after its deadline."""

    NONE = "none"
    UNABLE = "unable"
    MISLED = "misled"
