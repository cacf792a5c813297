"""An event log: several rows a case. The furthest stage that its activities reach says where it stands."""

from collections.abc import Iterator
from datetime import datetime

from cli.importing.case_teller import CaseTeller, Found, Told
from cli.importing.mapping import RegisterMapping, Standing
from cli.importing.record import Record, RowRefused, folded
from cli.importing.table_file import Refusal, TableFile


def cases_of(file: TableFile, mapping: RegisterMapping, teller: CaseTeller) -> Iterator[tuple[int, Found | Refusal]]:
    """First the rows that are no events, then every case in the order of its first event."""
    together: dict[str, list[tuple[datetime, Record]]] = {}
    for found in file:
        if isinstance(found, Refusal):
            yield 0, found
            continue
        try:
            key = teller.key_of(found)
            at = mapping.dates.instant(found.get(mapping.column("time")), found.notes.append)
            if at is None or at > teller.now:
                raise RowRefused("the event has no time" if at is None else "the event is still to come")
        except RowRefused as problem:
            yield 0, Refusal(found.row, str(problem))
            continue
        together.setdefault(key, []).append((at, found))
    done = 0
    for key, events in together.items():
        events.sort(key=lambda event: event[0])  # stable: of two at one instant the first written comes first
        done += len(events)
        first = events[0][1]
        first.notes += [note for _, event in events[1:] for note in event.notes]
        yield done, Found(first, [event for _, event in events],
                          lambda key=key, events=events: _told(key, events, mapping, teller))


def _told(key: str, events: list[tuple[datetime, Record]], mapping: RegisterMapping, teller: CaseTeller) -> Told:
    first_at, record = events[0]
    last_at = events[-1][0]
    recorded = teller.date(record, "lodged") if mapping.column("lodged") else None
    if recorded is not None and recorded > first_at:
        record.notes.append("its first event is earlier than its start date: the event was taken as the deposit")
    lodged = min(recorded or first_at, first_at)
    closed = teller.date(record, "closed", lodged) if mapping.column("closed") else None
    closed = teller.not_before(lodged, closed, "closed", record)
    later = sum(at > closed for at, _ in events) if closed else 0
    if later:
        record.notes.append(f"{later} of its events are later than its end date: the end date was kept")
    reached, left = _progress(events, mapping, record)
    log = mapping.log
    standing = mapping.standings[log.ended] if closed else Standing(reached, reached, {})
    dates = {"lodged": lodged, "updated": last_at, "closed": closed, **left}
    return Told(key, record, [event for _, event in events], dates, standing)


def _progress(events, mapping: RegisterMapping, record: Record) -> tuple[str, dict[str, datetime]]:
    """The furthest stage, and when each stage before it was left for good."""
    log, furthest, left = mapping.log, 0, {}
    for at, event in events:
        word = event.get(mapping.column("lifecycle")) if mapping.column("lifecycle") else ""
        if log.counted and word and folded(word) not in log.counted:
            continue
        activity = event.get(mapping.column("activity"))
        stage = log.reaches.get(folded(activity))
        if stage is None:
            record.notes.append(f"line {event.row}: {mapping.column('activity')} {activity[:60]!r} is not in the mapping")
            continue
        while furthest < log.stages.index(stage):
            left[f"left {log.stages[furthest]}"] = at
            furthest += 1
    return log.stages[furthest], left
