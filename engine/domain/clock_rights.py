"""Who may change a clock: what its rule says, and whether the person holds the role in the agency of the case."""

from engine.domain.access import Person, holds_role
from engine.domain.deadline import DeadlineRule

NONE = "none"
#: Roles of no person of the agency: the diagram itself, and whoever lodged the case.
NOT_STAFF = frozenset({"system", "complainant"})


def pausing_roles(rule: DeadlineRule) -> tuple[str, ...]:
    """The roles of people who may stop the clock; none where its rule knows no pause."""
    return tuple(role for role in rule.suspend.by if role not in NOT_STAFF) if rule.suspend.mode != NONE else ()


def extending_roles(rule: DeadlineRule) -> tuple[str, ...]:
    """The roles of people who may give the clock more days."""
    return tuple(role for role in rule.extend.by if role not in NOT_STAFF) if rule.extend.days else ()


def telling_roles(rule: DeadlineRule, roles) -> tuple[str, ...]:
    """The roles that may record an interim reply: every role of the agency, where the clock is the complainant's own."""
    return tuple(role for role in roles if role not in NOT_STAFF) if rule.is_statutory else ()


def holds_one(person: Person, roles: tuple[str, ...], agency_id: str | None) -> bool:
    return any(holds_role(person, role, agency_id) for role in roles)
