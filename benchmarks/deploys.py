"""Deploying the national family with all its checks: python -m benchmarks.deploys"""

from collections.abc import Sequence
from statistics import median
from time import perf_counter

from benchmarks import command
from benchmarks.peers.insaf import wired
from benchmarks.place import Place
from benchmarks.report import table
from cli.memory import settle
from engine.acts.deploy_definition import DeployDefinition
from engine.definitions import Definition, read_family
from engine.domain.access import Person
from engine.settings import ROOT
from engine.store.migrate import migrate

TIMES = 10


def measure(here: Place, kind: str, times: int = TIMES) -> dict:
    """From the files on disk to a version in force, each time with another content; the first in a cold process."""
    insaf = wired(here.database(kind, "deployed"), here.new_folder())
    migrate(insaf.database)
    settle()  # as the process has done in which somebody publishes a version
    took = []
    for number in range(times + 1):
        before = perf_counter()
        bundle = read_family("national", ROOT / "bpmn", ROOT / "forms")
        note = b"\n# version %d\n" % number
        bundle = bundle.with_files({"bpmn/family.toml": bundle.files["bpmn/family.toml"] + note})
        insaf.bus.ask(DeployDefinition(bundle), by=Person.system())
        took.append(1e3 * (perf_counter() - before))
    insaf.close()
    return {"elements": len(Definition.of(bundle).elements), "first_ms": took[0], "ms": median(took[1:])}


def report(here: Place, kinds: Sequence[str]) -> str:
    measured = [(kind, *measure(here, kind).values()) for kind in kinds]
    return table("Deployment of the national family with all checks", ["database", "elements", "ms, first", "ms"], measured)


if __name__ == "__main__":
    command.run(report, __doc__)
