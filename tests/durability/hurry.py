"""The national process with seconds for days, so that timers become due while everything else happens."""

from engine.acts.deploy_definition import DeployDefinition
from engine.definitions import Bundle, read_family
from engine.domain.access import Person

DIAGRAM = "bpmn/complaint.bpmn"
HURRY = {"before_deadline('reply', 30)": "PT1S", "days_from_now(15)": "PT2S"}


def put_hurry_in_force(insaf) -> None:
    """From now on the agencies of the national family are reminded and closed after seconds. The legal date stays, and so do
    the reminders that no family may leave out."""
    national = read_family("national")
    diagram = national.files[DIAGRAM].decode()
    for date, seconds in HURRY.items():
        assert f">{date}<" in diagram, f"the national diagram has no timer {date} any more"
        diagram = diagram.replace(f"timeDate xsi:type=\"bpmn:tFormalExpression\">{date}</bpmn:timeDate",
                                  f"timeDuration xsi:type=\"bpmn:tFormalExpression\">{seconds}</bpmn:timeDuration")
    bundle = Bundle("national", {**national.files, DIAGRAM: diagram.encode()})
    insaf.bus.ask(DeployDefinition(bundle, "seconds for days"), by=Person.system())
