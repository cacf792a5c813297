"""What people do in the stories of the tests, one function a thing, through the same acts as the pages."""

from datetime import datetime

from sqlalchemy import select

from engine.acts.claim_task import ClaimTask
from engine.acts.complete_task import CompleteTask
from engine.acts.lodge_complaint import LodgeComplaint
from engine.acts.work import Receipt
from engine.domain.access import Person
from engine.store.tables import Account, ComplaintCase, HumanTask, Incident, ProcessInstance, new_id
from tests.people import NATIONAL, Persona

SAID = {
    "service_type": "delay", "subject": "Dossier sans réponse",
    "what_happened": "Mon dossier attend depuis six mois et personne ne me répond au guichet.",
    "full_name": "Zineb El Fassi", "contact_channel": "email", "email": "zineb@example.org", "consent": True,
}
BY_LETTER = {"contact_channel": "letter", "address": "12 rue des Oliviers, Rabat", "email": None}

ANSWERS = {
    "triage": {"service_type": "delay", "urgency": "normal", "admissible": True},
    "assign_officer": {},
    "investigate": {"findings": "Le dossier avait été classé par erreur."},
    "draft_reply": {"outcome": "upheld", "reply_text": "Votre dossier est rouvert ; la décision vous parvient demain."},
    "validate_reply": {"validated": True},
    "give_satisfaction": {"satisfied": True},
}
INADMISSIBLE = {
    "service_type": "delay", "urgency": "normal", "admissible": False, "ground": "court_seized",
    "grounds": "L’affaire est devant le tribunal administratif depuis mars.",
}


def signed_in(insaf, persona: Persona) -> Person:
    """The persona as the system knows them."""
    with insaf.reading() as session:
        account = session.scalars(select(Account).where(Account.email == persona.email)).one()
        return Person(account.id, account.name, account.email, frozenset(r.role for r in account.roles),
                      account.agency_id, account.unit_id, account.language, account.is_admin)


def said(**changed) -> dict:
    """What a complainant answers; None takes an answer away."""
    return {name: value for name, value in {**SAID, **changed}.items() if value is not None}


def lodge(insaf, agency: str = NATIONAL, kind: str = "complaint", language: str = "fr", key: str | None = None,
          **changed) -> Receipt:
    return insaf.bus.ask(LodgeComplaint(agency, kind, "web", language, said(**changed)), by=Person.anyone(), key=key)


def open_tasks(insaf, reference: str) -> dict[str, str]:
    """Ids of the open tasks of a case by element."""
    with insaf.reading() as session:
        rows = session.execute(
            select(HumanTask.element_id, HumanTask.id)
            .join(ComplaintCase, ComplaintCase.instance_id == HumanTask.instance_id)
            .where(ComplaintCase.reference == reference, HumanTask.state == "open"))
        return {row.element_id: row.id for row in rows}


def do(insaf, reference: str, element: str, persona: Persona, **answers) -> Receipt:
    """The persona claims and completes the open task at `element`."""
    task_id, person = open_tasks(insaf, reference)[element], signed_in(insaf, persona)
    insaf.bus.ask(ClaimTask(task_id), by=person)
    return insaf.bus.ask(CompleteTask(task_id, answers or ANSWERS[element]), by=person)


def case_of(insaf, reference: str) -> ComplaintCase:
    with insaf.reading() as session:
        return session.scalars(select(ComplaintCase).where(ComplaintCase.reference == reference)).one()


def at(text: str) -> datetime:
    """An aware instant from ISO text."""
    return datetime.fromisoformat(text)


def stop(insaf, reference: str) -> str:
    """An incident on the case, wherever it stands; its id."""
    incident, instance_id = new_id(), case_of(insaf, reference).instance_id
    with insaf.database.writing() as session:
        session.get(ProcessInstance, instance_id).state = "incident"
        session.add(Incident(id=incident, instance_id=instance_id, act="CompleteTask", code="unforeseen", message="",
                             at=insaf.clock.now(), state="open"))
    return incident
