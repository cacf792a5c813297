"""What the tests of recalculations share: a decree, a shorter rule, the look, the act, and what stands afterwards."""

from datetime import date

from sqlalchemy import func, insert, select

from engine.acts.recalculate import StartRecalculation
from engine.acts.recalculate_some import RecalculateSome
from engine.definitions import Bundle, read_family
from engine.domain.recalculation import Plan
from engine.queries.audit import broken_chains
from engine.queries.recalculation import recalculation_preview
from engine.store.tables import CalendarChange, Deadline, DeadlineEntry, Recalculation, Timer
from engine.vocabulary import Cause
from tests.fixtures.wired import START
from tests.integration.versions import SYSTEM, deployed
from tests.steps import case_of

CODE = "morocco_public_sector"
WHY = {"ar": "مرسوم رقم 2.26.100", "fr": "Décret n° 2-26-100", "en": "Decree 2-26-100"}
#: Sixty days after Monday 4 May 2026.
FRIDAY, MONDAY = date(2026, 7, 3), date(2026, 7, 6)
BY_CALENDAR = Plan(Cause.CALENDAR, calendar=CODE)


def decree(insaf, *days: date, kind: str = "decreed") -> int:
    """Days off that were announced; the number of the last."""
    with insaf.database.writing() as session:
        first = (session.scalar(select(CalendarChange.number).order_by(CalendarChange.number.desc()).limit(1)) or 0) + 1
        for number, day in enumerate(days, first):
            session.execute(insert(CalendarChange).values(
                number=number, calendar=CODE, agency_id=None, day_on=day, kind=kind, name_ar="عطلة", name_fr="Jour férié",
                name_en="Holiday", source="2-26-100", reason="", by_account=None, at=START))
    return first + len(days) - 1


def look(insaf, plan: Plan = BY_CALENDAR):
    with insaf.reading() as session:
        return recalculation_preview(session, insaf.shelf, plan, insaf.clock.now(), SYSTEM)


def begin(insaf, plan: Plan = BY_CALENDAR, by=SYSTEM, **choices) -> str:
    return insaf.bus.ask(StartRecalculation(plan, WHY, deferred=False, **choices), by=by).id


def finish(insaf, recalculation_id: str, limit: int = 500) -> Recalculation:
    while insaf.bus.ask(RecalculateSome(recalculation_id, limit), by=SYSTEM).count:
        pass
    return stored(insaf, recalculation_id)


def stored(insaf, recalculation_id: str) -> Recalculation:
    with insaf.reading() as session:
        return session.get(Recalculation, recalculation_id)


def due(insaf, reference: str, code: str = "reply") -> Deadline:
    with insaf.reading() as session:
        return session.get(Deadline, (case_of(insaf, reference).instance_id, code))


def shorter(insaf, days: int = 45) -> str:
    """A version of the national family in which the reply is due after fewer days, in force from now on."""
    bundle = read_family("national")
    table = bundle.files["bpmn/deadlines.dmn"]
    assert table.count(b"<text>60</text>") == 3  # the reply, then observations, then the Mediator
    changed = table.replace(b"<text>60</text>", b"<text>%d</text>" % days, 1)
    return deployed(insaf, Bundle("national", {**bundle.files, "bpmn/deadlines.dmn": changed}, bundle.profile))


def timer(insaf, reference: str, element: str) -> Timer:
    with insaf.reading() as session:
        return session.scalars(select(Timer).where(
            Timer.instance_id == case_of(insaf, reference).instance_id, Timer.element_id == element)).one()


def verified(insaf) -> bool:
    with insaf.reading() as session:
        return not broken_chains(session).broken


def entries(insaf) -> int:
    with insaf.reading() as session:
        return session.scalar(select(func.count()).select_from(DeadlineEntry))
