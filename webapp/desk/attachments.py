"""Download of a file that was given with a case."""

from flask import abort

from engine import queries
from webapp.auth.asking import read, staff
from webapp.desk.blueprint import blueprint
from webapp.door import insaf
from webapp.download import download


@blueprint.get("/attachments/<attachment_id>")
@staff
def attachment(attachment_id):
    """Always as a download, under the name it came with and the type its content has."""
    file = read(queries.attachment_of, attachment_id)
    try:
        return download(insaf().files.get(file.key), file.filename, file.media_type)
    except FileNotFoundError:
        abort(410)
