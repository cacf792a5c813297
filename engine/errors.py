"""Every error raised on purpose. The docstring of a class is its message: what, which, what next.

Placeholders in braces are the keyword arguments the error was built with. `code` is stable and machine-readable,
`status` is the HTTP status a door answers with.
"""

import re


class InsafError(Exception):
    """The request could not be carried out: {reason}."""

    status = 400

    def __init__(self, **fields):
        self.fields = fields
        super().__init__(self.sentence())

    @property
    def code(self) -> str:
        """The class name in snake_case, such as `task_already_claimed`."""
        return re.sub(r"(?<!^)(?=[A-Z])", "_", type(self).__name__).lower()

    def sentence(self) -> str:
        """The docstring filled with the fields; a missing field shows as `?` rather than hiding the error."""
        text = " ".join((type(self).__doc__ or "").split())
        return re.sub(r"\{(\w+)\}", lambda found: str(self.fields.get(found[1], "?")), text)


class Unavailable(InsafError):
    """The service cannot work just now: {reason}. Nothing was lost and nothing was half done. Try again in a few
    minutes; what was confirmed before is kept."""

    status = 503


class NotFound(InsafError):
    """There is no {what} {which}. Check the spelling, or search for it."""

    status = 404


class Forbidden(InsafError):
    """{who} may not {what}. Ask an administrator for the role that may."""

    status = 403


class Conflict(InsafError):
    """The page was out of date. Load it again and look before you repeat the act."""

    status = 409


class Invalid(InsafError):
    """{what} is not valid: {reason}. Correct it and try again."""

    status = 422


class TooLarge(InsafError):
    """{what} is too large: {size} bytes, at most {limit} are accepted. Send a smaller one."""

    status = 413


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


class SettingsProblem(InsafError):
    """The setting {name} is not usable: {reason}. Correct it and start again."""

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


class DeadlineUnknown(NotFound):
    """{where} has no deadline {which}. It has: {known}."""


class InstantUnreadable(Invalid):
    """{text} cannot be read as an instant: {reason}. Write day, hour and distance to UTC, such as
    2026-09-01T10:00:00+01:00."""


class LetterIncomplete(Invalid):
    """The letter {letter} ({language}) needs {missing}, which nobody gave. Correct the letter or the act that
    sends it."""


class DatabaseNotMigrated(Conflict):
    """The database does not have the shape this program expects. Run `run.py db migrate`, then the same
    command again."""


class JobFailed(InsafError):
    """A job of the background ended with {problem}. It is tried again; the log says where it happened."""


class CopyRefused(Conflict):
    """Nothing was copied to {target}: {reason}."""


class GrantRefused(Conflict):
    """{role} gets no rights: {reason}."""


class PoolerForgets(InsafError):
    """This login is held to the agency that asks, and a pooler that shares connections between transactions would forget
    which. Connect without INSAF_POOLER=transaction, or as the owner of the tables."""


class PortBusy(Conflict):
    """Something else already answers on {host} port {port}. Stop it, or choose another: PORT={other} make run."""


class FolderInUse(Conflict):
    """Another process of this program uses the folder {folder}. Stop it first: SQLite serves one process at a time."""


class OneProcessOnly(Conflict):
    """{command} needs PostgreSQL, because SQLite serves one process at a time. Use `run.py serve`, or set
    DATABASE_URL."""


class BackupRefused(Conflict):
    """{file} cannot be written or restored: {reason}. Nothing was changed."""


class ProgramMissing(Conflict):
    """{program} is missing on this machine. Install it (apt-get install {package}) and run the same command again."""


class DatabaseNotEmpty(Conflict):
    """The database holds agencies or accounts already. The demo goes into an empty one: set DATABASE_URL or INSAF_DATA."""


class CaseNotImportable(Invalid):
    """The record {key} cannot be imported: {reason}. Correct the record or the mapping and run the import again;
    what is in already stays as it is."""


class RecordImportedBefore(Conflict):
    """The record {key} of the register {source} is in already. It was left as it is."""


class CalendarUnknown(NotFound):
    """There is no calendar {calendar}. The processes in force follow: {known}."""


class CalendarFixed(Conflict):
    """The days of {family} stand in its calendar.toml alone: that file gives no code to record changes for. Write one
    such as code = "national" there and deploy it."""


class HolidayKnown(Conflict):
    """{day} is a day off already: {name}. Confirm or cancel that one instead of adding another."""


class HolidayUnknown(NotFound):
    """{day} is no holiday that could be changed here. Look at the year for the days that are."""


class HolidayDecreed(Conflict):
    """{day} ({name}) is no forecast any more: {source}. If it has moved after all, cancel it and add the new day."""


class HolidayOfAll(Forbidden):
    """{day} ({name}) is off for every agency: one agency can neither move nor cancel it. Ask the national desk."""
