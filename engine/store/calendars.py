"""Calendars in force: the base of a definition with the changes recorded up to a version, made once and kept.

Nothing is asked of the database until somebody names a version that is newer than all that are known. The newest number
comes along with questions that are asked anyway (the lock of a case, the definition in force) and is told by `heard`.
"""

import threading
from bisect import bisect_right
from collections import OrderedDict

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.definitions import Definition
from engine.domain.business_calendar import BusinessCalendar, DayChange
from engine.store.database import Database
from engine.store.tables import CalendarChange

ROOM = 512
#: To be asked along with another question; None while nothing was ever recorded.
NEWEST = select(func.max(CalendarChange.number)).scalar_subquery()


class Calendars:
    """Safe to share between threads. What was made longest ago leaves first."""

    def __init__(self, database: Database, room: int = ROOM):
        self._database = database
        self._room = room
        self._newest = self._read = 0
        self._changes: dict[tuple[str, str | None], list[DayChange]] = {}
        self._numbers: dict[tuple[str, str | None], list[int]] = {}
        self._kept: OrderedDict[tuple, BusinessCalendar] = OrderedDict()
        self._lock = threading.Lock()

    def heard(self, number: int | None) -> None:
        """Somebody has seen that changes up to this number are recorded."""
        if number is not None and number > self._newest:
            self._newest = number

    def of(self, definition: Definition, agency_id: str | None = None, version: int | None = None) -> BusinessCalendar:
        """The calendar of a definition, for everybody or for an agency with its own days, as it was at a version (the
        newest heard of without one). Its `version` is the number of the last change that concerns it, so two of one
        version are equal: that is the number to keep beside a date."""
        base = definition.calendar
        if not base.code:
            return base
        wanted = self._newest if version is None else version
        if wanted > self._read:
            self._read_on(wanted)
        national, own = (base.code, None), (base.code, agency_id)
        shared = bisect_right(self._numbers.get(national, ()), wanted)
        added = bisect_right(self._numbers.get(own, ()), wanted) if agency_id else 0
        if not shared and not added:
            return base
        key = (definition.content_hash, agency_id if added else None, shared, added)
        kept = self._kept.get(key)
        if kept is None:
            changes = self._changes.get(national, [])[:shared] + self._changes.get(own, [])[:added]
            kept = self._keep(key, base.changed(changes))
        return kept

    def newest(self, session: Session) -> int:
        """The number of the last change recorded, asked of the database; `of` knows it from then on."""
        number = session.scalar(select(NEWEST)) or 0
        self.heard(number)
        return number

    def _keep(self, key: tuple, calendar: BusinessCalendar) -> BusinessCalendar:
        with self._lock:
            self._kept[key] = calendar
            while len(self._kept) > self._room:
                self._kept.popitem(last=False)
        return calendar

    def _read_on(self, wanted: int) -> None:
        """In a transaction of its own: what one that may still be rolled back has recorded is not taken over."""
        with self._lock:
            if wanted <= self._read:
                return
            with self._database.reading() as session:
                rows = session.scalars(select(CalendarChange).where(CalendarChange.number > self._read)
                                       .order_by(CalendarChange.number)).all()
            for row in rows:
                place = (row.calendar, row.agency_id)
                self._changes.setdefault(place, []).append(DayChange(
                    row.number, row.day_on, row.kind, {"ar": row.name_ar, "fr": row.name_fr, "en": row.name_en},
                    row.source, row.agency_id))
                self._numbers.setdefault(place, []).append(row.number)
                self._read = row.number
