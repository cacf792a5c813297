"""What staff may enter of a message that reached them earlier: its day of deposit is legal time, so a slip costs somebody
weeks. Pure: the days and the reason in, a refusal out."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from engine.errors import DepositBeforeTheDecree, DepositInTheFuture, LateEntryUnexplained

#: Decree 2-17-265 is in force since this day (press, see docs/reference/dates.md); an earlier day is a slip of the pen.
IN_FORCE_ON = date(2018, 1, 1)
#: Policy of this program, no rule of law: who enters a message later says why.
UNEXPLAINED_DAYS = 7
LONGEST_REASON = 500
_CLOCKS_MAY_DIFFER = timedelta(minutes=5)


def entered_deposit(lodged_at: datetime, reason: str, now: datetime, zone: ZoneInfo) -> datetime:
    """The instant of deposit that counts: the one given, never later than `now`.

    Raises DepositInTheFuture, DepositBeforeTheDecree, LateEntryUnexplained.
    """
    if lodged_at > now + _CLOCKS_MAY_DIFFER:
        raise DepositInTheFuture(day=f"{lodged_at:%Y-%m-%d %H:%M}")
    if lodged_at.date() < IN_FORCE_ON:
        raise DepositBeforeTheDecree(day=lodged_at.date(), first=IN_FORCE_ON)
    lodged_on, today = lodged_at.astimezone(zone).date(), now.astimezone(zone).date()
    if (today - lodged_on).days > UNEXPLAINED_DAYS and not reason.strip():
        raise LateEntryUnexplained(day=lodged_on, days=UNEXPLAINED_DAYS)
    return min(lodged_at, now)
