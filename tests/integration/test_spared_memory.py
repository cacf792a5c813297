"""What is freed goes back to the machine, in a process of its own: the switches of the C library hold for a whole process."""

import hashlib
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

#: Pages of a library's code are let go of, and it works as before.
LET_GO = r"""
import hashlib, re
from cli.memory import settle

def resident():
    told = open("/proc/self/smaps").read()
    return sum(int(kb) for kb in re.findall(r" r-xp .*libcrypto.*\n(?:\w+: .*\n)*?Rss: +(\d+) kB", told))

hashlib.pbkdf2_hmac("sha256", b"word", b"salt", 10)
before = resident()
settle()
print(0 < before, resident() < before, hashlib.pbkdf2_hmac("sha256", b"word", b"salt", 10).hex()[:8])
"""


def test_code_that_only_the_start_needed_is_let_go_of_and_comes_back_where_it_is_called():
    process = subprocess.run([sys.executable, "-c", LET_GO], cwd=ROOT, text=True, capture_output=True, timeout=60,
                             env={**os.environ, "PYTHONPATH": str(ROOT)})
    expected = hashlib.pbkdf2_hmac("sha256", b"word", b"salt", 10).hex()[:8]
    assert process.stdout.strip() == f"True True {expected}", process.stderr


@pytest.mark.parametrize("asked, setting, told", [
    ("asked", {}, "True False"), ("not asked", {}, "False True"), ("asked", {"MALLOC_ARENA_MAX": "8"}, "False True")])
def test_a_large_block_once_freed_does_not_make_the_process_keep_the_next(asked, setting, told):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MALLOC_")}
    process = subprocess.run([sys.executable, "-c", FREED_THEN_HELD, asked], cwd=ROOT, text=True,
                             env={**environment, **setting, "PYTHONPATH": str(ROOT)}, capture_output=True, timeout=60)
    assert process.stdout.strip() == told, process.stderr
