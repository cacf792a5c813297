"""The addresses of the pages that each of the staff may open in the town of cases."""

from sqlalchemy import select

from engine.queries import families
from engine.store.tables import Incident
from tests.browser.town import Town
from tests.people import AMINA, DRISS, FATIMA, HANANE, HOUDA, INES, NADIA, NATIONAL, OMAR, RACHID, TARIK, Persona
from tests.steps import case_of, open_tasks, signed_in

STAFF = (INES, OMAR, NADIA, FATIMA, HANANE, RACHID, HOUDA, TARIK, DRISS, AMINA)
SAME_PAGES_AS_OTHERS = (OMAR, FATIMA, TARIK, AMINA)


def addresses_of(insaf, town: Town, persona: Persona) -> list[str]:
    """The persona's pages, those that are empty or found nothing among them."""
    return _OF[persona](insaf, town, town.cases)


def _task(insaf, reference: str) -> str:
    return f"/tasks/{next(iter(open_tasks(insaf, reference).values()))}"


def _dispatcher(insaf, town, case) -> list[str]:
    return ["/desk", "/desk?view=mine", "/desk?view=done", _task(insaf, case["new"]), "/letters", f"/letters/{town.letter}",
            f"/cases/{case['new']}", f"/cases/{case['new']}?part=documents", f"/cases/{case['stopped']}",
            "/messages", f"/conversation/{case['new']}", f"/notes/{case['new']}",
            f"/seizures/court/{case['new']}", f"/seizures/mediator/{case['new']}",
            f"/dates/{case['new']}", "/search?q=zineb", "/search?q=zzz", "/account"]


def _officer(insaf, town, case) -> list[str]:
    return ["/desk", _task(insaf, case["taken"]), _task(insaf, case["draft"]), _task(insaf, case["late"]),
            f"/clocks/investigate/{case['taken']}", _task(insaf, case["returned"])]


def _incident(insaf) -> str:
    with insaf.reading() as session:
        return f"/supervision/incidents/{session.scalars(select(Incident.id)).first()}"


def _supervisor(insaf, town, case) -> list[str]:
    return ["/supervision", "/supervision/work?of=nobody", f"/supervision{_task(insaf, case['taken'])}",
            "/supervision/incidents", _incident(insaf), "/supervision/validate", "/supervision/runs?kind=others",
            f"/supervision/runs/{case_of(insaf, case['taken']).instance_id}", "/escalations", "/register",
            "/register?status=closed&kind=suggestion", f"/cases/{case['late']}",
            f"/cases/{case['late']}?part=progress", f"/cases/{case['closed']}", f"/cases/{case['closed']}?part=timeline",
            f"/cases/{case['inadmissible']}?part=documents", f"/cases/{case['withdrawn']}?part=progress&size=large",
            _task(insaf, case["draft"])]


def _commune(insaf, town, case) -> list[str]:
    return ["/desk", "/letters", _task(insaf, case["lamp"]), f"/cases/{case['lamp']}?part=progress",
            _task(insaf, case["offered"])]


def _owner(insaf, town, case) -> list[str]:
    with insaf.reading() as session:
        known = families(session, insaf.shelf, person=signed_in(insaf, HANANE))
    national = next(row.content_hash for row in known if row.family == "national")
    version = f"/studio/national/versions/{national}"
    return ["/studio", "/studio/national", "/studio/national?part=dates", "/studio/national?part=content",
            "/studio/national?part=versions", "/studio/national/upload",
            "/studio/national/deadlines", "/studio/national/running", "/studio/commune", "/studio/commune?part=differences",
            f"{version}/forms/lodge",
            f"{version}/forms/triage", f"{version}/letters/receipt",
            "/national/calendar?year=2027", "/national/calendar/decree?on=2027-03-10", "/national/calendar/import?forecast=2028",
            "/national/recalculations", "/national/recalculations/new"]


def _administrator(insaf, town, case) -> list[str]:
    agency = f"/admin/agencies/{NATIONAL}"
    return ["/admin", "/admin?q=zzz", "/admin/agencies/new", agency, f"{agency}/change", f"{agency}/days",
            f"{agency}/units/new", f"{agency}/units/{town.unit}", "/admin/people", "/admin/people/new",
            f"/admin/people/new?agency={NATIONAL}", f"/admin/people/{town.person}", "/register"]


def _counter(insaf, town, case) -> list[str]:
    return ["/desk", "/counter/enter", "/counter/caller", f"/counter/entered/{case['entered']}"]


def _desk_of_the_country(insaf, town, case) -> list[str]:
    return ["/desk", "/counter/agency?q=nat", "/supervision/work"]


def _data_protection(insaf, town, case) -> list[str]:
    return [f"/erase/{case['closed']}", f"/erase/{case['new']}"]


def _inspectorate(insaf, town, case) -> list[str]:
    return ["/desk", _task(insaf, case["alert"]), f"/cases/{case['alert']}", f"/cases/{case['alert']}?part=timeline"]


_OF = {INES: _dispatcher, OMAR: _officer, NADIA: _supervisor, FATIMA: _commune, HANANE: _owner, RACHID: _administrator,
       HOUDA: _counter, TARIK: _desk_of_the_country, DRISS: _data_protection, AMINA: _inspectorate}
