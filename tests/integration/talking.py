"""Small processes that talk to each other, and what a test does with them."""

from sqlalchemy import select

from engine.acts.complete_task import CompleteTask
from engine.acts.deploy_definition import DeployDefinition
from engine.acts.run_instance import StartInstance
from engine.definitions import Bundle
from engine.domain.access import Person
from engine.queries.messages import undelivered
from engine.store.tables import HumanTask, ProcessInstance
from tests.unit.execution.diagrams import declared, definitions, end, event, flows, node, process, script, start, user


SYSTEM = Person.system()


ASKED, ANSWERED = declared("message", "opinion_asked"), declared("message", "opinion_given")


def extension(**parts: str) -> str:
    """`payload`, `variable` of a message; any other word is a property of the element."""
    inner = "".join(f"<spiffworkflow:message{name.title()}>{parts.pop(name)}</spiffworkflow:message{name.title()}>"
                    for name in ("payload", "variable") if name in parts)
    if parts:
        inner += "<spiffworkflow:properties>" + "".join(
            f'<spiffworkflow:property name="{name}" value="{value}"/>' for name, value in parts.items()
        ) + "</spiffworkflow:properties>"
    return f"<bpmn:extensionElements>{inner}</bpmn:extensionElements>"


def throws(id: str, message: str, payload: str = "{}", **properties: str) -> str:
    inner = (extension(**properties) if properties else "") + event("message", message, extension(payload=payload))
    return node("intermediateThrowEvent", id, inner)


def catches(id: str, message: str, **properties: str) -> str:
    inner = (extension(**properties) if properties else "") + event("message", message, extension(variable=f"got_{id}"))
    return node("intermediateCatchEvent", id, inner)


ASKING = definitions(ASKED, ANSWERED, process(
    start(), user("prepare"), throws("ask", "opinion_asked", '{"subject": subject}'), catches("answer", "opinion_given"),
    user("use_it"), end(), flows("begin > prepare > ask > answer > use_it > done")))


WAITING = definitions(ASKED, ANSWERED, process(
    start(), user("ready"), catches("asked", "opinion_asked"), user("think"),
    throws("give", "opinion_given", '{"upheld": upheld}'), end(), flows("begin > ready > asked > think > give > done")))


def opinion(once: str = "true") -> str:
    """A process that the question starts."""
    begins = node("startEvent", "asked", extension(start_once=once) + event("message", "opinion_asked", extension(variable="q")))
    return definitions(ASKED, ANSWERED, process(
        begins, user("think"), throws("give", "opinion_given", '{"upheld": True}'), end(), flows("asked > think > give > done")))


def deploy(insaf, family: str, document: str) -> str:
    return insaf.bus.ask(DeployDefinition(Bundle(family, {f"bpmn/{family}.bpmn": document.encode()}, "engine")), by=SYSTEM).id


def begin(insaf, content_hash: str, key: str | None = "K-1", **variables) -> str:
    return insaf.bus.ask(StartInstance(content_hash, variables, business_key=key), by=SYSTEM).instance_id


def open_at(insaf, instance_id: str) -> dict[str, str]:
    with insaf.reading() as session:
        return dict(session.execute(select(HumanTask.element_id, HumanTask.id).where(
            HumanTask.instance_id == instance_id, HumanTask.state == "open")).all())


def complete(insaf, instance_id: str, element: str, **answers) -> None:
    insaf.bus.ask(CompleteTask(open_at(insaf, instance_id)[element], answers), by=SYSTEM)


def kept(insaf) -> list[tuple[str, str, str]]:
    with insaf.reading() as session:
        return [(row.name, row.key, row.state) for row in undelivered(session)]


def state_of(insaf, instance_id: str) -> str:
    with insaf.reading() as session:
        return session.get(ProcessInstance, instance_id).state


FAILS = definitions(ASKED, process(start(), catches("asked", "opinion_asked"), script("count", "n = limit + 1"), user("after"),
                                   end(), flows("begin > asked > count > after > done")))
