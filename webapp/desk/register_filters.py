"""The register's filters as they stand in the address: shareable, and wrong ones are dropped."""

from datetime import date

from engine import queries
from engine.vocabulary import Channel, Kind, Status

MAX_TEXT = 120


def filters_of(arguments):
    """RegisterFilters from the query string; what is no date or no known word is left out."""
    return queries.RegisterFilters(
        from_on=_day(arguments.get("from")), to_on=_day(arguments.get("to")),
        kind=_word(arguments.get("kind"), Kind), status=_word(arguments.get("status"), Status),
        channel=_word(arguments.get("channel"), Channel),
        agency_code=(arguments.get("agency") or "").strip()[:20] or None,
        text=(arguments.get("q") or "").strip()[:MAX_TEXT],
    )


def address_of(arguments) -> dict[str, str]:
    """The filters in use, for links to the next page, the print and the CSV."""
    return {name: arguments[name] for name in ("from", "to", "kind", "status", "channel", "agency", "q")
            if arguments.get(name)}


def _day(text) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


def _word(text, words):
    return words(text) if text in {word.value for word in words} else None
