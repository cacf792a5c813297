"""A case goes to another body, page by page and without any script: searched, offered, accepted, gone."""

import pytest

from engine.acts.keep_agency import CreateAgency
from engine.domain.access import Person
from tests.people import COMMUNE, FATIMA, INES
from tests.steps import lodge
from tests.web.desk_visit import sign_in, task_path, text_of

pytestmark = pytest.mark.parametrize("kind_of_database", ["sqlite"], indirect=True)
ELSEWHERE = {"service_type": "delay", "urgency": "normal", "route": "elsewhere", "transfer_reason": "La voirie est communale."}


def offered(page) -> list[str]:
    """The bodies that the question offers."""
    return [one.get("value") for one in page.all("input") if one.get("name") == "transfer_to" and one.get("type") == "radio"]


def test_a_body_is_searched_by_a_button_offered_the_case_and_takes_it(app, insaf):
    for number in range(13):
        insaf.bus.ask(CreateAgency(f"OFF{number:02}", "national", f"Office {number}", f"مكتب {number}", f"Office {number}"),
                      by=Person.system())
    reference = lodge(insaf).reference
    ines, path = sign_in(app, INES), task_path(insaf, reference, "triage")
    ines.post(f"{path}/claim")
    page = ines.get(path)
    assert len(offered(page)) == 12 and "NAT" not in offered(page), "a case is not handed to the body that has it"

    page = ines.post(f"{path}/complete", {**ELSEWHERE, "transfer_to-search": "زيتون", "look": "transfer_to"})
    assert page.status == 200 and offered(page) == [COMMUNE] and page.value("transfer_to-search") == "زيتون"
    assert "La voirie est communale." in page.text and "elsewhere" in page.text
    page = ines.post(f"{path}/complete", {**ELSEWHERE, "transfer_to-search": "xyz", "look": "transfer_to"})
    assert page.status == 200 and offered(page) == [] and "Rien trouvé" in text_of(page)
    ines.post(f"{path}/complete", {**ELSEWHERE, "transfer_to": COMMUNE})

    fatima, path = sign_in(app, FATIMA), task_path(insaf, reference, "accept_transfer")
    assert "7 mai 2026" in text_of(fatima.get(path)), "until when the body may answer"
    fatima.post(f"{path}/claim")
    fatima.post(f"{path}/complete", {"accepted": "true"})
    page = ines.get(f"/cases/{reference}")
    assert page.status == 200 and "Commune de Oued Zitoun traite ce dossier depuis le 4 mai 2026." in text_of(page)
    assert "et 1 transmis" in text_of(ines.get("/register"))
    assert "2026-05-04;Commune de Oued Zitoun" in ines.client.get("/register.csv").text
