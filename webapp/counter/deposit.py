"""How and when a message came in: the questions that stand before those of the family's own form."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import request
from flask_babel import gettext as _

from engine.errors import LateEntryUnexplained
from engine.queries import deposit_refusal
from engine.vocabulary import CALL_AGENT, COUNTER_AGENT, ENTERED_CHANNELS, Channel
from webapp.i18n import current_language
from webapp.problems import sentence

LONGEST_REASON = 500
#: `10:30`, `10.30`, `10 h 30`, `10h`.
_CLOCK = re.compile(r"\s*(\d{1,2})\s*(?:[:.hH]\s*(\d{2})?)?\s*")
PARTS = ("day", "month", "year")


@dataclass(frozen=True)
class Deposit:
    """What was typed. `lodged_at` is None where day or hour cannot be read; `parts` are the texts of the boxes."""

    channel: str
    kind: str
    language: str
    late_reason: str
    parts: dict[str, str]
    lodged_at: datetime | None


def proposed(page, person, now: datetime) -> Deposit:
    """A fresh page: now, by the way this person usually serves people."""
    local = now.astimezone(ZoneInfo(page.zone))
    channel = Channel.PHONE if CALL_AGENT in person.roles and COUNTER_AGENT not in person.roles else Channel.COUNTER
    parts = {"day": str(local.day), "month": str(local.month), "year": str(local.year), "hour": f"{local:%H:%M}"}
    language = current_language() if current_language() in page.languages else page.languages[0]
    return Deposit(channel, str(page.kinds[0]), language, "", parts, now)


def typed(page) -> Deposit:
    """What the posted page says."""
    parts = {name: request.form.get(f"came-{name}", "").strip()[:12] for name in (*PARTS, "hour")}
    return Deposit(
        request.form.get("came-channel", ""), request.form.get("came-kind", ""), request.form.get("came-language", ""),
        request.form.get("came-reason", "").strip(), parts, _instant(parts, page.zone))


def problems(deposit: Deposit, page, now: datetime) -> list[tuple[str, str]]:
    """(id of the control, message)."""
    wrong = []
    if deposit.channel not in list(ENTERED_CHANNELS):
        wrong.append((f"came-channel-{ENTERED_CHANNELS[0]}", _("Choose how the message came in.")))
    if deposit.lodged_at is None:
        wrong.append(("came-day", _("Enter day and time, such as 27 3 2026 and 10:30.")))
    else:
        refusal = deposit_refusal(deposit.lodged_at, deposit.late_reason, now, page.zone)
        if refusal:
            control = "came-reason" if isinstance(refusal, LateEntryUnexplained) else "came-day"
            wrong.append((control, sentence(refusal)))
    if deposit.kind not in [str(kind) for kind in page.kinds]:
        wrong.append((f"came-kind-{page.kinds[0]}", _("Choose whether it is a complaint, an observation or a suggestion.")))
    if deposit.language not in page.languages:
        wrong.append((f"came-language-{page.languages[0]}", _("Choose the language of the letters to this person.")))
    if len(deposit.late_reason) > LONGEST_REASON:
        wrong.append(("came-reason", _("Shorten the reason to %(most)s characters.", most=LONGEST_REASON)))
    return wrong


def _instant(parts: dict[str, str], zone: str) -> datetime | None:
    """int() reads Arabic-Indic digits by itself."""
    try:
        day = date(*(int(parts[name]) for name in reversed(PARTS)))
        hour, minute = _CLOCK.fullmatch(parts["hour"]).groups()
        return datetime(day.year, day.month, day.day, int(hour), int(minute or 0), tzinfo=ZoneInfo(zone))
    except (ValueError, OverflowError, AttributeError):
        return None
