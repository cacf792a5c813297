"""The two clocks on the page of a case, what an officer may do with them, and an agency's own days."""

from tests.people import FATIMA, INES, KARIM, NATIONAL, OMAR, YOUSSEF
from tests.steps import do, lodge
from tests.web.desk_visit import page_of, posted, sign_in, text_of
from tests.web.visit import Visit


def test_an_officer_stops_the_internal_clock_and_lets_it_run_on(app, insaf):
    reference = lodge(insaf).reference
    do(insaf, reference, "triage", INES)
    do(insaf, reference, "assign_officer", KARIM)
    visit, path = sign_in(app, OMAR), f"/clocks/investigate/{reference}"
    case = visit.get(f"/cases/{reference}")
    assert "délai légal" in text_of(case) and "délai interne" in text_of(case) and path in case.links
    for data, wrong in (({"do": "suspend"}, "quelques mots"), ({"do": "fly", "reason": "x"}, ""),
                        ({"do": "extend", "days": "3", "reason": "x"}, "Chef d’unité")):
        answer = page_of(posted(visit, path, data))
        assert answer.status in (403, 422) and wrong in text_of(answer)
    assert posted(visit, path, {"do": "suspend", "reason": "attend l’hôpital"}).status_code == 303
    case = text_of(visit.get(f"/cases/{reference}"))
    assert "à l’arrêt" in case and "attend l’hôpital" in case
    assert "Compteur arrêté : Instruction" in text_of(visit.get(f"/cases/{reference}?part=timeline")).replace("\u202f", " ")
    assert posted(visit, path, {"do": "resume"}).status_code == 303
    assert "à l’arrêt" not in text_of(visit.get(f"/cases/{reference}"))
    head = sign_in(app, KARIM, "ar")
    assert page_of(posted(head, path, {"do": "extend", "days": "99", "reason": "زيارة"})).status == 422
    assert posted(head, path, {"do": "extend", "days": "4", "reason": "زيارة ثانية"}).status_code == 303


def test_a_dispatcher_sees_the_clock_and_nothing_to_do_with_it_and_another_agency_nothing(app, insaf):
    reference = lodge(insaf).reference
    ines = sign_in(app, INES)
    assert "Personne ne peut arrêter" in text_of(ines.get(f"/clocks/triage/{reference}"))
    assert ines.get(f"/clocks/lunch/{reference}").status == 404
    assert sign_in(app, FATIMA).get(f"/clocks/triage/{reference}").status == 404
    told = posted(ines, f"/clocks/reply/{reference}", {"do": "tell", "until_on": "2026-06-20", "reason": "expertise"})
    assert told.status_code == 303 and "20 juin" in text_of(ines.get(f"/cases/{reference}"))


def test_whoever_sends_an_interim_reply_is_told_who_reads_the_reason_and_the_complainant_sees_it(app, insaf):
    told = lodge(insaf)
    visit, path = sign_in(app, INES), f"/clocks/reply/{told.reference}"
    assert "lit ce texte tel quel" in text_of(visit.get(path))
    assert posted(visit, path, {"do": "tell", "until_on": "2026-07-20", "reason": "expertise en cours"}).status_code == 303
    assert "La lettre à la personne est rédigée. La date légale reste le 3 juillet" in visit.get(f"/cases/{told.reference}").text
    follower = Visit(app.test_client(), "fr")
    public = text_of(follower.post("/c", {"reference": told.reference, "code": told.follow_up_code})).replace("\u202f", " ")
    assert "annoncée pour le 20 juillet 2026" in public and "elle ne déplace pas cette date" in public
    assert "expertise" not in public


def test_an_administrator_makes_an_agency_quicker_and_never_slower(app, insaf):
    visit, path = sign_in(app, YOUSSEF), f"/admin/agencies/{NATIONAL}/days"
    assert path in visit.get(f"/admin/agencies/{NATIONAL}").links
    assert posted(visit, path, {"deadline": "reply", "days": "45"}).status_code == 303
    assert 'value="45"' in visit.get(path).text
    for days, told in (("60", "plus rapide"), ("bald", "nombre de jours")):
        page = page_of(posted(visit, path, {"deadline": "reply", "days": days}))
        assert page.status == 422 and told in text_of(page)
    assert posted(visit, path, {"deadline": "reply", "days": ""}).status_code == 303
    assert lodge(insaf).due_on.isoformat() == "2026-07-03"
    assert sign_in(app, INES).get(path).status == 404
