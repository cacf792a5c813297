"""A small town of cases at every stage of life: late, waiting, answered, ended in each way, stopped."""

import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from unittest.mock import patch

from sqlalchemy import select

from engine.acts.attach_files import NewAttachment
from engine.acts.claim_task import ClaimTask
from engine.acts.complete_task import CompleteTask
from engine.acts.converse import WriteInConversation
from engine.acts.keep_account import CreateAccount
from engine.acts.keep_agency import CreateUnit
from engine.acts.keep_draft import SaveTaskDraft
from engine.acts.lodge_complaint import LodgeComplaint
from engine.acts.record_posting import RecordPosting
from engine.acts.withdraw_complaint import WithdrawComplaint
from engine.bootstrap import bootstrap
from engine.clock import VirtualClock
from engine.domain.access import Person
from engine.errors import ExecutionFailed
from engine.notes import WriteNote
from engine.store.tables import Account, LetterRow, Unit
from engine.worker import Worker
from tests.browser.papers import pdf, png
from tests.fixtures.databases import copy_of, settle
from tests.fixtures.once import once
from tests.fixtures.wired import START, peopled, settings_for
from tests.people import COMMUNE, DRISS, HOUDA, INES, KARIM, NADIA, NATIONAL, OMAR, PASSWORD, SALMA
from tests.steps import ANSWERS, BY_LETTER, INADMISSIBLE, at, do, lodge, open_tasks, said, signed_in

FILES = (NewAttachment("صورة الورش رقم 3.png", png()), NewAttachment("demande de permis de construire.pdf", pdf()))
LAMP = {"problem_category": "lighting", "neighbourhood": "Hay Zitoun", "danger": False}
ARABIC = {"subject": "تأخر رخصة البناء", "full_name": "أمينة بنجلون", "email": "amina@example.org",
          "what_happened": "أودعت الطلب رقم PC-2026/118 يوم 12 مارس ولم أتوصل بأي جواب إلى اليوم."}
TODAY = at("2026-07-27T09:00:00+00:00")
STEPS = {"triage": INES, "assign_officer": KARIM, "investigate": OMAR, "draft_reply": OMAR, "validate_reply": NADIA}


@dataclass(frozen=True)
class Town:
    """The references by stage, and ids of things that have a page of their own."""

    cases: dict[str, str]
    code: str
    letter: str
    person: str
    unit: str


def founded(folder: Path) -> tuple[str, Town]:
    """The URL of the session's template of the town's database, and what is where in it."""
    told = json.loads(once(folder, "town", lambda: json.dumps(_founded(folder))))
    return told["url"], Town(**told["town"])


def _founded(folder: Path) -> dict:
    place = folder / "town"
    place.mkdir()
    url = copy_of(folder, peopled(folder, "sqlite"), place)
    insaf = bootstrap(settings_for(url, place / "data"), clock=VirtualClock(START))
    town = build(insaf)
    insaf.close()
    settle(url)
    return {"url": url, "town": asdict(town)}


def build(insaf) -> Town:
    """Everything a page may have to show, up to `TODAY`."""
    cases = {"late": _advanced(insaf, "investigate", subject="Retard de plus de deux mois dans la délivrance d’un acte")}
    insaf.clock.set(at("2026-06-01T09:00:00+00:00"))
    cases["soon"] = _advanced(insaf, "assign_officer", language="ar", **ARABIC)
    insaf.clock.set(TODAY)
    Worker(insaf).fire_due()
    receipt = insaf.bus.ask(LodgeComplaint(NATIONAL, "complaint", "web", "fr", said(), attachments=FILES), by=Person.anyone())
    cases["new"] = receipt.reference
    lodge(insaf, **BY_LETTER)
    lodge(insaf, language="ar", **{**ARABIC, **BY_LETTER})
    cases["lamp"] = lodge(insaf, agency=COMMUNE, language="ar", **LAMP).reference
    cases["taken"] = _advanced(insaf, "assign_officer", subject="Attestation refusée au guichet n° 4")
    insaf.bus.ask(ClaimTask(open_tasks(insaf, cases["taken"])["investigate"]), by=signed_in(insaf, OMAR))
    cases["answered"] = _advanced(insaf, "validate_reply", kind="complaint")
    cases["closed"] = _advanced(insaf, "validate_reply", language="ar", **ARABIC)
    insaf.bus.ask(CompleteTask(open_tasks(insaf, cases["closed"])["give_satisfaction"], ANSWERS["give_satisfaction"]),
                  by=Person.complainant(cases["closed"]))
    cases["draft"] = _advanced(insaf, "draft_reply")
    _inadmissible(insaf, cases)
    cases["withdrawn"] = lodge(insaf, kind="suggestion").reference
    insaf.bus.ask(WithdrawComplaint(cases["withdrawn"], "Réglé entre-temps."), by=Person.complainant(cases["withdrawn"]))
    _stopped(insaf, cases)
    insaf.bus.ask(CreateUnit(NATIONAL, "Guichet unique", "الشباك الوحيد", "One-stop counter"), by=Person.system())
    _elsewhere(insaf, cases)
    _written(insaf, cases)
    _at_the_counter(insaf, cases)
    return _named(insaf, cases, receipt.follow_up_code)


def _advanced(insaf, last: str, **said_here) -> str:
    """A case taken up to and with the step `last`."""
    reference = lodge(insaf, **said_here).reference
    for element, persona in STEPS.items():
        do(insaf, reference, element, persona)
        if element == last:
            break
    return reference


def _inadmissible(insaf, cases: dict) -> None:
    cases["inadmissible"] = lodge(insaf, **BY_LETTER).reference
    do(insaf, cases["inadmissible"], "triage", INES, **INADMISSIBLE)
    do(insaf, cases["inadmissible"], "confirm_inadmissibility", KARIM, confirmed=True)
    with insaf.reading() as session:
        letter = session.scalars(select(LetterRow.id).where(LetterRow.state == "to_print")).first()
    insaf.bus.ask(RecordPosting(letter, insaf.clock.now().date()), by=signed_in(insaf, INES))


def _elsewhere(insaf, cases: dict) -> None:
    """What waits for the complainant, for another agency and for the inspectorate."""
    routes = {"asked": {"route": "complete", "missing": ["file_number", "documents"]}, "alert": {"route": "confidential"},
              "offered": {"route": "elsewhere", "transfer_to": COMMUNE, "transfer_reason": "L’éclairage relève de la commune."}}
    for stage, answers in routes.items():
        cases[stage] = lodge(insaf, subject=f"À voir ailleurs : {stage}").reference
        do(insaf, cases[stage], "triage", INES, service_type="delay", urgency="normal", **answers)


def _written(insaf, cases: dict) -> None:
    """What people write beside the diagrams: to each other, for colleagues, and a reply that came back."""
    ines, omar, zineb = signed_in(insaf, INES), signed_in(insaf, OMAR), Person.complainant(cases["new"])
    insaf.bus.ask(WriteInConversation(cases["new"], "Quelle est la date de votre reçu ? Joignez-le si vous l’avez."), by=ines)
    insaf.bus.ask(WriteInConversation(cases["new"], "الوصل مؤرخ في 12 مارس 2026 تحت رقم PC-2026/118.", FILES), by=zineb)
    insaf.bus.ask(WriteNote(cases["new"], "Vu avec le guichet n° 4 : le reçu est dans l’ancien registre."), by=ines)
    cases["returned"] = _advanced(insaf, "draft_reply", subject="Réponse renvoyée à l’agent")
    do(insaf, cases["returned"], "validate_reply", NADIA, validated=False, remarks="Dites de quelle décision il s’agit.")
    task = open_tasks(insaf, cases["returned"])["draft_reply"]
    insaf.bus.ask(ClaimTask(task), by=omar)
    insaf.bus.ask(SaveTaskDraft(task, {"outcome": "upheld", "reply_text": "Votre dossier est rouvert ; la décision n° 12/2026 "
                                       "(القرار رقم 12) vous parvient la semaine prochaine."}), by=omar)


def _stopped(insaf, cases: dict) -> None:
    """A case that an incident holds up."""
    def breaks(*_, **__):
        raise ExecutionFailed(element="is_admissible", reason="there is no variable 'admissable'")

    cases["stopped"] = lodge(insaf).reference
    task, ines = open_tasks(insaf, cases["stopped"])["triage"], signed_in(insaf, INES)
    insaf.bus.ask(ClaimTask(task), by=ines)
    with patch("engine.execution.Run.complete", breaks), suppress(ExecutionFailed):
        insaf.bus.ask(CompleteTask(task, ANSWERS["triage"]), by=ines)


def _at_the_counter(insaf, cases: dict) -> None:
    """What was entered at the counter, and who may erase what was written."""
    entered = LodgeComplaint(NATIONAL, "complaint", "counter", "fr", said(**BY_LETTER))
    cases["entered"] = insaf.bus.ask(entered, by=signed_in(insaf, HOUDA)).reference
    insaf.bus.ask(CreateAccount(DRISS.email, DRISS.name, roles=DRISS.roles, agency_code=DRISS.agency, language=DRISS.language,
                                password=PASSWORD), by=Person.system())


def _named(insaf, cases: dict, code: str) -> Town:
    with insaf.reading() as session:
        letter = session.scalars(select(LetterRow.id).where(LetterRow.state == "to_print")).first()
        person = session.scalars(select(Account.id).where(Account.email == SALMA.email)).one()
        unit = session.scalars(select(Unit.id)).first()
    return Town(cases, code, letter, person, unit)
