"""A supervisor sees what is late and what soon will be; time passes on the virtual clock."""

import pytest

from engine.worker import Worker
from tests.browser.hands import follow, path_of, press, shown, sign_in
from tests.people import INES, NADIA
from tests.steps import at, do, lodge

pytestmark = pytest.mark.parametrize("kind_of_database", ["sqlite"], indirect=True)


def test_late_and_soon_late_stand_apart_with_whom_the_case_waits(visitor, insaf):
    late = lodge(insaf, subject="En retard").reference
    do(insaf, late, "triage", INES)
    insaf.clock.set(at("2026-05-11T09:00:00+00:00"))
    soon = lodge(insaf, subject="Bientôt en retard").reference
    do(insaf, soon, "triage", INES)
    insaf.clock.set(at("2026-06-22T09:00:00+00:00"))
    calm = lodge(insaf, subject="Dans les temps").reference
    insaf.clock.set(at("2026-07-06T09:00:00+00:00"))
    Worker(insaf).fire_due()
    page = sign_in(visitor("fr"), NADIA)
    follow(page, "nav a[href='/supervision']")
    assert late in page.inner_text("section[aria-labelledby=late-title]")
    soon_late = page.inner_text("section[aria-labelledby=soon-title]")
    assert soon in soon_late and late not in soon_late and "chef" in soon_late.lower(), soon_late
    assert calm not in page.inner_text("section[aria-labelledby=late-title]")
    assert [words for words in page.locator(".tile b").all_inner_texts()][:2] == ["3", "1"]
    follow(page, f"a[href='/cases/{late}']")
    assert "jours de retard" in shown(page) or "jour de retard" in shown(page)


def test_an_incident_is_shown_to_the_supervisor_who_lets_the_case_go_on(visitor, insaf, monkeypatch):
    from engine.acts.claim_task import ClaimTask
    from engine.acts.complete_task import CompleteTask
    from engine.errors import ExecutionFailed
    from tests.steps import ANSWERS, case_of, open_tasks, signed_in
    reference, ines = lodge(insaf).reference, signed_in(insaf, INES)
    task = open_tasks(insaf, reference)["triage"]
    insaf.bus.ask(ClaimTask(task), by=ines)

    def breaks(*_, **__):
        raise ExecutionFailed(element="is_admissible", reason="there is no variable 'admissable'")

    with monkeypatch.context() as broken, pytest.raises(ExecutionFailed):
        broken.setattr("engine.execution.Run.complete", breaks)
        insaf.bus.ask(CompleteTask(task, ANSWERS["triage"]), by=ines)
    page = sign_in(visitor("fr"), NADIA)
    page.goto(f"/cases/{reference}")
    assert page.locator(".message.warn").count() == 1
    page.goto("/supervision/incidents")
    follow(page, ".incident a")
    page.fill("#retry-reason", "La variable a été corrigée.")
    press(page, "#retry button.button")
    assert path_of(page) == "/supervision/incidents" and not page.locator(".incident").count(), shown(page)
    assert case_of(insaf, reference).status == "in_progress" or open_tasks(insaf, reference)


def test_an_officer_has_no_such_page(visitor, insaf):
    page = sign_in(visitor("fr"), INES)
    assert not page.locator("nav a[href='/supervision']").count()
    assert page.goto("/supervision").status == 404
