"""The families, and one family: its diagram, its versions, what belongs to it."""

from flask import render_template, request

from engine import queries
from engine.queries.words import LETTERS, texts_of
from webapp import door
from webapp.auth.asking import allowed, read
from webapp.i18n import current_language
from webapp.studio.blueprint import blueprint

PARTS = ("picture", "dates", "content", "law", "differences", "versions")


@blueprint.get("/studio")
@allowed("own_processes")
def families():
    return render_template("studio/families.html", families=read(queries.families))


@blueprint.get("/studio/<family>")
@allowed("own_processes")
def family(family):
    found = read(queries.family_page, family)
    return _shown(found, found.definition, "in_force")


@blueprint.get("/studio/<family>/versions/<content_hash>")
@allowed("own_processes")
def version(family, content_hash):
    """An older version, which running cases may still follow."""
    found = read(queries.family_page, family)
    return _shown(found, read(queries.definition_of, family, content_hash), content_hash)


def _shown(found, definition, which):
    part, language = request.args.get("part"), current_language()
    part = part if part in PARTS and (part != "differences" or definition.facts.extends) else PARTS[0]
    drawn = definition.drawn(language, is_whole=True) if part == "picture" else ()
    outline = definition.outline(language) if part == "picture" else ()
    begun = door.read(queries.dates_if_begun, definition, door.now()) if part == "dates" else {}
    obligations, counted = queries.obligations_in(definition) if part == "law" else ((), ())
    compared = read(queries.family_differences, definition, language) if part == "differences" else None
    letters = {code: texts_of(LETTERS, code) for code in sorted({code for code, _ in definition.letters})}
    return render_template("studio/family.html", family=found, definition=definition, which=which, part=part, drawn=drawn,
                           outline=outline, elements=definition.elements,
                           letter_names=letters, begun=begun, compared=compared, obligations=obligations,
                           grades_counted=counted)
