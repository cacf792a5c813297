"""Keeps the C library from hoarding memory in a process that serves for months."""

import ctypes
import gc
import os
import re
from pathlib import Path

# The numbers of glibc's malloc.h, and what we ask for instead of its own habits.
_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8
#: Left alone it gives each thread an arena of its own, up to eight a core, each with memory that only that thread reuses.
#: Threads of Python hardly ever ask at the same moment.
ARENAS = 1
#: Left alone it raises both limits to the largest block ever freed. The first password that is checked frees one of tens
#: of megabytes, and from then on what is freed stays with the process.
RETURNED_FROM_BYTES = 256 * 1024
#: linux/mman.h; and a mapping of a file that is only read, as /proc/self/smaps describes it.
_DONT_NEED = 4
_MAPPING = re.compile(
    r"^(?P<begin>[0-9a-f]+)-(?P<end>[0-9a-f]+) r-[x-]p \S+ \S+ \d+ +/[^\n]*\n(?:\w+: .*\n)*?Anonymous: +(?P<own>\d+) kB", re.M)


def spare_memory() -> bool:
    """To be called before the first thread starts. False, and no effect, where the C library has no such switches (musl,
    macOS) or the operator has set glibc's own by `MALLOC_ARENA_MAX` and its like."""
    if any(name.startswith("MALLOC_") for name in os.environ):
        return False
    switch = _of_libc("mallopt")
    return switch is not None and all([
        switch(_ARENA_MAX, ARENAS) == 1,
        switch(_MMAP_THRESHOLD, RETURNED_FROM_BYTES) == 1,
        switch(_TRIM_THRESHOLD, RETURNED_FROM_BYTES) == 1,
    ])


def settle() -> None:
    """To be called once everything is loaded: what the start left behind is given back, and what stays is frozen, so that
    the collector need not walk through it again and again."""
    gc.collect()
    gc.freeze()
    trim = _of_libc("malloc_trim")
    if trim is not None:
        trim(0)
    _unmap_code()


def _unmap_code() -> None:
    """Lets go of the pages of libraries that were mapped while they were loaded and initialised: of 29 MB on PostgreSQL 20 are
    never touched again. They are clean copies of their files; what is needed comes back from the cache of the system at
    its first use. A mapping with a page of its own (what the loader has written addresses into) is left alone, and nothing
    is done where there is no Linux."""
    advise = _of_libc("madvise")
    try:
        mappings = _MAPPING.finditer(Path("/proc/self/smaps").read_text())
    except OSError:
        return
    for found in mappings:
        begin, end = int(found["begin"], 16), int(found["end"], 16)
        if advise is not None and found["own"] == "0":
            advise(ctypes.c_void_p(begin), ctypes.c_size_t(end - begin), _DONT_NEED)


def _of_libc(name: str):
    """A function of the C library, None where there is none of that name."""
    try:
        return getattr(ctypes.CDLL(None), name)
    except (OSError, TypeError, AttributeError):
        return None
