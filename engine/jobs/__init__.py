"""What runs in the background is deferred in the transaction that causes it and carried out afterwards.

The tables of timers and letters are the truth; a queue only says "look now". Losing it costs a minute, a job twice
costs nothing: every handler begins with a look at its row. Two queues behind one interface: a table of our own on
SQLite (`LocalJobs`), Procrastinate on PostgreSQL (`ProcrastinateJobs`); tests/integration/test_jobs.py holds for both.
"""

from engine.jobs.interface import Deferred, Handler, Jobs, JobKind, NoJobs, NotQueued, Running

__all__ = ["Deferred", "Handler", "JobKind", "Jobs", "NoJobs", "NotQueued", "Running"]
