"""The dates of a register: several formats, one zone, and hours that happened twice."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from cli.importing.record import RowRefused

ISO = "iso"
EARLIEST_YEAR = 1900
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")


@dataclass(frozen=True)
class RegisterDates:
    """`formats` are tried in order; "iso" stands for ISO 8601. A date without an offset is one of `zone`."""

    zone: ZoneInfo
    formats: tuple[str, ...]

    def instant(self, text: str, say: Callable[[str], None], not_before: datetime | None = None) -> datetime | None:
        """The aware UTC instant of a text, None for an empty one; `say` is told what had to be decided.

        `not_before` decides an hour that happened twice. Raises RowRefused where no format fits.
        """
        text = " ".join(text.translate(_DIGITS).split())
        if not text:
            return None
        moment = self._read(text)
        if not EARLIEST_YEAR <= moment.year <= 9000:
            raise RowRefused(f"{text!r} lies in the year {moment.year}")
        return moment.astimezone(UTC) if moment.tzinfo else self._placed(moment, text, say, not_before)

    def _read(self, text: str) -> datetime:
        for form in self.formats:
            try:
                return datetime.fromisoformat(text) if form == ISO else datetime.strptime(text, form)
            except (ValueError, OverflowError):
                continue
        raise RowRefused(f"{text[:40]!r} is no date in a format of the mapping")

    def _placed(self, moment: datetime, text: str, say, not_before: datetime | None) -> datetime:
        first, second = (moment.replace(tzinfo=self.zone, fold=fold) for fold in (0, 1))
        if first.utcoffset() == second.utcoffset():
            return first.astimezone(UTC)
        if first.utcoffset() < second.utcoffset():
            say(f"{text} was skipped by the change of the clocks in {self.zone.key}: taken as an hour later")
            return first.astimezone(UTC)
        later = not_before is not None and first.astimezone(UTC) < not_before <= second.astimezone(UTC)
        say(f"{text} happened twice in {self.zone.key}: the {'second' if later else 'first'} was taken")
        return (second if later else first).astimezone(UTC)
