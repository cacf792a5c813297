"""The clocks of one case as a step finds, starts, moves and stops them; written with the rest of the step."""

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select

from engine.acts.case_file import CaseFile
from engine.acts.legal_dates import ledger_row
from engine.definitions.clocks import clocks_of
from engine.domain.business_calendar import BusinessCalendar
from engine.domain.deadline import LODGED, DeadlineRule
from engine.domain.explanation import explain
from engine.domain.ledger import LedgerEntry
from engine.queries.ledger import ledger_of
from engine.store.tables import Deadline, DeadlineEntry
from engine.store.writes import Write, insert, update
from engine.vocabulary import EntryKind

_ROW = Deadline.__table__
_STORED = select(_ROW.c["code", "started_at", "days", "due_on", "due_at", "definition_hash", "calendar_version"])


@dataclass(frozen=True)
class Clock:
    """A deadline of the case with all that its date follows from: `rule` is that of the version it was started by,
    `calendar` the days that its date was last counted with."""

    rule: DeadlineRule
    calendar: BusinessCalendar
    started_at: datetime
    days: int
    due_on: date
    due_at: datetime
    entries: tuple[LedgerEntry, ...] = ()

    @property
    def paused_for(self) -> str | None:
        """The reason of the pause that nobody has ended yet; None while the clock runs."""
        standing = None
        for entry in self.entries:
            if entry.kind == EntryKind.SUSPENDED and standing is None:
                standing = entry.reason
            elif entry.kind == EntryKind.RESUMED:
                standing = None
        return standing


class CaseLedger:
    """What is stored is read only by a step that pauses or moves a clock; every other needs no more than `knows` tells."""

    def __init__(self, file: CaseFile):
        self.file = file
        self.due: dict[str, datetime] = {}
        self._unmet: set[str] = set()
        self._breached: set[str] = set()
        self._entered: set[str] = set()
        self._watched: set[str] = set()  # unmet, or met late by this step, and no breach noted yet
        self._new: dict[str, dict] = {}
        self._changed: dict[str, dict] = {}
        self._entries: list[dict] = []
        self._clocks: dict[str, Clock] | None = None

    def knows(self, deadlines: Mapping[str, tuple[datetime, bool, bool, bool]]) -> None:
        """Takes over what came with the lock: by code the due instant, whether it was met, whether a breach was noted,
        whether anything was entered."""
        self.due = {code: due_at for code, (due_at, _, _, _) in deadlines.items()}
        self._unmet = {code for code, (_, is_met, _, _) in deadlines.items() if not is_met}
        self._breached = {code for code, (_, _, is_breached, _) in deadlines.items() if is_breached}
        self._entered = {code for code, (_, _, _, is_entered) in deadlines.items() if is_entered}
        self._watched = self._unmet - self._breached

    def start_lodged(self) -> None:
        """The clocks that start with the deposit; one that a task is due by is put down when that task opens."""
        clocks = clocks_of(self.file.definition)
        for code in clocks.from_deposit:
            self.start(code, self.file.case.lodged_at)

    def start(self, code: str, at: datetime) -> None:
        """Puts down a clock that nobody has put down yet; one from the deposit counts from there whenever that is done."""
        if code in self.due:
            return
        definition, case = self.file.definition, self.file.case
        started = case.lodged_at if definition.deadlines[code].starts == LODGED else at
        row = ledger_row(self.file.change.instance_id, definition, code, started, self.file.calendar(), self.file.own_days)
        self._new[code] = row
        self._unmet.add(code)
        self._watched.add(code)
        self.due[code] = row["due_at"]

    def start_anew(self, code: str, at: datetime) -> None:
        """Lets a clock that was kept run again from here, as for the second round of opinions; the history tells of the first.
        A breach stays marked for good."""
        if code not in self.due or code in self._unmet:
            return
        row = ledger_row(self.file.change.instance_id, self.file.definition, code, at, self.file.calendar(), self.file.own_days)
        self._row(code).update({name: value for name, value in row.items() if name not in ("instance_id", "code", "breached_at")})
        self._unmet.add(code)
        if code not in self._breached:
            self._watched.add(code)
        self.due[code] = row["due_at"]
        self._clocks = None

    @property
    def standing(self) -> Mapping[str, datetime]:
        """What a timer that is armed goes by: the due instants as they stand then, without the clocks whose next round begins
        with it."""
        return _Standing(self)

    def new(self, code: str) -> dict | None:
        """The row of a clock that this step has started."""
        return self._new.get(code)

    def due_on(self, code: str) -> date | None:
        """The legal day, None for a clock that was never started."""
        return self.file.calendar().local_day(self.due[code]) if code in self.due else None

    def meet(self, code: str, at: datetime) -> None:
        """Stops a clock for good, as of the instant `at`; the first time counts."""
        if code not in self._unmet:
            return
        self._unmet.discard(code)
        self._row(code)["met_at"] = at
        if not self._is_past(code, at):
            self._watched.discard(code)

    def meet_all(self, at: datetime, but: Container[str | None] = ()) -> None:
        """Nothing is waited for any more, but for the clocks named in `but`."""
        for code in sorted(code for code in self._unmet if code not in but):
            self.meet(code, at)

    def breach(self, code: str) -> None:
        """The due day has passed and what the clock waits for was not done by then. Noted once and for good."""
        if code in self._watched:
            self._watched.discard(code)
            self._breached.add(code)
            self._row(code)["breached_at"] = self.due[code]

    def clock(self, code: str) -> Clock | None:
        """The clock with its entries, those of this step included; None where none was started."""
        if self._clocks is None:
            self._clocks = self._stored() if self.file.change.expected_version is not None else {}
        if code in self._new and code not in self._clocks:
            self._clocks[code] = self._clock(self._new[code])
        return self._clocks.get(code)

    def is_entered(self, code: str) -> bool:
        """Has anything ever been entered for this clock? One without entries only runs."""
        return code in self._entered

    def enter(self, code: str, entry: LedgerEntry, by: str | None) -> date:
        """Adds an entry to a clock that was started, and moves its date with it. Answers with the due day from now on.

        Counted with the days that the date rests on, not the newest: what was decreed since moves it by a recalculation
        alone. An interim reply tells and moves nothing, so nothing is counted for it.
        """
        clock = self.clock(code)
        entries = (*clock.entries, entry)
        if entry.kind in MOVING:
            why = explain(clock.rule, clock.started_at, clock.calendar, entries, clock.days)
            due_on, due_at = why.due_on, why.due_at
        else:
            due_on, due_at = clock.due_on, clock.due_at
        self._entered.add(code)
        self._entries.append({
            "instance_id": self.file.change.instance_id, "code": code, "number": len(entries), "kind": entry.kind,
            "at": entry.at, "by_account": by, "days": entry.days, "reason": entry.reason, "until_on": entry.until_on,
            "before_on": clock.due_on, "after_on": due_on, "recalculation_id": None})
        self._clocks[code] = replace(clock, due_on=due_on, due_at=due_at, entries=entries)
        if due_at != clock.due_at:
            self._row(code).update(due_on=due_on, due_at=due_at)
            self.due[code] = due_at
        self.file.note(EVENTS[entry.kind], entry.at, None, code=code, before_on=clock.due_on, after_on=due_on,
                       **({"days": entry.days} if entry.days else {}),
                       **({"until_on": entry.until_on} if entry.until_on else {}))
        return due_on

    def write(self) -> None:
        """Breaches that nobody had noted, then every row: new clocks, changed ones, entries."""
        for code in [code for code in self._watched if self._is_past(code, self.file.work.now)]:
            self.breach(code)
        later = self.file.work.transaction.later
        later(*insert(Deadline, *self._new.values()), *map(self._update, self._changed), *insert(DeadlineEntry, *self._entries))

    def _row(self, code: str) -> dict:
        """What this step writes of a clock: its whole row where it is new."""
        return self._new[code] if code in self._new else self._changed.setdefault(code, {})

    def _update(self, code: str) -> Write:
        return update(Deadline, {"instance_id": self.file.change.instance_id, "code": code}, **self._changed[code])

    def _is_past(self, code: str, moment: datetime) -> bool:
        """Dates are compared, not instants: the due day counts whole."""
        if moment <= self.due[code]:
            return False
        day = self.file.calendar().local_day
        return day(moment) > day(self.due[code])

    def _stored(self) -> dict[str, Clock]:
        instance_id, session = self.file.change.instance_id, self.file.work.session
        rows = session.connection().execute(_STORED.where(_ROW.c.instance_id == instance_id)).mappings()
        ledgers = ledger_of(session, [instance_id])
        return {row["code"]: self._clock(row, ledgers.get((instance_id, row["code"]), ())) for row in rows}

    def _clock(self, row: Mapping, entries: tuple[LedgerEntry, ...] = ()) -> Clock:
        work = self.file.work
        definition = work.shelf.definition(row["definition_hash"])
        calendar = work.calendars.of(definition, self.file.change.agency_id, row["calendar_version"])
        return Clock(definition.deadlines[row["code"]], calendar, row["started_at"], row["days"], row["due_on"],
                     row["due_at"], entries)

    def is_running(self, code: str) -> bool:
        """Started, and not stopped for good."""
        return code in self._unmet


class _Standing(Mapping):
    def __init__(self, ledger: CaseLedger):
        self._ledger, self._anew = ledger, clocks_of(ledger.file.definition).anew

    def __getitem__(self, code: str) -> datetime:
        if code in self._anew and not self._ledger.is_running(code):
            raise KeyError(code)
        return self._ledger.due[code]

    def __iter__(self) -> Iterator[str]:
        return (code for code in self._ledger.due if code not in self._anew or self._ledger.is_running(code))

    def __len__(self) -> int:
        return sum(1 for _ in self)


#: Entries that change how days are counted; the others only tell.
MOVING = frozenset({EntryKind.SUSPENDED, EntryKind.RESUMED, EntryKind.EXTENDED})
EVENTS = {EntryKind.SUSPENDED: "deadline_suspended", EntryKind.RESUMED: "deadline_resumed",
          EntryKind.EXTENDED: "deadline_extended", EntryKind.INTERIM_REPLY: "interim_reply_recorded"}
