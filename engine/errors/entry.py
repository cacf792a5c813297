"""What staff enter for others, and what they tell callers."""

from engine.errors.base import Forbidden, Invalid


class EntryOfOthers(Forbidden):
    """{who} may not enter messages for {agency}. Counter agents, call agents and dispatchers of that agency may, and the
    national desk."""


class DepositInTheFuture(Invalid):
    """The message cannot have come in on {day}: that is still to come. Enter the day and time at which it reached you."""


class DepositBeforeTheDecree(Invalid):
    """The message cannot be entered for {day}: the decree is in force since {first}. Look at the year once more."""


class LateEntryUnexplained(Invalid):
    """The message came in on {day}, more than {days} days ago. Say why it is entered only now."""


class CallerUnknown(Invalid):
    """The reference and what the caller said do not belong together. Ask for both once more, letter by letter; tell nothing
    until they agree."""
