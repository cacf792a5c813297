"""What a new case begins with: the agency it goes to, the definition in force there, and the number it gets.

Two statements of the driver's in one journey: lodging is the act that visitors wait for.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from engine.store.look_up import own_days
from engine.store.transaction import Transaction


@dataclass(frozen=True)
class Reception:
    """An agency as a new case meets it. `content_hash` is None where its family has no definition in force; `own_days` are
    its own numbers of days, see `legal_dates.own_days_of`; `now` is the database's time, None on SQLite;
    `calendar_version` the newest change of any calendar, for `Calendars.heard`; `taken` the year and the number taken."""

    agency_id: str
    code: str
    family: str
    active: bool
    content_hash: str | None
    own_days: str | None
    calendar_version: int | None
    now: datetime | None
    taken: tuple[int, int]


_AGENCY = """
select {agency_id}, a.code, a.family, a.active, f.content_hash, {own_days}, (select max(number) from calendar_change), {now}
from agency a left join process_family f on f.code = a.family where a.code = {mark}"""
#: Gaps there are none: the number is taken inside the transaction, and the row lock of the counter makes others wait for it.
_NUMBER = """
insert into reference_counter (agency_id, year, last)
select a.id, coalesce(cast({mark} as int), {this_year}), 1 from agency a where a.code = {mark}
on conflict (agency_id, year) do update set last = reference_counter.last + 1 returning year, last"""
_BACK = "update reference_counter set last = last - 1 where agency_id = {mark} and year = {mark} returning last"
_ON_SQLITE = {"agency_id": "a.id", "own_days": own_days("a.id", "group_concat"), "now": "null", "mark": "?",
              "this_year": "cast(strftime('%Y', 'now') as int)"}
_ON_POSTGRESQL = {"agency_id": "replace(a.id::text, '-', '')", "own_days": own_days("a.id", "string_agg"),
                  "now": "clock_timestamp()", "mark": "%s",
                  "this_year": "extract(year from clock_timestamp() at time zone 'UTC')::int"}
_QUESTIONS = {is_sqlite: tuple(sql.format(**words) for sql in (_AGENCY, _NUMBER, _BACK))
              for is_sqlite, words in ((True, _ON_SQLITE), (False, _ON_POSTGRESQL))}


def received_by(transaction: Transaction, agency_code: str, year: int | None) -> Reception | None:
    """The agency of that code, and its next case number in that year; None where there is no such agency. `year` None is the
    present one, as the database knows it. The zone of the agency, and a clock that is set, may see another: `number_in`."""
    agency_of, number_of, _ = _QUESTIONS[transaction.is_sqlite]
    rows, taken = transaction.ask((agency_of, (agency_code,)), (number_of, (year, agency_code)))
    if not rows:
        return None
    *agency, now = rows[0]
    agency[3] = bool(agency[3])
    return Reception(*agency, None if now is None else now.astimezone(UTC), taken[0])


def number_in(transaction: Transaction, agency: Reception, year: int) -> int:
    """The case number of a deposit in that year of the agency's zone. One that was taken in another year is given back: the
    lock of its row is still ours, so nobody has taken the next."""
    known, number = agency.taken
    if known == year:
        return number
    _, number_of, back = _QUESTIONS[transaction.is_sqlite]
    _, [(_, number)] = transaction.ask((back, (agency.agency_id, known)), (number_of, (year, agency.code)))
    return number
