"""Keeps the C library from hoarding memory in a process that serves for months."""

import ctypes
import gc
import os

# The numbers of glibc's malloc.h, and what we ask for instead of its own habits.
_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8
#: Left alone it gives each thread an arena of its own, up to eight a core, each with memory that only that thread reuses.
ARENAS = 2
#: Left alone it raises both limits to the largest block ever freed. The first password that is checked frees one of tens
#: of megabytes, and from then on what is freed stays with the process.
RETURNED_FROM_BYTES = 256 * 1024


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


def _of_libc(name: str):
    """A function of the C library, None where there is none of that name."""
    try:
        return getattr(ctypes.CDLL(None), name)
    except (OSError, TypeError, AttributeError):
        return None
