"""Who may do what to which case. Pure: a person and a few facts in, yes or no out."""

from dataclasses import dataclass, field

from engine.vocabulary import (
    AGENCY_ADMINISTRATOR, CALL_AGENT, COMPLAINANT, COUNTER_AGENT, DATA_PROTECTION, DISPATCHER, NATIONAL_DESK, PROCESS_OWNER,
    SUPERVISOR, SYSTEM, UNIT_HEAD, UNIT_OFFICER,
)

ENTERING = frozenset({COUNTER_AGENT, CALL_AGENT, DISPATCHER})


@dataclass(frozen=True)
class Person:
    """Who asks. `agency_id` None means the national desk or the system; `reference` is set for a complainant alone."""

    id: str | None = None
    name: str = ""
    email: str = ""
    roles: frozenset[str] = field(default_factory=frozenset)
    agency_id: str | None = None
    unit_id: str | None = None
    language: str = "fr"
    is_admin: bool = False
    reference: str | None = None

    @classmethod
    def system(cls) -> "Person":
        """The program itself: timers, imports, the command line."""
        return cls(name="system", roles=frozenset({SYSTEM}), is_admin=True)

    @classmethod
    def complainant(cls, reference: str) -> "Person":
        """Somebody who showed the reference and its follow-up code."""
        return cls(name="complainant", roles=frozenset({COMPLAINANT}), reference=reference)

    @classmethod
    def anyone(cls) -> "Person":
        """A visitor without account or code."""
        return cls(name="visitor")

    @property
    def is_system(self) -> bool:
        return SYSTEM in self.roles

    @property
    def is_staff(self) -> bool:
        return self.id is not None


def sees_agency(person: Person, agency_id: str | None) -> bool:
    """Staff see their own agency; the national desk, administrators without agency and the system see all."""
    if person.is_system:
        return True
    if not person.is_staff:
        return False
    return sees_every_agency(person) or (agency_id is not None and person.agency_id == agency_id)


def sees_every_agency(person: Person) -> bool:
    return person.is_system or (person.agency_id is None and (person.is_admin or NATIONAL_DESK in person.roles))


def sees_case(person: Person, agency_id: str | None, reference: str | None, restricted_to: str | None = None,
              is_named: bool = False) -> bool:
    """May this person read the case? A complainant reads the one case whose code they showed. `restricted_to` is the one role
    of the agency that reads a confidential case, and nobody else does, the national desk included; `is_named`: the case
    complains about this person."""
    if person.reference is not None:
        return person.reference == reference
    if person.is_system:
        return True
    if is_named:
        return False
    if restricted_to is not None:
        return holds_role(person, restricted_to, agency_id)
    return sees_agency(person, agency_id)


def holds_role(person: Person, role: str | None, agency_id: str | None, unit_id: str | None = None) -> bool:
    """May this person do a task of the lane `role` in that agency? A lane-less task may be done by any staff of it; a task of a
    unit officer only by those of the unit it was put to."""
    if person.is_system:
        return True
    if role == COMPLAINANT:
        return COMPLAINANT in person.roles
    if role == UNIT_OFFICER and unit_id is not None and person.unit_id != unit_id:
        return False
    return person.is_staff and person.agency_id == agency_id and (role is None or role in person.roles)


def enters_messages(person: Person, agency_id: str | None) -> bool:
    """May this person enter what reached the agency by telephone, at a counter or on paper, and tell callers where a case
    stands? Without an agency: may they do so for some agency?"""
    if person.is_system or (person.is_staff and person.agency_id is None and NATIONAL_DESK in person.roles):
        return True
    return (person.is_staff and person.agency_id is not None and person.agency_id == agency_id
            and bool(person.roles & ENTERING))


def administers(person: Person, agency_id: str | None) -> bool:
    """May this person change people, units and details of the agency?"""
    if person.is_system or (person.is_admin and person.agency_id is None):
        return True
    is_administrator = person.is_admin or AGENCY_ADMINISTRATOR in person.roles
    return person.is_staff and is_administrator and agency_id is not None and person.agency_id == agency_id


def owns_processes(person: Person) -> bool:
    """May this person deploy definitions? They serve many agencies, so the role must be national or administrative."""
    is_national = person.is_staff and person.agency_id is None
    return person.is_system or (is_national and (PROCESS_OWNER in person.roles or person.is_admin))


def keeps_calendar(person: Person, agency_id: str | None = None) -> bool:
    """May this person record days off: for everybody (without an agency), or the own ones of that agency?"""
    if agency_id is not None and person.agency_id is not None:
        return administers(person, agency_id)
    is_national = person.is_staff and person.agency_id is None
    return person.is_system or (is_national and (person.is_admin or bool(person.roles & {NATIONAL_DESK, PROCESS_OWNER})))


def supervises(person: Person, agency_id: str | None) -> bool:
    return sees_agency(person, agency_id) and (SUPERVISOR in person.roles or person.is_admin or person.is_system
                                               or NATIONAL_DESK in person.roles)


def recalculates(person: Person) -> bool:
    """May this person have open dates counted again? It moves dates of the whole country, as a change of its calendar does."""
    return keeps_calendar(person)


def separates_cases(person: Person, agency_id: str | None) -> bool:
    """May this person say that cases which were joined are two? The dispatcher who joined them may not."""
    return any(holds_role(person, role, agency_id) for role in (UNIT_HEAD, SUPERVISOR))


def erases_texts(person: Person, agency_id: str | None, restricted_to: str | None = None) -> bool:
    """May this person erase what was written in a closed case? Of a confidential one the role that sees it does so, for the data
    protection officer may not know of it."""
    if person.is_system:
        return True
    if restricted_to is not None:
        return holds_role(person, restricted_to, agency_id)
    return DATA_PROTECTION in person.roles and sees_agency(person, agency_id)
