"""Many cases, carried from lodging to closing over HTTP, while somebody kills the processes without a warning.

    python -m tests.durability.crash_run --cases 1000 --database sqlite

prints what was killed, what had to be repeated and what arrived twice, and exits with 1 when a case is not where its log
says, a letter is missing or an answer was strange.
"""

import argparse
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import func, select, update

from engine.bootstrap import bootstrap
from engine.store.tables import ComplaintCase, Incident, LetterRow, ProcessInstance, Timer
from tests.durability.hurry import put_hurry_in_force
from tests.durability.invariants import disagreements
from tests.durability.persistent import Figures, Persistent
from tests.fixtures import databases, mailbox, postgres_server, wired
from tests.people import INES, KARIM, NADIA, OMAR
from tests.steps import open_tasks

ROOT = Path(__file__).resolve().parents[2]
CARRIERS = 6
UP = ("Insaf is up", "pages are on", "The worker runs")
COMMANDS = {"sqlite": {"serve": ("serve", "--no-demo")}, "postgresql": {"web": ("web",), "work": ("work",)}}
STEPS = (
    ("triage", INES, {"service_type": "delay", "urgency": "normal", "admissible": "true"}),
    ("assign_officer", KARIM, {}),
    ("investigate", OMAR, {"findings": "Le dossier avait été classé par erreur."}),
    ("draft_reply", OMAR, {"outcome": "upheld", "reply_text": "Votre dossier est rouvert ; la décision suit demain."}),
    ("validate_reply", NADIA, {"validated": "true"}),
)
QUIET_SECONDS = 120
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass
class Report:
    """`wrong` must be empty; the others are figures."""

    seconds: float = 0
    kills: Counter = field(default_factory=Counter)
    met: Counter = field(default_factory=Counter)
    letters: int = 0
    duplicates: int = 0
    timers: int = 0
    wrong: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (f"{self.seconds:.0f} s; kills {dict(self.kills)}; {dict(self.met)}; {self.timers} timers fired; "
                f"{self.letters} letters, {self.duplicates} of them twice; wrong: {self.wrong or 'nothing'}")


class Installation:
    """The processes of one installation, started as an operator does; each writes to a file of its own."""

    def __init__(self, kind: str, environment: dict, folder: Path):
        self.kind, self.environment, self.folder = kind, environment, folder
        self.processes: dict[str, subprocess.Popen] = {}
        self.logs: dict[str, Path] = {}
        self._started = 0

    def start(self, *names: str) -> None:
        for name in names or COMMANDS[self.kind]:
            self._started += 1
            self.logs[name] = self.folder / f"{name}-{self._started}.log"
            with open(self.logs[name], "w") as log:
                self.processes[name] = subprocess.Popen(
                    [sys.executable, ROOT / "run.py", *COMMANDS[self.kind][name]], cwd=ROOT, env=self.environment,
                    stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)

    def is_up(self, name: str) -> bool:
        return any(word in self.logs[name].read_text() for word in UP)

    def await_up(self) -> None:
        patience = time.monotonic() + QUIET_SECONDS
        while not all(self.is_up(name) for name in self.processes):
            died = [name for name, process in self.processes.items() if process.poll() is not None]
            assert not died and time.monotonic() < patience, [self.logs[name].read_text()[-2000:] for name in self.logs]
            time.sleep(0.1)

    def kill(self, name: str, chance: random.Random) -> str:
        """As a power cut does: no signal that could be handled, and started again at once. Of several processes of the
        pages it may be one alone, whom the others replace. Tells what was killed."""
        process = self.processes[name]
        children = [int(pid) for pid in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()]
        if children and chance.random() < 0.5:
            with suppress(ProcessLookupError):
                os.kill(chance.choice(children), signal.SIGKILL)
            return f"one of {name}"
        self._end(name)
        self.start(name)
        return name

    def _end(self, name: str) -> None:
        os.killpg(self.processes[name].pid, signal.SIGKILL)
        self.processes[name].wait()

    def kill_all(self) -> list[str]:
        """Nobody starts them again; the names of those that are dead now."""
        for name in self.processes:
            with suppress(ProcessLookupError):
                self._end(name)
        return list(self.processes)

    def stop(self) -> list[str]:
        """Ends all of them as an operator does; names those that did not end well."""
        for process in self.processes.values():
            process.terminate()
        return [f"{name} ended with {code}" for name, process in self.processes.items() if (code := process.wait(60))]

    def tracebacks(self) -> list[str]:
        return [path.name for path in self.folder.glob("*.log") if "Traceback" in path.read_text()]


def run(kind: str, cases: int, url: str, folder: Path, box: mailbox.Mailbox, seed: int, most_kills: int = 10_000,
        peace: float = 3.0) -> Report:
    """Carries `cases` cases while processes are killed, at most `peace` seconds apart; `url` is a peopled database that may
    be changed."""
    report, figures, began = Report(), Figures(), time.monotonic()
    chance, port = random.Random(seed), _free_port()
    insaf = bootstrap(wired.settings_for(url, folder / "data"))
    put_hurry_in_force(insaf)
    site = Installation(kind, _environment(url, folder, port, box), folder)
    try:
        _live(site, insaf, cases, port, report, figures, chance, most_kills, peace)
    finally:
        site.kill_all()
    report.met, report.seconds = figures.counts, time.monotonic() - began
    _look(insaf, cases, figures.lodged, box, report)
    insaf.close()
    return report


def _live(site: Installation, insaf, cases: int, port: int, report: Report, figures: Figures, chance: random.Random,
          most_kills: int, peace: float) -> None:
    site.start()
    site.await_up()
    officers = {step[1].email: _signed_in(port, 400 + place, step[1], figures) for place, step in enumerate(STEPS)}
    waiting = list(range(cases))
    carriers = [threading.Thread(target=_carry, args=(insaf, port, waiting, officers, figures)) for _ in range(CARRIERS)]
    for carrier in carriers:
        carrier.start()
    while any(carrier.is_alive() for carrier in carriers):
        time.sleep(chance.uniform(0.1, peace))
        victim = chance.choice(list(site.processes))
        if site.is_up(victim) and sum(report.kills.values()) < most_kills:
            report.kills[site.kill(victim, chance)] += 1
    report.kills.update(site.kill_all())
    _let_leases_pass(insaf)
    site.start()
    site.await_up()
    _await_quiet(insaf, report, QUIET_SECONDS + cases)
    report.wrong += site.stop() + figures.strange + [f"traceback in {name}" for name in site.tracebacks()]


def _carry(insaf, port: int, waiting: list[int], officers: dict, figures: Figures) -> None:
    while waiting:
        try:
            place = waiting.pop()
        except IndexError:
            return
        try:
            reference = Persistent(port, place, figures).lodge()
            figures.lodged.append(reference)
            for element, persona, answers in STEPS:
                Officer(officers[persona.email], port, figures).complete(open_tasks(insaf, reference)[element], answers)
        except Exception as problem:
            figures.wonder(f"a case was given up: {type(problem).__name__}: {problem}")


class Officer(Persistent):
    """Somebody who is signed in already: the cookie survives whatever happens to the server."""

    def __init__(self, signed_in: Persistent, port: int, figures: Figures):
        super().__init__(port, 0, figures)
        self.address, self.token, self.cookies = signed_in.address, signed_in.token, dict(signed_in.cookies)


def _signed_in(port: int, place: int, persona, figures: Figures) -> Persistent:
    officer = Persistent(port, place, figures)
    officer.sign_in(persona)
    return officer


def _let_leases_pass(insaf) -> None:
    """As if five minutes went by: what a killed worker held may be taken by the next."""
    with insaf.database.writing() as session:
        session.execute(update(Timer).where(Timer.state == "pending").values(lease_until=None))
        session.execute(update(LetterRow).where(LetterRow.state.in_(("due", "sending"))).values(next_attempt_at=LONG_AGO))


def _await_quiet(insaf, report: Report, seconds: float) -> None:
    """Until every case is closed and every letter has left: while processes are killed, letters come after timers."""
    patience = time.monotonic() + seconds
    while time.monotonic() < patience:
        with insaf.reading() as session:
            running = session.scalar(select(func.count()).where(ProcessInstance.state == "running"))
            unsent = session.scalar(select(func.count()).where(LetterRow.state.in_(("due", "sending"))))
        if not running and not unsent:
            return
        time.sleep(0.3)
    report.wrong.append(f"{running} cases and {unsent} letters were still waiting after {seconds} s")


def _look(insaf, cases: int, lodged: list[str], box: mailbox.Mailbox, report: Report) -> None:
    report.wrong += disagreements(insaf)
    with insaf.reading() as session:
        kept = session.scalars(select(ComplaintCase.reference)).all()
        letters = set(session.scalars(select(LetterRow.id).where(LetterRow.state == "sent")))
        report.timers = session.scalar(select(func.count()).where(Timer.state == "fired"))
        early = session.scalar(select(func.count()).where(Timer.fired_at < Timer.due_at))
        incidents = session.scalars(select(Incident.message)).all()
    if sorted(kept) != sorted(lodged) or len(kept) != cases:
        report.wrong.append(f"{len(kept)} cases are kept, {len(set(lodged))} were acknowledged, {cases} were lodged")
    arrived = Counter(str(message["Message-ID"]).strip("<>").split("@")[0] for message in box.messages)
    report.letters, report.duplicates = len(arrived), sum(arrived.values()) - len(arrived)
    if set(arrived) != letters:
        report.wrong.append(f"lost: {letters - set(arrived)}, of no letter: {set(arrived) - letters}")
    if report.duplicates > sum(report.kills.values()):
        report.wrong.append(f"{report.duplicates} letters twice for {sum(report.kills.values())} kills")
    report.wrong += [f"{early} timers fired early"] * bool(early) + [f"incident: {message}" for message in incidents]


def _environment(url: str, folder: Path, port: int, box: mailbox.Mailbox) -> dict:
    return {**os.environ, "DATABASE_URL": url, "INSAF_DATA": str(folder / "data"), "HOST": "127.0.0.1", "PORT": str(port),
            "INSAF_SECRET": wired.SECRET, "SMTP_URL": box.url, "INSAF_BASE_URL": "", "PYTHONUNBUFFERED": "1"}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    words.add_argument("--cases", type=int, default=1000)
    words.add_argument("--database", choices=sorted(COMMANDS), default="sqlite")
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--peace", type=float, default=8.0, help="Longest time between two kills, in seconds.")
    asked = words.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # nothing that was started stays behind
    folder = Path(tempfile.mkdtemp(prefix="insaf-crash-"))
    (folder / postgres_server.OWNER).write_text(str(os.getpid()))
    try:
        url = databases.copy_of(folder, wired.peopled(folder, asked.database), folder)
        with mailbox.opened() as box:
            report = run(asked.database, asked.cases, url, folder, box, asked.seed, peace=asked.peace)
        print(f"{asked.cases} cases on {asked.database}, seed {asked.seed}: {report}")
    finally:
        postgres_server.stop(folder)
        shutil.rmtree(folder, ignore_errors=True)
    sys.exit(1 if report.wrong else 0)


if __name__ == "__main__":
    main()
