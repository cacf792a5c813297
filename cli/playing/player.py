"""Plays one recorded path and says what differed."""

from collections import Counter
from dataclasses import dataclass, replace

from cli.playing.case_file import Case
from cli.playing.closure import only_called
from cli.playing.moves import Complete, Deploy, PassTime, Send, Standing, Start
from cli.playing.stage import FIRST_INSTANT, Stage
from engine.definitions import Bundle, inject_choice_conditions, read_files
from engine.errors import DefinitionUnreadable
from engine.vocabulary import InstanceState

ENDED_AS = {InstanceState.ENDED: "completed", InstanceState.RUNNING: "waiting", InstanceState.INCIDENT: "incident",
            InstanceState.CANCELLED: "cancelled"}


@dataclass(frozen=True)
class Outcome:
    """Passed when there are no differences."""

    case_id: str
    differences: tuple[str, ...]

    @property
    def passed(self) -> bool:
        return not self.differences


def play(case: Case, stage: Stage) -> Outcome:
    """Deploys, starts, answers and lets time pass as the case says, then compares."""
    stage.now = FIRST_INSTANT
    if case.missing:
        return Outcome(case.id, tuple(f"there is no file {file}" for file in case.missing))
    try:
        bundle = bundle_of(case)
    except DefinitionUnreadable as problem:
        return _refused(case, str(problem))
    deployed = stage.do(Deploy(bundle.packed()))
    if deployed.refused:
        return _refused(case, deployed.refused)
    if deployed.failed:
        return Outcome(case.id, (deployed.failed,))
    if case.status == "rejected":
        return Outcome(case.id, ("it was deployed, and should have been refused",))
    standing = stage.do(Start(deployed.content_hash, case.process_id, case.initial_data))
    standing, left = _walk(case, stage, standing)
    return Outcome(case.id, tuple(_differences(case, standing, left)))


def _refused(case: Case, why: str) -> Outcome:
    return Outcome(case.id, () if case.status == "rejected" else (why,))


def bundle_of(case: Case) -> Bundle:
    """The case's files as a family of its own, whose main process is the one to start."""
    bundle = read_files(case.files, case.dmn_files, family=f"play-{case.id}"[:80])
    tables = {name: bundle.files[name] for name in bundle.named(".dmn")}
    diagrams = {name: data for name, data in bundle.files.items() if name not in tables}
    if case.choices:
        diagrams = {name: inject_choice_conditions(data) for name, data in diagrams.items()}
    if case.process_id:
        diagrams = only_called(diagrams, case.process_id)
        diagrams["bpmn/family.toml"] = f"process = {_toml(case.process_id)}\n".encode()
    return replace(bundle, files=tables | diagrams)


def _toml(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _walk(case: Case, stage: Stage, standing: Standing) -> tuple[Standing, list[dict]]:
    """Give the answers in turn; where none can be given and a timer waits, go to the instant it is due."""
    steps, timers = list(case.steps), case.timers_to_pass
    while not standing.failed and standing.state == InstanceState.RUNNING:
        done, reached = _next_step(case, stage, standing, steps)
        if done is not None:
            del steps[done]
        elif timers and standing.next_due is not None:
            timers -= 1
            stage.now = max(stage.now, standing.next_due)
            reached = stage.do(PassTime(standing.instance_id))
        else:
            break
        standing = reached
    return standing, steps


def _next_step(case: Case, stage: Stage, standing: Standing, steps: list[dict]) -> tuple[int | None, Standing]:
    """The place of the step that could be taken now and what it led to; None where none could."""
    open_now = {element: task for task, element in reversed(standing.open_tasks)}
    for place, step in enumerate(steps if case.order_free else steps[:1]):
        if "complete" in step:
            if step["complete"] not in open_now:
                continue
            reached = stage.do(Complete(standing.instance_id, open_now[step["complete"]], step.get("data") or {},
                                        tuple(step.get("remove") or ())))
        else:
            names = tuple(dict.fromkeys(name for name in (step.get("name"), step["send"]) if name))
            reached = stage.do(Send(standing.instance_id, names, step.get("payload") or {}))
            if reached.unexpected:
                continue
        return place, reached
    return None, standing


def _differences(case: Case, standing: Standing, left: list[dict]):
    if standing.failed:
        yield standing.failed
        return
    if left:
        wanted = ", ".join(str(step.get("complete") or step.get("send")) for step in left[:5])
        opened = ", ".join(element for _, element in standing.open_tasks) or "nothing"
        yield f"{len(left)} steps were never possible ({wanted}); open: {opened}"
    status = ENDED_AS.get(standing.state, standing.state)
    if status != ("waiting" if case.status == "running" else case.status):
        yield f"status is {status}, expected {case.status}"
    if case.variables is not None and standing.variables != case.variables:
        yield f"variables are {standing.variables}, expected {case.variables}"
    if case.elements is not None:
        more, fewer = Counter(standing.elements), Counter(case.elements)
        if more != fewer:
            yield f"completed too often: {sorted((more - fewer).elements())}, too rarely: {sorted((fewer - more).elements())}"
