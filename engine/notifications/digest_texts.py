"""The words of the morning digest, in three languages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from engine.definitions.outline_words import days

_LOCALES = {"ar": "ar_MA", "fr": "fr_MA", "en": "en_GB"}
_MOST_TOLD = 100
_SUBJECT = {
    "en": "Insaf: {cases} to look at today", "fr": "Insaf : {cases} à suivre aujourd’hui",
    "ar": "إنصاف: {cases} تستدعي تتبعكم اليوم"}
_LATE = {"en": ", {count} late", "fr": ", dont {count} en retard", "ar": "، منها {count} متأخرة"}
_CASES = {"en": ("{n} case", "{n} cases"), "fr": ("{n} dossier", "{n} dossiers")}
_GREETING = {
    "en": "Hello,\n\nThe dates of these cases come near or have passed ({today}):",
    "fr": "Bonjour,\n\nL’échéance de ces dossiers approche ou est dépassée ({today}) :",
    "ar": "تحية طيبة،\n\nفيما يلي الملفات التي اقترب أجلها أو انقضى ({today}):"}
_DUE = {"en": "due on {day}", "fr": "échéance le {day}", "ar": "الأجل: {day}"}
_LEFT = {"en": "{days} left", "fr": "il reste {days}", "ar": "المدة المتبقية: {days}"}
_TODAY = {"en": "last day today", "fr": "dernier jour aujourd’hui", "ar": "اليوم آخر يوم"}
_OVER = {"en": "late by {days}", "fr": "en retard de {days}", "ar": "التأخر: {days}"}
_MET = {"en": "done on {day}", "fr": "fait le {day}", "ar": "أنجز بتاريخ {day}"}
_ENDED = {"en": "the case has ended", "fr": "le dossier est clos", "ar": "انتهى الملف"}
_MORE = {
    "en": "And {cases} more, see your page.", "fr": "Et encore {cases}, voir votre page.",
    "ar": "وكذلك {cases}، أنظر صفحتكم."}
_WROTE = {
    "en": "Cases whose complainant waits for an answer to a message: {count}\n{page}",
    "fr": "Dossiers dont le plaignant attend une réponse à son message : {count}\n{page}",
    "ar": "عدد الملفات التي ينتظر فيها المشتكي جوابا عن رسالته: {count}\n{page}"}
_END = {
    "en": "All that was brought to your notice: {page}\n\nEach of these notices is given once. A breach stays in the case."
          "\n\nInsaf",
    "fr": "Tout ce qui vous a été signalé : {page}\n\nChacun de ces avis n’est donné qu’une fois. Un dépassement reste inscrit "
          "au dossier.\n\nInsaf",
    "ar": "كل ما تم إشعاركم به: {page}\n\nلا يوجه كل إشعار من هذه الإشعارات إلا مرة واحدة، ويبقى تجاوز الأجل مسجلا في"
          " الملف.\n\nإنصاف"}


@dataclass(frozen=True)
class DigestLine:
    """One case in a digest, its words already in the language of the recipient. `days_left` is None once it was done."""

    reference: str
    deadline: str
    rung: str
    due_on: date
    days_left: int | None
    met_on: date | None
    link: str


@dataclass(frozen=True)
class Waiting:
    """How many cases of the recipient's agency have a message that nobody has answered, and the page that lists them."""

    count: int
    page: str


def digest_text(lines: Sequence[DigestLine], today: date, page: str, language: str, unread: int = 0,
                waiting: Waiting | None = None) -> tuple[str, str]:
    """Subject and body; the latest case first. `unread` is how many cases there are beside the lines."""
    cases: dict[str, list[DigestLine]] = {}
    for line in sorted(lines, key=lambda line: (line.days_left is None, line.days_left or 0, line.reference)):
        cases.setdefault(line.reference, []).append(line)
    late = sum(any(line.days_left is not None and line.days_left < 0 for line in of_case) for of_case in cases.values())
    subject = _SUBJECT[language].format(cases=_number_of_cases(len(cases) + unread, language))
    if late:
        subject += _LATE[language].format(count=late)
    told = [_told(of_case, language) for of_case in list(cases.values())[:_MOST_TOLD]]
    rest = len(cases) + unread - len(told)
    more = [_MORE[language].format(cases=_number_of_cases(rest, language))] if rest else []
    if waiting and waiting.count:
        more.append(_WROTE[language].format(count=waiting.count, page=waiting.page))
    body = [_GREETING[language].format(today=_day(today, language)), *told, *more, _END[language].format(page=page)]
    return subject, "\n\n".join(body) + "\n"


def _told(of_case: Sequence[DigestLine], language: str) -> str:
    """A case with each of its rungs, and the way to it."""
    comma, colon = "، " if language == "ar" else ", ", " : " if language == "fr" else ": "
    rungs = [f"{line.deadline}{colon}{line.rung} ({_DUE[language].format(day=_day(line.due_on, language))}{comma}"
             f"{_standing(line, language)})" for line in of_case]
    return "\n".join([of_case[0].reference, *rungs, of_case[0].link])


def _standing(line: DigestLine, language: str) -> str:
    if line.met_on is not None:
        return _MET[language].format(day=_day(line.met_on, language))
    if line.days_left is None:
        return _ENDED[language]
    if line.days_left == 0:
        return _TODAY[language]
    words = _LEFT if line.days_left > 0 else _OVER
    return words[language].format(days=days(abs(line.days_left), language))


def _number_of_cases(count: int, language: str) -> str:
    if language == "ar":
        return ("ملف واحد" if count == 1 else "ملفان" if count == 2
                else f"{count} ملفات" if 3 <= count % 100 <= 10 else f"{count} ملفا")
    return _CASES[language][count != 1].format(n=count)


def _day(day: date, language: str) -> str:
    text = format_date(day, "long", locale=_LOCALES[language])
    return text.replace("1 ", "1er ", 1) if language == "fr" and day.day == 1 else text
