"""Every error raised on purpose. The docstring of a class is its message: what, which, what next.

Placeholders in braces are the keyword arguments the error was built with. `code` is stable and machine-readable,
`status` is the HTTP status a door answers with.
"""

from engine.errors.base import (
    Conflict, Forbidden, InsafError, Invalid, NotFound, TooLarge, Unavailable,
)
from engine.errors.conversation import ConversationClosed, TooManyMessages
from engine.errors.dates import (
    CalendarFileRefused, CalendarFixed, CalendarUnknown, ClockHeld, ClockNotRunning, ClockOfOthers, ClockRunOut,
    ClockRuns, ClockStandsStill, DaysOfComplainant, DeadlineUnknown, HolidayDecreed, HolidayKnown, HolidayOfAll,
    HolidayUnknown, InstantUnreadable, LawNotDeployed, NoDaysLeft, NotShorter, RecalculationOver, RecalculationRuns,
)
from engine.errors.entry import (
    CallerUnknown, DepositBeforeTheDecree, DepositInTheFuture, EntryOfOthers, LateEntryUnexplained,
)
from engine.errors.handing_over import CaseStaysHere, NobodyTakesOver
from engine.errors.operation import (
    BackupRefused, CopyRefused, DatabaseNotEmpty, DatabaseNotMigrated, FolderInUse, GrantRefused, JobFailed,
    OneProcessOnly, PoolerForgets, PortBusy, ProgramMissing, SettingsProblem,
)
from engine.errors.privacy import CaseStillRuns, ErasedBefore, ErasedByAnother, ErasedMeanwhile, LettersOnTheWay
from engine.errors.supervision import CannotSendBack, PersonLeft, ReplyOwed, RoleNotHeld, TaskOfComplainant

#: What comes from the other files of this room.
__all__ = [
    "BackupRefused", "CalendarFileRefused", "CalendarFixed", "CalendarUnknown", "CallerUnknown", "CannotSendBack",
    "CaseStaysHere", "CaseStillRuns", "ClockHeld", "ClockNotRunning", "ClockOfOthers", "ClockRunOut", "ClockRuns",
    "ClockStandsStill", "Conflict", "ConversationClosed", "CopyRefused", "DatabaseNotEmpty", "DatabaseNotMigrated",
    "DaysOfComplainant", "DeadlineUnknown", "DepositBeforeTheDecree", "DepositInTheFuture", "EntryOfOthers",
    "ErasedBefore", "ErasedByAnother", "ErasedMeanwhile", "FolderInUse", "Forbidden", "GrantRefused", "HolidayDecreed",
    "HolidayKnown", "HolidayOfAll", "HolidayUnknown", "InsafError", "InstantUnreadable", "Invalid", "JobFailed",
    "LateEntryUnexplained", "LawNotDeployed", "LettersOnTheWay", "NoDaysLeft", "NobodyTakesOver", "NotFound",
    "NotShorter", "OneProcessOnly", "PersonLeft", "PoolerForgets", "PortBusy", "ProgramMissing", "RecalculationOver",
    "RecalculationRuns", "ReplyOwed", "RoleNotHeld", "SettingsProblem", "TaskOfComplainant", "TooLarge",
    "TooManyMessages", "Unavailable", "none",
]


class InvalidAnswers(Invalid):
    """Some answers cannot be accepted: {names}. Correct them and send the page again."""

    def __init__(self, errors: dict[str, str]):
        self.errors = errors
        super().__init__(names=", ".join(errors))


class TaskAlreadyClaimed(Conflict):
    """Task {task} of {reference} is claimed by {by}. Ask them to release it, or have it reassigned."""


class TaskNotOpen(Conflict):
    """Task {task} of {reference} is not open any more ({state}, by {by}). Look at the case page to see where
    it stands."""


class CaseChangedMeanwhile(Conflict):
    """{reference} was changed by somebody else while you were working on it. Load the page again."""


class CaseAlreadyEnded(Conflict):
    """{reference} has ended ({state}). Nothing more can be done on it."""


class CannotMigrate(Conflict):
    """{reference} does not move to that version: {reason}. It goes on with its own; nothing was changed."""


class TimersDue(Conflict):
    """Timers of {reference} are due and must fire before it is moved. The worker does that within seconds; then repeat
    the command."""


class NothingToRevert(Conflict):
    """{reference} was not moved to the version it follows. Look at its history to see which versions it had."""


class MessageNotExpected(Conflict):
    """{reference} does not wait for the message {message} now. Look at the case page to see where it stands."""


class MessageRefused(Invalid):
    """The message {message} cannot be taken: {reason}. Correct what it carries and send it again."""


class MessageUnknown(NotFound):
    """No process in force waits for a message {message}. They wait for: {known}."""


class IncidentOpen(Conflict):
    """{reference} is stopped by an incident. A supervisor must retry or cancel it first."""


class SameKeyOtherRequest(Conflict):
    """The form key {key} was used for another request before. Open the form again and send it once."""


class FourEyes(Forbidden):
    """{who} did {element} on {reference} and may not do {task} as well. Another person must."""


class DefinitionRefused(Invalid):
    """The definition of {family} is refused: {count} problem(s), the first: {first}. Correct them and deploy again."""

    def __init__(self, family: str, findings: list):
        self.findings = findings
        super().__init__(family=family, count=len(findings), first=str(findings[0]) if findings else "none")


class NoDefinition(Conflict):
    """No process of the family {family} is deployed. Deploy it with `run.py process deploy {family}`."""


class ExpressionRefused(Invalid):
    """The expression "{text}" is refused: {reason}. {hint}"""


class ExpressionFailed(InsafError):
    """The expression "{text}" failed: {reason}. {hint}"""

    status = 500


class ExecutionFailed(InsafError):
    """The process stopped at {element}: {reason}. A supervisor can retry after the definition was corrected."""

    status = 500


class RunawayProcess(ExecutionFailed):
    """The process ran {steps} automatic steps without a person or a timer, last at {element}. The diagram has
    a loop without a wait."""


class ProcessStandsStill(ExecutionFailed):
    """After {element} the process would wait for nothing: no task, no timer, no message. Its branches wait for each other.
    Mend the diagram, move the case to that version and retry."""


class CaseTooLarge(ExecutionFailed):
    """The process stopped at {element}: it would hold {size}, at most {most} can be kept. Draw what repeats as a call
    activity, move the case to that version and retry."""


class LinkNoLongerValid(Invalid):
    """This link is too old or was used before. Ask for a new one."""


class FileRefused(Invalid):
    """The file {filename} cannot be accepted: {reason}. Accepted are {accepted}."""


class ChainBroken(InsafError):
    """The history of {instance} does not verify at event {seq}: {reason}. Compare with a backup and tell the
    operator."""

    status = 500


class NothingSent(InsafError):
    """The letter {letter} could not be sent: {reason}. It is tried again, then shown as failed."""

    status = 500


class ImportRefused(Invalid):
    """The register {file} cannot be imported: {reason}. Correct the file or its mapping and run the same
    command again."""


class DefinitionUnreadable(Invalid):
    """The file {file} cannot be read: {wrong}. {fix}"""

    def __init__(self, file: str, kind: str, wrong: str, fix: str):
        self.file, self.kind, self.wrong, self.fix = file, kind, wrong, fix
        super().__init__(file=file, kind=kind, wrong=wrong, fix=fix)


class FamilyUnknown(NotFound):
    """There is no process family {family}. Families are the folders in bpmn/ that have a family.toml."""


class LetterIncomplete(Invalid):
    """The letter {letter} ({language}) needs {missing}, which nobody gave. Correct the letter or the act that
    sends it."""


class CaseNotImportable(Invalid):
    """The record {key} cannot be imported: {reason}. Correct the record or the mapping and run the import again;
    what is in already stays as it is."""


class RecordImportedBefore(Conflict):
    """The record {key} of the register {source} is in already. It was left as it is."""
