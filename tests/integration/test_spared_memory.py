"""What is freed goes back to the machine, in a process of its own: the switches of the C library hold for a whole process."""

import os
import subprocess
import sys

import pytest

from engine.settings import ROOT

#: A large block is freed, as after a password check; does the next one lie in memory that only its end can give back?
FREED_THEN_HELD = """
import re, sys
from cli.memory import settle, spare_memory

def heap():
    found = re.search(r"([0-9a-f]+)-([0-9a-f]+) .*\\[heap\\]", open("/proc/self/maps").read())
    return int(found[2], 16) - int(found[1], 16)

spared = sys.argv[1] == "asked" and spare_memory()
freed = bytearray(24 << 20)
del freed
before = heap()
held = bytearray(12 << 20)
settle()
print(spared, heap() - before > (8 << 20))
"""


@pytest.mark.parametrize("asked, setting, told", [
    ("asked", {}, "True False"), ("not asked", {}, "False True"), ("asked", {"MALLOC_ARENA_MAX": "8"}, "False True")])
def test_a_large_block_once_freed_does_not_make_the_process_keep_the_next(asked, setting, told):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MALLOC_")}
    process = subprocess.run([sys.executable, "-c", FREED_THEN_HELD, asked], cwd=ROOT, text=True,
                             env={**environment, **setting, "PYTHONPATH": str(ROOT)}, capture_output=True, timeout=60)
    assert process.stdout.strip() == told, process.stderr
