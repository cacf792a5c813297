"""Agencies and their units are content: rows that an administrator keeps by page."""

import re
from dataclasses import dataclass

from sqlalchemy import select

from engine.acts.work import Receipt, Work
from engine.domain.access import administers
from engine.errors import Forbidden, InvalidAnswers, NotFound
from engine.store.tables import Agency, ProcessFamily, Unit, new_id

_CODE = re.compile(r"^[A-Z][A-Z0-9]{1,9}$")


@dataclass(frozen=True)
class CreateAgency:
    """`code` (2 to 10 capital letters and digits) starts every reference and cannot change."""

    code: str
    family: str
    name_fr: str
    name_ar: str
    name_en: str
    address: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True)
class ChangeAgency(CreateAgency):
    """Everything but the code can change."""

    active: bool = True


@dataclass(frozen=True)
class CreateUnit:
    agency_code: str
    name_fr: str
    name_ar: str
    name_en: str


@dataclass(frozen=True)
class ChangeUnit:
    unit_id: str
    name_fr: str
    name_ar: str
    name_en: str
    active: bool = True


def create_agency(act: CreateAgency, work: Work) -> Receipt:
    """Raises Forbidden, InvalidAnswers."""
    _refuse_unless_administrator(work, None)
    errors = _wrong_names(act)
    if not _CODE.match(act.code):
        errors["code"] = "2 to 10 capital letters and digits, a letter first"
    elif agency_of(work, act.code) is not None:
        errors["code"] = "another agency has this code"
    errors.update(_wrong_family(work, act.family))
    if errors:
        raise InvalidAnswers(errors)
    agency = Agency(id=new_id(), code=act.code, family=act.family, name_fr=act.name_fr, name_ar=act.name_ar,
                    name_en=act.name_en, address=act.address, phone=act.phone, email=act.email, active=True,
                    created_at=work.now)
    work.session.add(agency)
    return Receipt(id=agency.id)


def change_agency(act: ChangeAgency, work: Work) -> Receipt:
    """Raises Forbidden, NotFound, InvalidAnswers."""
    agency = agency_of(work, act.code)
    if agency is None:
        raise NotFound(what="agency", which=act.code)
    _refuse_unless_administrator(work, agency.id)
    errors = _wrong_names(act) | _wrong_family(work, act.family)
    if errors:
        raise InvalidAnswers(errors)
    for field in ("family", "name_fr", "name_ar", "name_en", "address", "phone", "email", "active"):
        setattr(agency, field, getattr(act, field))
    return Receipt(id=agency.id)


def create_unit(act: CreateUnit, work: Work) -> Receipt:
    """Raises Forbidden, NotFound, InvalidAnswers."""
    agency = agency_of(work, act.agency_code)
    if agency is None:
        raise NotFound(what="agency", which=act.agency_code)
    _refuse_unless_administrator(work, agency.id)
    errors = _wrong_names(act)
    if errors:
        raise InvalidAnswers(errors)
    unit = Unit(id=new_id(), agency_id=agency.id, name_fr=act.name_fr, name_ar=act.name_ar, name_en=act.name_en,
                active=True, created_at=work.now)
    work.session.add(unit)
    return Receipt(id=unit.id)


def change_unit(act: ChangeUnit, work: Work) -> Receipt:
    """Raises Forbidden, NotFound, InvalidAnswers."""
    unit = work.session.get(Unit, act.unit_id)
    if unit is None:
        raise NotFound(what="unit", which=act.unit_id)
    _refuse_unless_administrator(work, unit.agency_id)
    errors = _wrong_names(act)
    if errors:
        raise InvalidAnswers(errors)
    unit.name_fr, unit.name_ar, unit.name_en, unit.active = act.name_fr, act.name_ar, act.name_en, act.active
    return Receipt(id=unit.id)


def agency_of(work: Work, code: str) -> Agency | None:
    return work.session.scalars(select(Agency).where(Agency.code == code)).first()


def _refuse_unless_administrator(work: Work, agency_id: str | None) -> None:
    if not administers(work.by, agency_id):
        raise Forbidden(who=work.by.name, what="change agencies")


def _wrong_names(act) -> dict[str, str]:
    limits = {"name_fr": 200, "name_ar": 200, "name_en": 200, "address": 500, "phone": 40, "email": 200}
    errors = {}
    for field, most in limits.items():
        value = getattr(act, field, None)
        if value is None:
            continue
        if field.startswith("name_") and not value.strip():
            errors[field] = "required"
        elif len(value) > most:
            errors[field] = f"at most {most} characters"
    return errors


def _wrong_family(work: Work, family: str) -> dict[str, str]:
    if work.session.get(ProcessFamily, family) is None:
        return {"family": "no process of this family is deployed"}
    return {}
