"""Running cases on older versions: what would become of each on the version in force, and moving them there."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from engine import queries
from engine.acts.migrate_case import MigrateCase
from engine.errors import InsafError, Unavailable
from webapp import door
from webapp.auth.asking import allowed, ask, read
from webapp.i18n import current_language
from webapp.studio.blueprint import blueprint

#: How many cases one click moves; more are moved by the command, which can be stopped and repeated.
MOST = 200
CHOOSE = "choose-"
TASKS = ("userTask", "manualTask", "task")
EVENTS = ("boundaryEvent", "intermediateCatchEvent", "receiveTask")

#: The sentences of engine/queries/migration_words.py in the reader's language.
SAID = {
    "event_sub_process": _l("The process %(element)s has an event sub-process, which only its own version can carry on."),
    "process_gone": _l("The new version has no process %(element)s."),
    "sub_process_gone": _l("The case stands inside %(element)s, which the new version does not have as such."),
    "split_gone": _l("Two branches under way came from %(element)s, which the new version does not have."),
    "join_changed": _l("A branch already waits at %(element)s, which is reached another way in the new version."),
    "branch_passed": _l("%(element)s would wait for ever for %(other)s, which the case has passed."),
    "events_changed": _l("The case waits at %(element)s for one of several events, and they are others in the new version."),
    "stands_elsewhere": _l("The case would not stand where it stands, at %(element)s."),
    "passed_changed": _l("%(element)s was changed; the case has been there already."),
    "passed_gone": _l("%(element)s was removed; the case has been there already."),
    "passed_new": _l("%(element)s is new and will not come any more in this case."),
    "event_not_armed": _l("%(element)s is new and does not come into effect for the open task %(other)s."),
    "timer_keeps_date": _l("%(element)s was changed; where it is running it keeps its date."),
    "timer_ends": _l("%(element)s ends, as chosen."),
    "lane_changed": _l("%(element)s now belongs to %(other)s."),
}


@blueprint.get("/studio/<family>/running")
@allowed("own_processes")
def running(family):
    return _page(family)


@blueprint.post("/studio/<family>/running")
@allowed("own_processes")
def move(family):
    """"look" shows the page again with the choices made; "move" moves what moves by itself with them."""
    choices = {name.removeprefix(CHOOSE): value.strip() for name, value in request.form.items()
               if name.startswith(CHOOSE) and value.strip()}
    reason = request.form.get("reason", "").strip()
    if request.form.get("do") != "move":
        return _page(family, choices, reason)
    if not reason or len(reason) > 500:
        return _page(family, choices, reason, problem=_("Say in a few words why the cases are moved.")), 422
    preview = _preview(family, choices)
    cases = [case for group in preview.groups if group.verdict.kind == "moves" for case in group.cases][:MOST]
    failed = [said for said in (_moved(case, preview.to_hash, reason, choices) for case in cases) if said]
    moved = len(cases) - len(failed)
    if moved:
        flash(ngettext("%(num)s case follows the version in force now.", "%(num)s cases follow the version in force now.",
                       moved), "done")
    if failed:
        flash(ngettext("%(num)s case was left on its version, because something happened to it meanwhile. Look again.",
                       "%(num)s cases were left on their versions, because something happened to them meanwhile. Look again.",
                       len(failed)), "note")
    return redirect(url_for("studio.running", family=family), 303)


def _moved(case, to_hash, reason, choices) -> str:
    """Empty, or why this case was left as it is."""
    try:
        ask(MigrateCase(case.instance_id, to_hash, reason, choices))
    except Unavailable:
        raise
    except InsafError as problem:
        return str(problem)
    return ""


def _preview(family, choices):
    return read(queries.migration_preview, door.insaf().bus.specs, family, choices=choices)


def _page(family, choices=None, reason="", problem=""):
    found, preview = read(queries.family_page, family), _preview(family, choices or {})
    former = {group.from_hash: read(queries.definition_of, family, group.from_hash) for group in preview.groups}
    labels = {group.from_hash: _labels(former[group.from_hash], found.definition) for group in preview.groups}
    wanted = {name: group for group in reversed(preview.groups) for name in group.verdict.choose}
    asked = [(name, labels[group.from_hash](name), _offered(found.definition, former[group.from_hash].elements.get(name)))
             for name, group in wanted.items()]
    asked += [(name, name, _offered(found.definition, next(
        (old.elements[name] for old in former.values() if name in old.elements), None)))
        for name in choices or {} if name not in wanted]
    movable = sum(len(group.cases) for group in preview.groups if group.verdict.kind == "moves")
    return render_template("studio/running.html", family=found, preview=preview, labels=labels, asked=asked, said=_said,
                           choices=choices or {}, reason=reason, problem=problem, movable=movable, most=MOST)


def _labels(former, new):
    """The name of an element in either version."""
    def label(element_id: str) -> str:
        definition = former if element_id in former.elements else new
        return definition.role_name(element_id, current_language()) if element_id in new.roles else definition.label(
            element_id, current_language())
    return label


def _offered(definition, element) -> list[tuple[str, str]]:
    """What an element may become: (id, name) of elements of its kind; an event may also end."""
    kinds = EVENTS if element is not None and element.kind in EVENTS else TASKS
    found = [(other.id, other.label(current_language())) for other in definition.elements.values() if other.kind in kinds]
    return found + ([("cancel", _("It ends"))] if kinds is EVENTS else [])


def _said(remark, label) -> str:
    return str(SAID[remark.code]) % {"element": label(remark.element), "other": label(remark.other)}
