"""Late and soon late, for supervisors; incidents go on only with a reason."""

from datetime import timedelta

from sqlalchemy import update

from engine.store.tables import Incident, ProcessInstance, new_id
from engine.worker import Worker
from tests.people import HAMID, INES, KARIM, LEILA, NADIA, OMAR, RACHID, SALMA, TARIK, YOUSSEF
from tests.steps import case_of, do, lodge, open_tasks, signed_in
from tests.web.desk_visit import page_of, posted, sign_in, text_of


def stop(insaf, reference: str) -> str:
    """The case is stopped by an incident, as the bus would record it."""
    instance_id, incident_id = case_of(insaf, reference).instance_id, new_id()
    with insaf.database.writing() as session:
        session.execute(update(ProcessInstance).where(ProcessInstance.id == instance_id).values(state="incident"))
        session.add(Incident(id=incident_id, instance_id=instance_id, act="CompleteTask", code="execution_failed",
                             message="The process stopped at triage", at=insaf.clock.now(), state="open"))
    return incident_id


def test_a_supervisor_sees_what_is_late_with_whom_and_since_when(app, insaf):
    late = lodge(insaf).reference
    insaf.clock.set(insaf.clock.now() + timedelta(days=57))
    soon = text_of(sign_in(app, NADIA).get("/supervision"))
    assert "3 jours restants" in soon and "Agent d’orientation" in soon
    insaf.clock.set(insaf.clock.now() + timedelta(days=9))
    page = sign_in(app, NADIA).get("/supervision")
    assert "6 jours de retard" in text_of(page) and f"/cases/{late}" in page.links


def test_what_was_brought_to_somebodys_notice_stands_on_a_page_of_theirs(app, insaf):
    late = lodge(insaf).reference
    insaf.clock.set(insaf.clock.now() + timedelta(days=66))
    Worker(insaf).fire_due()
    page = sign_in(app, NADIA).get("/escalations")
    assert "échéance dépassée" in text_of(page) and f"/cases/{late}" in page.links
    assert "Rien ne vous a été signalé" in text_of(sign_in(app, YOUSSEF).get("/escalations"))
    case = sign_in(app, NADIA).get(f"/cases/{late}?part=progress")
    assert "Dépassement" in text_of(case) and "en retard de" in text_of(case) and "clock-bar" in case.text


def test_only_supervisors_find_the_page_and_only_their_agency_on_it(app, insaf):
    reference = lodge(insaf).reference
    insaf.clock.set(insaf.clock.now() + timedelta(days=70))
    for which in ("late", "soon", "inside"):
        assert sign_in(app, NADIA).get(f"/supervision/late/{which}?after=%00").status == 200
    assert sign_in(app, INES).get("/supervision").status == sign_in(app, INES).get("/supervision/late/late").status == 404
    assert sign_in(app, HAMID).get("/supervision").status == 404
    assert reference not in text_of(sign_in(app, LEILA, "en").get("/supervision"))


def test_a_stopped_case_goes_on_with_a_reason_and_not_without(app, insaf):
    reference = lodge(insaf).reference
    incident_id, nadia = stop(insaf, reference), sign_in(app, NADIA)
    path = f"/supervision/incidents/{incident_id}"
    assert reference in text_of(nadia.get("/supervision/incidents")) and path in nadia.get("/supervision/incidents").links
    assert "incident" in text_of(nadia.get(f"/cases/{reference}"))
    page = nadia.get(path)
    assert "Aucun délai ne s’arrête" in text_of(page) and "la personne attend encore une réponse" in text_of(page)
    for typed in ({"do": "retry", "reason": " "}, {"do": "back", "reason": "x"}, {"reason": "x"},
                  {"do": "retry", "reason": "x" * 501}):
        assert page_of(posted(nadia, path, typed)).status == 422
    for typed, said in (({"do": "cancel"}, "attend encore sa réponse"),
                        ({"do": "back", "to": "triage"}, "personne n’a fait cette")):
        refused = page_of(posted(nadia, path, {**typed, "reason": "À refaire."}))
        assert refused.status == 409 and said in text_of(refused)
    done = nadia.post(path, {"do": "retry", "reason": "La définition est corrigée."})
    assert done.status == 200 and "continue" in text_of(done)
    assert "La définition est corrigée." in text_of(nadia.get(f"/cases/{reference}?part=timeline"))
    assert "nouvel essai" in text_of(nadia.get(path)) and posted(nadia, path, {"do": "retry", "reason": "x"}).status_code == 404
    leila = sign_in(app, LEILA)
    assert leila.get(path).status == 404
    leila.get("/account")
    assert posted(leila, path, {"do": "retry", "reason": "x"}).status_code == 404


def test_a_stopped_case_is_sent_back_by_a_page_to_a_step_it_has_passed(app, insaf):
    reference = lodge(insaf).reference
    do(insaf, reference, "triage", INES)
    path = f"/supervision/incidents/{stop(insaf, reference)}"
    nadia = sign_in(app, NADIA)
    assert 'value="triage"' in nadia.get(path).text
    done = nadia.post(path, {"do": "back", "to": "triage", "reason": "Trié par erreur."})
    assert "est revenu à l’étape choisie" in text_of(done) and "Trié par erreur." in text_of(done)
    assert list(open_tasks(insaf, reference)) == ["triage"]


def test_what_failed_outside_of_any_case_is_seen_and_settled_by_those_who_see_every_agency(app, insaf):
    key = new_id()
    with insaf.database.writing() as session:
        session.add(Incident(id=key, instance_id=None, act="DeployDefinition", code="unforeseen",
                             message="KeyError: 'x'", at=insaf.clock.now(), state="open"))
    assert "En dehors" not in text_of(sign_in(app, NADIA).get("/supervision/incidents"))
    rachid = sign_in(app, RACHID)
    assert "En dehors de tout dossier (DeployDefinition)" in text_of(rachid.get("/supervision/incidents"))
    rachid.get(f"/supervision/incidents/{key}")
    rachid.post(f"/supervision/incidents/{key}", {"do": "retry", "reason": "Refait avec le bon fichier."})
    assert "En dehors" not in text_of(rachid.get("/supervision/incidents"))


def test_a_supervisor_gives_one_task_to_another_and_several_after_a_look(app, insaf):
    first, second = lodge(insaf).reference, lodge(insaf).reference
    for reference in (first, second):
        do(insaf, reference, "triage", INES)
        do(insaf, reference, "assign_officer", KARIM)
    one, other = (open_tasks(insaf, reference)["investigate"] for reference in (first, second))
    omar, salma, ines = (signed_in(insaf, persona).id for persona in (OMAR, SALMA, INES))
    nadia = sign_in(app, NADIA)
    page = nadia.get(f"/supervision/tasks/{one}")
    assert "Omar Tazi" in text_of(page) and "Ines Berrada" not in text_of(page)
    refused = page_of(posted(nadia, f"/supervision/tasks/{one}", {"to": omar, "reason": " "}))
    assert refused.status == 422 and 'value="' + omar + '" checked' in refused.text
    refused = page_of(posted(nadia, f"/supervision/tasks/{one}", {"to": ines, "reason": "Elle connaît."}))
    assert refused.status == 403 and "n’a pas le rôle" in text_of(refused)
    done = nadia.post(f"/supervision/tasks/{one}", {"to": omar, "reason": "Il connaît ce service."})
    assert "a changé de mains" in text_of(done) and "prise par Omar Tazi" in text_of(done)
    assert "Il connaît ce service." in text_of(nadia.get(f"/cases/{first}?part=timeline"))
    nadia.get("/supervision/work?of=nobody")
    look = nadia.post("/supervision/work", {"do": "look", "task": [one, other], "to": omar, "of": "nobody"})
    assert "l’a déjà" in text_of(look) and "Confier 1 tâche" in look.text
    assert page_of(posted(nadia, "/supervision/work", {"do": "look", "to": omar})).status == 422
    nadia.get("/supervision/work")
    assert posted(nadia, "/supervision/work", {"do": "look", "task": [other], "to": "nobody known"}).status_code == 404
    nadia.get("/supervision/work")
    moved = nadia.post("/supervision/work", {"do": "move", "task": [one, other], "to": salma, "reason": "Omar part en congé."})
    assert "2 tâches ont été confiées" in text_of(moved)
    assert "2" in text_of(sign_in(app, SALMA, "ar").get("/desk?view=mine"))
    leila = sign_in(app, LEILA, "en")
    assert leila.get(f"/supervision/tasks/{one}").status == 404
    assert leila.get("/supervision/work?agency=NAT").status == 404
    assert "National Services Agency" in text_of(sign_in(app, TARIK, "en").get("/supervision/work"))


def test_a_supervisor_reads_what_waits_for_validation_and_sends_an_interim_reply_from_there(app, insaf):
    reference = lodge(insaf).reference
    for element, persona in (("triage", INES), ("assign_officer", KARIM), ("investigate", OMAR), ("draft_reply", OMAR)):
        do(insaf, reference, element, persona)
    nadia = sign_in(app, NADIA)
    page = nadia.get("/supervision/validate")
    assert "Omar Tazi" in text_of(page) and f"/tasks/{open_tasks(insaf, reference)['validate_reply']}" in page.links
    path = f"/clocks/reply/{reference}?back=validate"
    nadia.get(path)
    done = nadia.post(path, {"do": "tell", "until_on": "2026-06-30", "reason": "Le service attend un plan."})
    assert "La lettre" in text_of(done) and "À valider" in text_of(done)
    instance_id = case_of(insaf, reference).instance_id
    assert f"/supervision/runs/{instance_id}" in nadia.get("/supervision/runs?state=no&family=national&kind=cases&q=nat").links
    waits = text_of(nadia.get(f"/supervision/runs/{instance_id}"))
    assert "Valider la réponse" in waits and "Retrait par le plaignant" in waits and "Elle attend des dates" in waits
    assert nadia.get("/supervision/runs?state=ended").status == 200 and nadia.get("/supervision/runs?after=%00").status == 200
    assert sign_in(app, LEILA, "en").get(f"/supervision/runs/{instance_id}").status == 404
    assert sign_in(app, TARIK, "en").get("/supervision/runs?agency=NONE").status == 404
