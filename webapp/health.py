"""`/livez`: the process answers. `/readyz`: it can serve, database and definitions included."""

from flask import Blueprint, jsonify

from engine.queries import readiness
from webapp import door
from webapp.security import limiter

blueprint = Blueprint("health", __name__)


def init_app(app) -> None:
    app.register_blueprint(blueprint)


@blueprint.get("/livez")
@limiter.exempt
def live():
    return jsonify(status="alive")


@blueprint.get("/readyz")
@limiter.exempt
def ready():
    """503 and the names of what is missing until the database answers and is migrated."""
    try:
        with door.reading() as session:
            checks = readiness(session, door.now())
    except Exception as problem:  # whatever the driver raises: the door must answer
        return jsonify(status="not ready", failing=["database"], problem=type(problem).__name__), 503
    failing = [name for name, ok, _detail in checks if not ok]
    return jsonify(status="not ready" if failing else "ready", failing=failing), 503 if failing else 200
