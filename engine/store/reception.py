"""What a new case begins with: the agency it goes to, the definition in force there, and the number it gets.

Each is one statement of the driver's: lodging is the act that visitors wait for.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from engine.store.look_up import own_days
from engine.store.transaction import Transaction


@dataclass(frozen=True)
class Reception:
    """An agency as a new case meets it. `content_hash` is None where its family has no definition in force; `own_days` are
    its own numbers of days, see `legal_dates.own_days_of`; `now` is the database's time, None on SQLite;
    `calendar_version` the newest change of any calendar, for `Calendars.heard`."""

    agency_id: str
    code: str
    family: str
    active: bool
    content_hash: str | None
    own_days: str | None
    calendar_version: int | None
    now: datetime | None


_AGENCY = """
select {agency_id}, a.code, a.family, a.active, f.content_hash, {own_days}, (select max(number) from calendar_change), {now}
from agency a left join process_family f on f.code = a.family where a.code = {mark}"""
_NUMBER = """
insert into reference_counter (agency_id, year, last) values ({mark}, {mark}, 1)
on conflict (agency_id, year) do update set last = reference_counter.last + 1 returning last"""
_ON_SQLITE = {"agency_id": "a.id", "own_days": own_days("a.id", "group_concat"), "now": "null", "mark": "?"}
_ON_POSTGRESQL = {"agency_id": "replace(a.id::text, '-', '')", "own_days": own_days("a.id", "string_agg"),
                  "now": "clock_timestamp()", "mark": "%s"}
_QUESTIONS = {True: (_AGENCY.format(**_ON_SQLITE), _NUMBER.format(**_ON_SQLITE)),
              False: (_AGENCY.format(**_ON_POSTGRESQL), _NUMBER.format(**_ON_POSTGRESQL))}


def received_by(transaction: Transaction, agency_code: str) -> Reception | None:
    """The agency of that code; None where there is none."""
    [rows] = transaction.ask((_QUESTIONS[transaction.is_sqlite][0], (agency_code,)))
    if not rows:
        return None
    *agency, now = rows[0]
    agency[3] = bool(agency[3])
    return Reception(*agency, None if now is None else now.astimezone(UTC))


def next_number(transaction: Transaction, agency_id: str, year: int) -> int:
    """The next case number of an agency in a year, without gaps and without two the same: it is taken inside the
    transaction, and the counter's row lock makes others wait for it."""
    [[(number,)]] = transaction.ask((_QUESTIONS[transaction.is_sqlite][1], (agency_id, year)))
    return number
