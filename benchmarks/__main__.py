"""Everything, and one table of it: `make bench`. It takes about half an hour, on a machine that should do nothing else."""

from time import perf_counter

from benchmarks import (
    bars, deadline_dates, deploys, growth, loops, over_http, pages, processes, recalculation, steps, ticks, workers,
)
from benchmarks.command import conditions
from benchmarks.peers.everybody import HEADLINE
from benchmarks.place import Place, kinds_here, place, say


def main() -> None:
    before = perf_counter()
    with place() as here:
        kinds = kinds_here(here)
        told = conditions(here)
        say(told)
        dates = deadline_dates.measure()
        by_peer = {kind: steps.measure(here, kind, steps.Amount()) for kind in kinds}
        figures = {kind: {"steps": by_peer[kind][HEADLINE], "dates": dates, **_beside(here, kind)} for kind in kinds}
    print(f"{told}\n\n{steps.as_text(by_peer)}\n\n{bars.as_text(figures)}", flush=True)
    say(f"Measured in {(perf_counter() - before) / 60:.0f} minutes")


def _beside(here: Place, kind: str) -> dict[str, dict]:
    """Every other measurement on one database."""
    figures = {"growth": growth.measure(here, kind)}
    figures |= {f"rounds by {way}": loops.measure(here, kind, model) for way, model in loops.WAYS.items()}
    figures |= {"ticks": ticks.measure(here, kind), "deploys": deploys.measure(here, kind),
                "over http": over_http.measure(here, kind), "pages": pages.measure(here, kind),
                "recalculation": recalculation.measure(here, kind)}
    rates = workers.measure(here, kind)
    figures["workers"] = {word: rates[count] / rates[1] for word, count in (("two", 2), ("four", 4)) if count in rates}
    if kind == "postgresql":
        figures["processes"] = processes.measure(here)
    say(f"{kind}: {figures}")
    return figures


if __name__ == "__main__":
    main()
