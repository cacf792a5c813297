"""The three lines of "why this date?", written out in the three languages."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from engine.definitions import Definition, read_family
from engine.domain.business_calendar import Holiday
from engine.domain.explanation import explain
from engine.domain.ledger import Extending, LedgerEntry, Pausing
from engine.queries.deadline_words import LANGUAGES, as_list, deadline_lines, strict_line
from engine.vocabulary import EntryKind

NARROW = "\u202f"


def at(text):
    return datetime.fromisoformat(text)


@pytest.fixture(scope="module")
def national():
    return Definition.of(read_family("national"))


@pytest.fixture
def reply(national):
    return replace(national.deadlines["reply"], evidence="official", basis={
        "en": "Decree 2-17-265", "fr": "Décret n° 2-17-265", "ar": "المرسوم رقم 2.17.265"})


@pytest.fixture
def first_of_september(national, reply):
    return explain(reply, at("2026-09-01T10:00:00+01:00"), national.calendar)


def test_in_english(first_of_september):
    assert deadline_lines(first_of_september, "en") == (
        "Lodged on Tuesday 1 September 2026 at 10:00; that day is not counted. Length: 60 calendar days, counted from "
        "Wednesday 2 September 2026. The number of days is set by law.",
        "The last day counted, Saturday 31 October 2026 (Unity Day), is no working day, nor is Sunday 1 November 2026 "
        "(weekend); the date moves to the next one. So the date is Monday 2 November 2026, to the end of that day.",
        "Legal basis: Decree 2-17-265. Source: an official statement; we have not seen the text of the law itself.")


def test_in_french(first_of_september):
    assert tuple(line.replace(NARROW, "~").replace("\u00a0", "_") for line in deadline_lines(first_of_september, "fr")) == (
        "Dépôt le mardi 1er septembre 2026 à 10_h_00~; ce jour n’est pas compté. Durée~: 60 jours calendaires, à compter du "
        "mercredi 2 septembre 2026. Ce nombre de jours est fixé par la loi.",
        "Le dernier jour compté, le samedi 31 octobre 2026 (Fête de l’Unité), n’est pas ouvrable, ni le dimanche 1er novembre "
        "2026 (fin de semaine)~; l’échéance passe au jour ouvrable suivant. L’échéance est donc le lundi 2 novembre 2026, "
        "jusqu’à la fin de ce jour.",
        "Base légale~: Décret n° 2-17-265. Source~: une déclaration officielle~; nous n’avons pas vu le texte de la loi "
        "lui-même.")


def test_in_arabic(first_of_september):
    assert deadline_lines(first_of_september, "ar") == (
        "تم الإيداع يوم الثلاثاء 1 شتنبر 2026 على الساعة 10:00، ولا يحتسب هذا اليوم. المدة: 60 يوما تقويميا، ابتداء من يوم "
        "الأربعاء 2 شتنبر 2026. عدد الأيام يحدده القانون.",
        "اليوم الأخير المحتسب، وهو السبت 31 أكتوبر 2026 (عيد الوحدة)، ليس يوم عمل، وكذلك الأحد 1 نونبر 2026 (نهاية الأسبوع)، "
        "فيمتد الأجل إلى أول يوم عمل يليه. وعليه ينتهي الأجل بنهاية يوم الاثنين 2 نونبر 2026.",
        "السند القانوني: المرسوم رقم 2.17.265. المصدر: تصريح رسمي، ولم نطلع على نص القانون نفسه.")


def test_staff_are_told_the_stricter_date_where_it_differs(national, reply, first_of_september):
    assert strict_line(first_of_september, "en") == (
        "Stricter reading, without moving to a working day: Saturday 31 October 2026.")
    assert strict_line(explain(reply, at("2026-09-03T10:00:00+01:00"), national.calendar), "en") == ""


def test_a_date_that_nothing_moved_says_so(national, reply):
    moving = deadline_lines(explain(reply, at("2026-09-03T10:00:00+01:00"), national.calendar), "en")[1]
    assert moving == "No day was skipped and none was added. So the date is Monday 2 November 2026, to the end of that day."


def test_feasts_that_no_decree_has_fixed_are_marked(national):
    assign = national.deadlines["assign"]
    lines = deadline_lines(explain(assign, at("2026-03-18T10:00:00+00:00"), national.calendar), "en")
    assert lines[0].startswith("The step began on Wednesday 18 March 2026 at 10:00;")
    assert lines[0].endswith("set by the administration itself.")
    assert lines[1].startswith("Not counted: Friday 20 March 2026 (Eid al-Fitr, forecast), Saturday 21 March 2026 (Eid al-Fitr, "
                               "forecast) and Sunday 22 March 2026 (weekend). So the date is Tuesday 24 March 2026")
    assert lines[1].endswith("it may still move, and this date with it.")


def test_many_days_of_the_weekend_are_counted_and_feasts_named(national):
    long = replace(national.deadlines["assign"], days=50)
    moving = deadline_lines(explain(long, at("2026-09-01T10:00:00+01:00"), national.calendar), "en")[1]
    assert moving == ("Not counted: 19 days of weekend, Saturday 31 October 2026 (Unity Day) and Friday 6 November 2026 (Green "
                      "March). So the date is Wednesday 11 November 2026, to the end of that day.")


def test_the_ledger_is_told_line_by_line(national, reply):
    rule = replace(reply, suspend=Pausing("continue", ("officer",), 20), extend=Extending(("supervisor",), 10))
    entries = [
        LedgerEntry(EntryKind.SUSPENDED, at("2026-09-10T10:00:00+01:00"), "papers are missing"),
        LedgerEntry(EntryKind.RESUMED, at("2026-09-15T10:00:00+01:00")),
        LedgerEntry(EntryKind.SUSPENDED, at("2026-09-20T10:00:00+01:00")),
        LedgerEntry(EntryKind.RESUMED, at("2026-09-21T10:00:00+01:00")),
        LedgerEntry(EntryKind.EXTENDED, at("2026-09-22T10:00:00+01:00"), "an expert is heard", 2),
        LedgerEntry(EntryKind.INTERIM_REPLY, at("2026-10-01T10:00:00+01:00"), until_on=date(2026, 11, 20)),
        LedgerEntry(EntryKind.RECALCULATED, at("2026-10-02T10:00:00+01:00"), "decree 2-26-999", 0, date(2026, 11, 9),
                    date(2026, 11, 6)),
    ]
    assert deadline_lines(explain(rule, at("2026-09-01T10:00:00+01:00"), national.calendar, entries), "en")[1] == (
        "The clock stood from Friday 11 September 2026 to Tuesday 15 September 2026 (5 days); these days are not counted "
        "(“papers are missing”). The clock stood on Monday 21 September 2026; that day is not counted. Extended by 2 calendar "
        "days on Tuesday 22 September 2026 (“an expert is heard”). The last day counted, Sunday 8 November 2026 (weekend), is "
        "no working day; the date moves to the next one. The interim reply of Thursday 1 October 2026 announces the answer for "
        "Friday 20 November 2026; it does not move this date. On Friday 2 October 2026 the date moved from Friday 6 November "
        "2026 to Monday 9 November 2026 (“decree 2-26-999”). So the date is Monday 9 November 2026, to the end of that day.")


def test_a_clock_that_still_stands_says_when_it_runs_on_by_itself_and_from_which_day_it_counts_afresh(national, reply):
    rule = replace(reply, suspend=Pausing("reset", ("officer",), 10))
    entries = [LedgerEntry(EntryKind.SUSPENDED, at("2026-09-10T10:00:00+01:00"))]
    lines = deadline_lines(explain(rule, at("2026-09-01T10:00:00+01:00"), national.calendar, entries), "en")
    assert "counted from Monday 21 September 2026" in lines[0]
    assert lines[1].startswith("The clock has stood since Friday 11 September 2026; if nobody starts it before, it runs on after "
                               "Sunday 20 September 2026 (10 days at most). After the pause the count began afresh.")


def test_an_agencys_own_number_is_told_beside_the_rules(national, reply):
    why = explain(reply, at("2026-09-01T10:00:00+01:00"), national.calendar, days=30)
    assert "Length: 30 calendar days" in deadline_lines(why, "en")[0]
    assert deadline_lines(why, "en")[0].endswith("The body concerned has set this number itself; the rule allows up to 60 "
                                                 "calendar days.")
    assert deadline_lines(why, "ar")[0].endswith("حددت الهيئة المعنية هذا العدد بنفسها، والقاعدة تحدد أقصاه في 60 يوما تقويميا.")


@pytest.mark.parametrize(("evidence", "told"), [
    ("text", "Source: the text of the law, which we have read."),
    ("official", "Source: an official statement; we have not seen the text of the law itself."),
    ("press", "Source: the press; we have not seen it in the text of the law."),
    ("policy", "Source: a rule of ours; we know of no law that sets it."),
    ("", "Source: not recorded."),
])
def test_how_well_a_rule_is_known_is_said_in_plain_words(national, reply, evidence, told):
    why = explain(replace(reply, evidence=evidence), at("2026-09-01T10:00:00+01:00"), national.calendar)
    assert deadline_lines(why, "en")[2].endswith(told)
    assert len({deadline_lines(why, language)[2] for language in LANGUAGES}) == 3


def test_a_rule_without_a_basis_says_that_none_is_recorded(national, reply):
    why = explain(replace(reply, basis={}), at("2026-09-01T10:00:00+01:00"), national.calendar)
    assert deadline_lines(why, "en")[2].startswith("No legal basis is recorded.")


def test_a_letter_gets_the_lines_one_below_the_other(first_of_september):
    lines = deadline_lines(first_of_september, "en")
    assert as_list(lines) == f"- {lines[0]}\n- {lines[1]}\n- {lines[2]}"


def test_a_feast_that_was_decreed_names_its_decree(national, reply):
    decreed = replace(national.calendar, moving=(Holiday(date(2026, 11, 2), {"en": "A feast"}, source="decree 2-26-999"),))
    moving = deadline_lines(explain(reply, at("2026-09-03T10:00:00+01:00"), decreed), "en")[1]
    assert moving.startswith("The last day counted, Monday 2 November 2026 (A feast, by decree 2-26-999), is no working day;")
    assert moving.endswith("So the date is Tuesday 3 November 2026, to the end of that day.")
