"""How one measurement is asked for on the command line."""

import argparse
import os
from collections.abc import Callable, Sequence

from benchmarks.place import KINDS, Place, kinds_here, place, say, sync_ms

Report = Callable[[Place, Sequence[str]], str]


def run(report: Report, about: str | None) -> None:
    """Prints one report over the databases of this machine."""
    options = argparse.ArgumentParser(description=(about or "").splitlines()[0])
    options.add_argument("--only", choices=KINDS, help="one of the two databases")
    chosen = options.parse_args()
    with place() as here:
        say(conditions(here))
        print(report(here, kinds_here(here, chosen.only)), flush=True)


def conditions(here: Place) -> str:
    """What the figures hang on."""
    return (f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; a durable write of 8 kB takes "
            f"{sync_ms(here.folder):.2f} ms in {here.folder}")
