"""Which process of a diagram runs, and that it may run at all."""

from engine.definitions.bpmn_names import BPMN, HUMAN_TASKS, local, tag
from engine.definitions.repairs.draft import Folder, called, nodes_of


def choose_process(folder: Folder) -> None:
    """Where no process of a file may run, the one with the most steps for people is marked; the other pools are only
    drawn. A process that was asked for by name is marked too."""
    wanted_calls = {node.get("calledElement") for draft in folder.drafts for node in
                    draft.root.iter(tag(BPMN, "callActivity"))}
    for draft in folder.drafts:
        processes = draft.processes()
        full = [process for process in processes if nodes_of(process)]
        asked = [process for process in processes if folder.main and process.get("id") == folder.main]
        marked = [process for process in full if process.get("isExecutable") == "true"]
        silent = [process for process in full if process.get("isExecutable") is None]
        chosen = asked or marked or (silent if len(silent) == 1 else []) or sorted(full, key=_weight, reverse=True)[:1]
        chosen = chosen + [process for process in full if process.get("id") in wanted_calls and process not in chosen]
        if asked:
            chosen += [process for process in marked if process not in chosen and process.get("id") in wanted_calls]
        for process in chosen:
            if process.get("isExecutable") != "true":
                process.set("isExecutable", "true")
                many = len(full) > 1
                draft.note(process, f"{called(process)} is not marked as executable", "it is marked",
                           f"it has the most steps for people of {len(full)} pools" if many and not asked
                           else "only a marked process can be run")
        for process in processes:
            if process not in chosen and process.get("isExecutable", "true") == "true" and (asked or chosen):
                process.set("isExecutable", "false")
                draft.note(process, f"{called(process)} is another pool", "it stays in the drawing and does not run",
                           "one process runs a case; what the others do reaches it as messages")


def _weight(process) -> tuple[int, int]:
    nodes = [node for node in process.iter() if isinstance(node.tag, str)]
    human = sum(local(node) in HUMAN_TASKS for node in nodes)
    return human, len(nodes_of(process))
