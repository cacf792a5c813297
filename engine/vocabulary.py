"""The closed lists of the law and of the runtime. Each word is the one of diagrams, tables, URLs and screens."""

from enum import StrEnum


class Kind(StrEnum):
    """The three kinds of message that Decree 2-17-265, article 2, knows."""

    COMPLAINT = "complaint"
    OBSERVATION = "observation"
    SUGGESTION = "suggestion"


class Channel(StrEnum):
    """How a message reached the agency. `OTHER` is for registers that never wrote it down."""

    WEB = "web"
    PHONE = "phone"
    COUNTER = "counter"
    MAIL = "mail"
    FAX = "fax"
    EMAIL = "email"
    MOBILE = "mobile"
    API = "api"
    OTHER = "other"


#: The ways by which staff enter what reached them.
ENTERED_CHANNELS = (Channel.PHONE, Channel.COUNTER, Channel.MAIL, Channel.FAX, Channel.EMAIL)


class Language(StrEnum):
    ARABIC = "ar"
    FRENCH = "fr"
    ENGLISH = "en"


class Outcome(StrEnum):
    """How the handling of an admissible case ended."""

    UPHELD = "upheld"
    PARTLY_UPHELD = "partly_upheld"
    NOT_UPHELD = "not_upheld"
    SETTLED = "settled"
    WITHDRAWN = "withdrawn"
    REFERRED = "referred"


class Status(StrEnum):
    """The standing shown to people. Few words; "late" is derived from dates and is not one of them. `TO_COMPLETE` waits for
    the complainant; `NOTED` is an observation or suggestion taken into account; `JOINED` goes on in another case."""

    RECEIVED = "received"
    IN_REVIEW = "in_review"
    IN_PROGRESS = "in_progress"
    ANSWERED = "answered"
    CLOSED = "closed"
    INADMISSIBLE = "inadmissible"
    WITHDRAWN = "withdrawn"
    TO_COMPLETE = "to_complete"
    TRANSFERRED = "transferred"
    RENEWED = "renewed"
    NOTED = "noted"
    JOINED = "joined"


#: Standings after which nobody has to answer any more.
SETTLED_STATUSES = frozenset({Status.ANSWERED, Status.CLOSED, Status.INADMISSIBLE, Status.WITHDRAWN, Status.NOTED,
                              Status.JOINED})
#: Settled without anybody having answered.
UNANSWERED_STATUSES = frozenset({Status.WITHDRAWN, Status.JOINED})


class EntryKind(StrEnum):
    """What can happen to a running clock. The last two move nothing by themselves."""

    SUSPENDED = "suspended"
    RESUMED = "resumed"
    EXTENDED = "extended"
    INTERIM_REPLY = "interim_reply"
    RECALCULATED = "recalculated"


class Cause(StrEnum):
    """Why open dates are counted again: a calendar changed, another version's table of deadlines is taken, or a change of
    the law is only tried out."""

    CALENDAR = "calendar"
    RULE = "rule"
    LAW = "law"


class Reach(StrEnum):
    """Which open cases a recalculation is for: all, those lodged on or after a day, or none."""

    ALL = "all"
    LODGED_SINCE = "lodged_since"
    NONE = "none"


class RecalculationState(StrEnum):
    RUNNING = "running"
    STOPPED = "stopped"
    DONE = "done"


class InstanceState(StrEnum):
    RUNNING = "running"
    INCIDENT = "incident"
    ENDED = "ended"
    CANCELLED = "cancelled"


class TaskState(StrEnum):
    OPEN = "open"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


class TimerState(StrEnum):
    """`PASSED`: it never fires, because its due time lay in the past when the case was imported or its date was kept."""

    PENDING = "pending"
    FIRED = "fired"
    CANCELLED = "cancelled"
    PASSED = "passed"


class LetterState(StrEnum):
    """`TO_PRINT` waits for an officer, who records the day it was posted."""

    DUE = "due"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    TO_PRINT = "to_print"
    POSTED = "posted"


class MessageState(StrEnum):
    """`WAITING` for a receiver; `FAILED` needs a person, `EXPIRED` found nobody in its time."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    EXPIRED = "expired"
    FAILED = "failed"


class TransferState(StrEnum):
    """Of an offer to another agency. `LAPSED`: nobody there answered in time; `ARBITRATED`: the national desk decided;
    `WITHDRAWN`: the case left that step before anybody answered."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    LAPSED = "lapsed"
    ARBITRATED = "arbitrated"
    WITHDRAWN = "withdrawn"


class IncidentState(StrEnum):
    OPEN = "open"
    RETRIED = "retried"
    SENT_BACK = "sent_back"
    CANCELLED = "cancelled"


class DayOffKind(StrEnum):
    """Why a day is no working day. `MOVING` are the days that a decree sets, feasts of the moon first of all."""

    FIXED = "fixed"
    MOVING = "moving"
    AGENCY = "agency"
    WEEKEND = "weekend"


class DayChangeKind(StrEnum):
    """What can be recorded about a day of a calendar."""

    DECREED = "decreed"
    PROVISIONAL = "provisional"
    CANCELLED = "cancelled"


class ErasureBasis(StrEnum):
    """Why what people wrote in a case is erased: the family's time of keeping is over, or the person asked for it."""

    RETENTION = "retention"
    REQUEST = "request"


class ContactChannel(StrEnum):
    """How the complainant wants to be answered."""

    EMAIL = "email"
    LETTER = "letter"


#: Roles that the program itself gives meaning to. Every other role is content of a family (a lane of its diagram).
COMPLAINANT = "complainant"
SUPERVISOR = "supervisor"
DISPATCHER = "dispatcher"
UNIT_HEAD = "unit_head"
INSPECTORATE = "inspectorate"
#: Answers for the unit whose opinion is asked; of such a task only that unit knows.
UNIT_OFFICER = "unit_officer"
PROCESS_OWNER = "process_owner"
AGENCY_ADMINISTRATOR = "agency_administrator"
NATIONAL_DESK = "national_desk"
#: Erases what people wrote, when the law asks for it (Law 09-08).
DATA_PROTECTION = "data_protection_officer"
COUNTER_AGENT = "counter_agent"
CALL_AGENT = "call_agent"
SYSTEM = "system"
#: Whoever a case waits for at the moment: named by a rung of escalation, and no role that anybody holds.
HOLDER = "holder"
