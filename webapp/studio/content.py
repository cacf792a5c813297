"""What a version consists of: a form as people see it, a letter as it is written, everything as one archive."""

import io
import zipfile

from flask import abort, render_template

from engine import queries
from engine.queries.words import LETTERS, texts_of
from engine.vocabulary import Language
from webapp.auth.asking import allowed, read
from webapp.download import download
from webapp.i18n import current_language
from webapp.studio.blueprint import blueprint

#: The same bytes for the same version: an archive that carries no date of its making.
NO_DATE = (1980, 1, 1, 0, 0, 0)


@blueprint.get("/studio/<family>/versions/<content_hash>/forms/<element_id>")
@allowed("own_processes")
def form(family, content_hash, element_id):
    definition = read(queries.definition_of, family, content_hash)
    asked = definition.form(element_id)
    if asked is None:
        abort(404)
    return render_template("studio/form.html", family=family, content_hash=content_hash, element_id=element_id,
                           definition=definition, fields=asked.fields(current_language()))


@blueprint.get("/studio/<family>/versions/<content_hash>/letters/<code>")
@allowed("own_processes")
def letter(family, content_hash, code):
    definition = read(queries.definition_of, family, content_hash)
    texts = [definition.letters[code, language.value] for language in Language
             if (code, language.value) in definition.letters]
    if not texts:
        abort(404)
    return render_template("studio/letter.html", family=family, content_hash=content_hash, code=code,
                           names=texts_of(LETTERS, code), texts=texts, definition=definition)


@blueprint.get("/studio/<family>/versions/<content_hash>/export.zip")
@allowed("own_processes")
def export(family, content_hash):
    """Every file of the version, under the names it is kept by."""
    definition = read(queries.definition_of, family, content_hash)
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as files:
        for name, data in definition.bundle.files.items():
            files.writestr(zipfile.ZipInfo(name, NO_DATE), data, zipfile.ZIP_DEFLATED)
    return download(archive.getvalue(), f"{family}-{content_hash[:12]}.zip", "application/zip")
