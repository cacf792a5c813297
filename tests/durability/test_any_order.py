"""Whatever people do in whatever order, every case stays where its log says.

INSAF_ANY_ORDER is the number of histories to try, each of up to fifty acts; without it a few, always the same.
"""

import itertools
import os

import hypothesis
from hypothesis.stateful import run_state_machine_as_test

from engine.bootstrap import bootstrap
from engine.clock import VirtualClock
from engine.jobs import NoJobs
from tests.durability.any_order import AnyOrder
from tests.fixtures.databases import copy_of, forget
from tests.fixtures.wired import START, peopled, settings_for

HISTORIES = int(os.environ.get("INSAF_ANY_ORDER") or 0)


def test_every_order_of_acts_leaves_every_case_where_its_log_says(kind_of_database, session_folder, tmp_path):
    template, number = peopled(session_folder, kind_of_database), itertools.count()

    class OnFreshDatabases(AnyOrder):
        def open(self):
            place = tmp_path / str(next(number))
            place.mkdir()
            return bootstrap(settings_for(copy_of(session_folder, template, place), place / "data"), VirtualClock(START),
                             NoJobs())

        def forget(self, insaf):
            forget(session_folder, insaf.settings.database_url)

    run_state_machine_as_test(OnFreshDatabases, settings=hypothesis.settings(
        max_examples=HISTORIES or 4, stateful_step_count=50 if HISTORIES else 30, deadline=None, database=None,
        derandomize=not HISTORIES, suppress_health_check=list(hypothesis.HealthCheck)))
