"""Processes are killed without a warning while people work: every case stands where its log says, no letter is lost.

INSAF_CRASH_CASES makes it bigger; `make crash` carries a thousand cases on each database.
"""

import os

from tests.durability.crash_run import run
from tests.fixtures.databases import copy_of, forget
from tests.fixtures.wired import peopled

CASES = int(os.environ.get("INSAF_CRASH_CASES") or 8)
KILLS = 2


def test_nothing_is_lost_doubled_or_half_done_when_processes_are_killed(
        kind_of_database, session_folder, tmp_path, mailbox):
    url = copy_of(session_folder, peopled(session_folder, kind_of_database), tmp_path)
    report = run(kind_of_database, CASES, url, tmp_path, mailbox, seed=CASES, most_kills=KILLS * CASES // 8)
    forget(session_folder, url)
    assert report.wrong == [], str(report)
    assert sum(report.kills.values()) >= 2 and report.met["broken connections"] and report.timers, str(report)
