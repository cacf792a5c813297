"""A confidential case with something of it in every table, and what its doors are called in addresses and forms."""

import tomllib

from sqlalchemy import insert, inspect, select, text

from engine.acts.claim_task import ClaimTask
from engine.acts.converse import WriteInConversation
from engine.acts.keep_account import CreateAccount
from engine.acts.keep_draft import SaveTaskDraft
from engine.domain.access import Person
from engine.notes import WriteNote
from engine.store.tables import Attachment, Incident, LetterRow, MessageWait, ProcessInstance
from engine.worker import Worker
from tests.house.tree import ROOT
from tests.people import AMINA, INES, PASSWORD, Persona
from tests.steps import ANSWERS, BY_LETTER, at, case_of, do, lodge, open_tasks, signed_in

SUBJECT, NAME, WORD, PHONE = "Pot-de-vin au guichet trois", "Zineb El Fassi", "Zoulikha", "0661234567"
#: Of a sitting or of the machine, not of the case.
NOT_OF_THE_CASE = {"request_try", "idempotency_key", "procrastinate_jobs"}
OF_NO_AGENCY = {"complainant", "system", "national_desk", "inspectorate"}


def agency_roles() -> set[str]:
    """Every role that people of the agency can hold, but for the one that reads in confidence."""
    family = tomllib.loads((ROOT / "bpmn/national/family.toml").read_text())
    return set(family["roles"]) - OF_NO_AGENCY | {"data_protection_officer", "agency_administrator"}


def hire(insaf, name: str, agency: str | None, roles, is_admin: bool = False) -> Persona:
    """Somebody who holds many roles at once, and so finds every door."""
    persona = Persona(f"{name.lower()}@example.org", name, agency, tuple(sorted(roles)), is_admin=is_admin)
    insaf.bus.ask(CreateAccount(email=persona.email, name=name, roles=persona.roles, agency_code=agency, language="fr",
                                is_admin=is_admin, password=PASSWORD), by=Person.system())
    return persona


def closed_case(insaf) -> dict[str, str]:
    """The case's keys by the names they have in addresses; `like` is the reference of one that anybody of the agency reads."""
    reference = lodge(insaf, subject=SUBJECT, full_name=NAME, phone=PHONE, **BY_LETTER).reference
    do(insaf, reference, "triage", INES, **ANSWERS["triage"], route="confidential")
    like = lodge(insaf, subject="Autre chose", full_name="Meryem Kadiri", phone=PHONE, **BY_LETTER).reference
    task, amina = open_tasks(insaf, reference)["assess_alert"], signed_in(insaf, AMINA)
    insaf.bus.ask(WriteInConversation(reference, f"Je m’appelle {WORD}."), by=Person.complainant(reference))
    insaf.bus.ask(WriteNote(reference, f"Note sur {WORD}."), by=amina)
    insaf.bus.ask(ClaimTask(task), by=amina)
    insaf.bus.ask(SaveTaskDraft(task, {"assessment": f"Brouillon sur {WORD}."}), by=amina)
    run = case_of(insaf, reference).instance_id
    ids = {"attachment_id": "a" * 32, "incident_id": "b" * 32}
    with insaf.database.writing() as session:
        session.execute(insert(Attachment).values(
            id=ids["attachment_id"], instance_id=run, filename=f"{WORD}.pdf", media_type="application/pdf", size=1,
            sha256="0" * 64, at=insaf.clock.now()))
        session.execute(insert(MessageWait).values(
            task_id="c" * 32, message="annex", element_id="assess_alert", instance_id=run, business_key=like))
        letter = session.scalars(select(LetterRow.id).where(LetterRow.instance_id == run)).first()
    insaf.clock.set(at("2026-08-04T09:00:00+00:00"))
    Worker(insaf).fire_due()
    with insaf.database.writing() as session:
        session.execute(insert(Incident).values(
            id=ids["incident_id"], instance_id=run, act="FireTimer", code="execution_failed", message="ValueError",
            at=insaf.clock.now(), state="open"))
        version = session.get(ProcessInstance, run).definition_hash
    return {"reference": reference, "like": like, "task_id": task, "letter_id": letter, "instance_id": run,
            "content_hash": version, **ids}


def rows_of(insaf, case: dict[str, str]) -> dict[str, list[str]]:
    """Every row of every table that names the case's run, or hangs on it as its tasks and letters do."""
    found = {}
    with insaf.reading() as session:
        for table in set(inspect(session.connection()).get_table_names()) - NOT_OF_THE_CASE:
            rows = (str(sorted(row.items())) for row in session.execute(text(f'select * from "{table}"')).mappings())
            found[table] = sorted(row for row in rows if case["instance_id"] in row or case["task_id"] in row)
    return {table: rows for table, rows in found.items() if rows}
