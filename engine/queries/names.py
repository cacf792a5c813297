"""Names of agencies, units and people, read for a whole page at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.store.tables import Account, Agency, Unit

LANGUAGES = ("ar", "fr", "en")
_MOST_AT_ONCE = 500


@dataclass(frozen=True)
class AgencyName:
    id: str
    code: str
    family: str
    address: str
    names: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Names:
    """Look-ups for one page; an id that is None or unknown has no name."""

    agencies: Mapping[str, AgencyName]
    units: Mapping[str, Mapping[str, str]]
    people: Mapping[str, str]

    def agency(self, agency_id: str | None) -> AgencyName:
        return self.agencies.get(agency_id or "") or AgencyName("", "", "", "", {})


def names_for(session: Session, agencies: Iterable = (), units: Iterable = (), people: Iterable = ()) -> Names:
    """The names behind some ids, in at most one statement a table."""
    return Names(
        {row.id: AgencyName(row.id, row.code, row.family, row.address, names_of(row))
         for row in _rows(session, Agency, agencies)},
        {row.id: names_of(row) for row in _rows(session, Unit, units)},
        {row.id: row.name for row in _people(session, people)},
    )


def names_of(row) -> dict[str, str]:
    """The three name columns of an agency or a unit as {language: name}; an empty one is left out."""
    found = {language: getattr(row, f"name_{language}") for language in LANGUAGES}
    return {language: name for language, name in found.items() if name}


def _rows(session: Session, table, ids: Iterable):
    wanted = sorted({key for key in ids if key})
    for start in range(0, len(wanted), _MOST_AT_ONCE):
        yield from session.scalars(select(table).where(table.id.in_(wanted[start:start + _MOST_AT_ONCE])))


def _people(session: Session, ids: Iterable):
    wanted = sorted({key for key in ids if key})
    for start in range(0, len(wanted), _MOST_AT_ONCE):
        yield from session.execute(
            select(Account.id, Account.name).where(Account.id.in_(wanted[start:start + _MOST_AT_ONCE])))
