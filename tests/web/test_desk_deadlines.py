"""The process owner's table of deadlines: edited as a table, checked, shown what changes, published."""

import re

from lxml import html

from engine.definitions import Definition
from tests.people import HANANE, INES, NADIA
from tests.web.desk_visit import page_of, posted, sign_in, text_of

PATH = "/studio/national/deadlines"


def fields_of(page) -> dict[str, list[str]]:
    """What a browser would send of the table as it stands."""
    found: dict[str, list[str]] = {}
    form = html.fromstring(page.text).xpath("//form[contains(@class, 'table-form')]")[0]
    for control in form.xpath(".//input[@name] | .//select | .//textarea"):
        name, kind = control.get("name"), control.get("type")
        if kind == "checkbox" and control.get("checked") is None:
            continue
        if control.tag == "select":
            value = next((option.get("value") for option in control.xpath("option[@selected]")),
                         control.xpath("option")[0].get("value"))
        else:
            value = control.text_content().lstrip("\n") if control.tag == "textarea" else control.get("value", "")
        found.setdefault(name, []).append(value)
    return found


def place_of(sent: dict, code: str) -> str:
    return next(name.split("-")[0] for name, value in sent.items() if name.endswith("-deadline") and value == [code])


def send(visit, sent: dict, do: str, **changed):
    return posted(visit, PATH, {**sent, **changed, "do": do})


def test_a_number_is_changed_checked_shown_and_published(app, insaf):
    visit = sign_in(app, HANANE)
    assert PATH in visit.get("/studio/national?part=dates").links
    sent = fields_of(visit.get(PATH))
    place = place_of(sent, "investigate")
    checked = page_of(send(visit, sent, "check", **{f"{place}-days": "25"}))
    assert checked.status == 200 and "investigate" in text_of(checked)
    assert re.search(r"30\s*→\s*après :\s*25", text_of(checked).replace("\xa0", " ")), text_of(checked)
    unsaid = page_of(send(visit, sent, "publish", **{f"{place}-days": "25"}))
    assert unsaid.status == 422 and "note" in text_of(unsaid)
    done = send(visit, sent, "publish", **{f"{place}-days": "25", "note": "Plus vite"})
    assert done.status_code == 303
    with insaf.reading() as session:
        definition: Definition = insaf.shelf.in_force(session, "national")[1]
    assert definition.deadlines["investigate"].days == 25
    assert definition.deadlines["investigate"].suspend.by == ("system", "unit_head", "officer", "supervisor")
    late = page_of(send(visit, sent, "publish", **{f"{place}-days": "20", "note": "Trop tard"}))
    assert late.status == 422 and "autre version" in text_of(late)


def test_the_law_and_nonsense_are_refused_with_the_row(app):
    visit = sign_in(app, HANANE)
    sent = fields_of(visit.get(PATH))
    reply, draft = place_of(sent, "reply"), place_of(sent, "draft")
    for changed, told in (({f"{reply}-days": "90"}, "60"), ({f"{draft}-days": "bald"}, "bald"),
                          ({f"{reply}-suspend": "continue", f"{reply}-suspend_days": "30"}, "reply")):
        page = page_of(send(visit, sent, "publish", note="Versuch", **changed))
        assert page.status == 422 and told in text_of(page)


def test_rows_come_and_go_without_any_script(app):
    visit = sign_in(app, HANANE, "ar")
    sent = fields_of(visit.get(PATH))
    more = page_of(send(visit, sent, "add"))
    before, after = (sum(name.endswith("-deadline") for name in fields) for fields in (sent, fields_of(more)))
    assert after == before + 1
    fewer = page_of(send(visit, fields_of(more), f"remove-{place_of(sent, 'satisfaction')[1:]}"))
    assert ["satisfaction"] not in [fields_of(fewer)[name] for name in fields_of(fewer) if name.endswith("-deadline")]


def test_others_see_no_such_page(app):
    for person in (INES, NADIA):
        assert sign_in(app, person).get(PATH).status == 404
