"""Namespaces and tag families of the diagrams and tables we read."""

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BPMNDI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
DI = "http://www.omg.org/spec/DD/20100524/DI"
SPIFF = "http://spiffworkflow.org/bpmn/schema/1.0/core"
CAMUNDA = "http://camunda.org/schema/1.0/bpmn"
#: Every revision of DMN that tools write; the table inside looks the same in all of them.
DMN_MARK = "/spec/DMN/"

TASKS = frozenset(
    {"task", "userTask", "manualTask", "serviceTask", "scriptTask", "businessRuleTask", "sendTask", "receiveTask"}
)
#: SpiffWorkflow waits for a person at a plain `task` too.
HUMAN_TASKS = frozenset({"task", "userTask", "manualTask"})
SUB_PROCESSES = frozenset({"subProcess", "transaction", "adHocSubProcess"})
ACTIVITIES = TASKS | SUB_PROCESSES | {"callActivity"}
GATEWAYS = frozenset({"exclusiveGateway", "inclusiveGateway", "parallelGateway", "eventBasedGateway", "complexGateway"})
EVENTS = frozenset({"startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"})
FLOW_NODES = ACTIVITIES | GATEWAYS | EVENTS
LANGUAGES = ("ar", "fr", "en")


def tag(namespace: str, name: str) -> str:
    """The qualified name as lxml writes it."""
    return f"{{{namespace}}}{name}"


def local(element) -> str:
    """The tag without its namespace; comments and instructions have none and give an empty word."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def space(element) -> str:
    """The namespace of an element, empty where it has none."""
    return element.tag[1:].partition("}")[0] if isinstance(element.tag, str) and element.tag[:1] == "{" else ""
