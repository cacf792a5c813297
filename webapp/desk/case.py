"""One case, in four parts that are pages of their own, so that they work without any script."""

from flask import render_template, request

from engine import queries
from engine.errors import NotFound
from webapp.auth.asking import read, staff
from webapp.desk.blueprint import blueprint
from webapp.door import now
from webapp.i18n import current_language

PARTS = ("summary", "progress", "timeline", "documents")


@blueprint.get("/cases/<path:reference>")
@staff
def case(reference):
    """The reference of an imported case may hold a slash, so the part is an argument."""
    part = request.args.get("part", "summary")
    part = part if part in PARTS else "summary"
    try:
        page = read(queries.case_page, reference, now=now())
    except NotFound:  # theirs once, perhaps
        return render_template("desk/former_case.html", case=read(queries.former_case, reference))
    language = current_language()
    said = page.lodged_form.shown_answers(page.lodged_values, language) if page.lodged_form else []
    drawn, outline = [], None
    if part == "progress" and page.definition:
        drawn = page.definition.drawn(language, page.current, page.passed, page.faces)
        outline = page.definition.outline(language, page.current, page.passed)
    running = read(queries.case_clocks, page.reference, now=now()).clocks
    reports = read(queries.reportable_to, page.reference).by
    return render_template("desk/case.html", case=page, running=running, reports=reports, part=part, said=said,
                           drawn=drawn, outline=outline)
