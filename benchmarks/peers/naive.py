"""SpiffWorkflow as its manual shows it: the whole workflow, diagram included, read and written as JSON at every step.

The one file besides engine/execution that imports the library: it stands for what a host costs that has no such room.
"""

import uuid
from pathlib import Path

import sqlalchemy as sa
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.spiff.parser.process import SpiffBpmnParser
from SpiffWorkflow.spiff.serializer.config import SPIFF_CONFIG
from SpiffWorkflow.util.task import TaskState

from benchmarks.peers import MODEL, Ready
from benchmarks.peers.durable import durable

TABLES = sa.MetaData()
WORKFLOWS = sa.Table(
    "workflows", TABLES,
    sa.Column("id", sa.Integer, primary_key=True), sa.Column("status", sa.String(20), index=True),
    sa.Column("state", sa.Text))
TASKS = sa.Table(
    "tasks", TABLES,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("workflow_id", sa.Integer, sa.ForeignKey("workflows.id"), index=True),
    sa.Column("key", sa.String(36), index=True), sa.Column("name", sa.String(80)),
    sa.Column("done", sa.Boolean, default=False))


class Naive:
    name = "naive"

    def open(self, url: str, folder: Path) -> None:
        self.database = durable(url)
        TABLES.create_all(self.database)
        parser = SpiffBpmnParser()
        parser.add_bpmn_file(str(MODEL))
        self.spec = parser.get_spec("complaint8")
        self.serializer = BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure(SPIFF_CONFIG))

    def start_case(self, number: int, said: dict) -> int:
        workflow = BpmnWorkflow(self.spec)
        for task in (workflow.task_tree, *workflow.get_tasks(state=TaskState.READY)):
            task.data.update(said)
        self._run_on(workflow)
        with self.database.begin() as connection:
            case = connection.execute(sa.insert(WORKFLOWS).values(
                status="open", state=self.serializer.serialize_json(workflow))).inserted_primary_key[0]
            self._keep_tasks(connection, case, workflow, None)
        return case

    def ready_tasks(self, case: int) -> list[Ready]:
        with self.database.connect() as connection:
            rows = connection.execute(sa.select(TASKS.c.key, TASKS.c.name).where(
                TASKS.c.workflow_id == case, TASKS.c.done.is_(False)))
            return [Ready(row.key, row.name, case) for row in rows]

    def complete(self, task: Ready, said: dict) -> None:
        with self.database.begin() as connection:
            state = connection.execute(
                sa.select(WORKFLOWS.c.state).where(WORKFLOWS.c.id == task.case).with_for_update()).scalar_one()
            workflow = self.serializer.deserialize_json(state)
            found = workflow.get_task_from_id(uuid.UUID(task.id))
            found.data.update(said)
            found.run()
            self._run_on(workflow)
            connection.execute(sa.update(WORKFLOWS).where(WORKFLOWS.c.id == task.case).values(
                state=self.serializer.serialize_json(workflow), status="done" if workflow.completed else "open"))
            self._keep_tasks(connection, task.case, workflow, task.id)

    def is_finished(self, case: int) -> bool:
        with self.database.connect() as connection:
            return connection.execute(
                sa.select(WORKFLOWS.c.status).where(WORKFLOWS.c.id == case)).scalar_one() == "done"

    def close(self) -> None:
        self.database.dispose()

    def _run_on(self, workflow: BpmnWorkflow) -> None:
        workflow.do_engine_steps()
        workflow.refresh_waiting_tasks()

    def _keep_tasks(self, connection, case: int, workflow: BpmnWorkflow, done: str | None) -> None:
        if done:
            connection.execute(sa.update(TASKS).where(TASKS.c.key == done).values(done=True))
        for task in workflow.get_tasks(state=TaskState.READY, manual=True):
            if str(task.id) != done:
                connection.execute(sa.insert(TASKS).values(
                    workflow_id=case, key=str(task.id), name=task.task_spec.bpmn_id, done=False))
