"""How far a step has read the journal of its run."""

from dataclasses import dataclass


@dataclass
class Seen:
    """How much of a run's journal this step has taken in already."""

    completed: int = 0
    entered: int = 0
    requests: int = 0

    def news(self, advance) -> tuple[tuple, tuple, tuple]:
        """What came since the last call: completed elements, entered elements, requests."""
        news = (advance.completed_elements[self.completed:], advance.entered_elements[self.entered:],
                advance.requests[self.requests:])
        self.completed += len(news[0])
        self.entered += len(news[1])
        self.requests += len(news[2])
        return news
