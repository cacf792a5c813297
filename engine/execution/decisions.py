"""Decision tables: cells in the shorthand of our language, and the hit policies process owners expect.

The library knows UNIQUE and COLLECT, and would carry out every other policy as the first row that fits: silently wrong for
some. UNIQUE takes the first row that fits too, as the library always has.
"""

from SpiffWorkflow.bpmn.parser.ValidationException import ValidationException
from SpiffWorkflow.dmn.engine.DMNEngine import DMNEngine
from SpiffWorkflow.spiff.serializer.task_spec import BusinessRuleTaskConverter
from SpiffWorkflow.spiff.specs.defaults import BusinessRuleTask
from SpiffWorkflow.util.deep_merge import DeepMerge

from engine.definitions.decision_table import ALL_ROWS, FIRST_ROW
from engine.errors import ExecutionFailed
from engine.execution.joins import of_a_family
from engine.language import plain
from engine.language.cells import VALUE, compile_cell, output_of

TOTALS = {"SUM": sum, "MIN": min, "MAX": max, "COUNT": len}


class Decisions(DMNEngine):
    """Asks one table. `hit_policy` may carry an aggregation: "COLLECT SUM"."""

    def decide(self, task):
        found = []
        for rule in self.decision_table.rules:
            if all(self._fits(entry, task) for entry in rule.inputEntries):
                found.append(rule)
                if self.decision_table.hit_policy in ("UNIQUE", "FIRST"):
                    break
        return found

    def _fits(self, entry, task) -> bool:
        host = task.workflow.script_engine
        for cell in entry.lhs:
            test = compile_cell(cell)
            if test is not None:
                written = entry.input.expression
                value = host.evaluate(task, written) if written else task.data.get(entry.input.label)
                if not host.evaluate(task, test.text, external_context={VALUE: value}):
                    return False
        return True

    def result(self, task):
        rows = [plain(rule.output_as_dict(task)) for rule in self.decide(task)]
        policy, _, total = self.decision_table.hit_policy.rpartition("COLLECT ")
        if self.decision_table.hit_policy in ALL_ROWS or policy == "" and total in TOTALS:
            listed = {name: [row[name] for row in rows] for name in (rows[0] if rows else ())}
            if total not in TOTALS:
                return listed
            return {name: _total(total, values, task) for name, values in listed.items()} or self._nothing(total)
        if self.decision_table.hit_policy == "ANY" and any(row != rows[0] for row in rows):
            raise ExecutionFailed(element=task.task_spec.bpmn_id,
                                  reason="several rows of the decision table fit and say different things")
        return rows[0] if rows else {}

    def _nothing(self, total: str) -> dict:
        """What no row gives: a sum or a count of nothing is 0."""
        names = [output.name or output.label for output in self.decision_table.outputs]
        return {name: 0 for name in names} if total in ("SUM", "COUNT") else {}


def _total(total: str, values: list, task):
    try:
        return TOTALS[total](values)
    except TypeError:
        raise ExecutionFailed(element=task.task_spec.bpmn_id,
                              reason=f"what the rows of the decision table give has no {total.lower()}") from None


def decisions_of(table, aggregation: str, node, file: str) -> Decisions:
    """The engine of a table. Raises ValidationException for a policy that is not carried out."""
    policy, total = " ".join(table.hit_policy.upper().split()), aggregation.upper()
    if policy not in FIRST_ROW + ALL_ROWS:
        raise ValidationException(f"the hit policy {policy} of the decision table is not carried out; use UNIQUE, FIRST, ANY, "
                                  "COLLECT or RULE ORDER", node=node, file_name=file)
    if total and (policy != "COLLECT" or total not in TOTALS):
        raise ValidationException(f"the aggregation {total} of the decision table is not carried out; use SUM, MIN, MAX or "
                                  "COUNT with COLLECT", node=node, file_name=file)
    table.hit_policy = f"{policy} {total}".strip()
    for entry in (entry for rule in table.rules for entry in rule.outputEntries):
        entry.text = output_of(entry.text)
    return Decisions(table)


class DecisionTask(BusinessRuleTask):
    """Keeps the outputs of a family as they are; the library mixes a new list with the one of the round before."""

    def _run_hook(self, my_task):
        result = self.dmnEngine.result(my_task)
        if not of_a_family(my_task.workflow.spec):
            my_task.data = DeepMerge.merge(my_task.data, result)
            return True
        for name, value in result.items():
            before = my_task.data.get(name)
            both = isinstance(value, dict) and isinstance(before, dict)
            my_task.data[name] = DeepMerge.merge(dict(before), value) if both else value
        return True


class DecisionTaskConverter(BusinessRuleTaskConverter):
    def from_dict(self, dct):
        spec = super().from_dict(dct)
        spec.dmnEngine = Decisions(spec.dmnEngine.decision_table)
        return spec
