"""The doors: Flask, templates, sessions. They decide nothing: a change goes through the bus, a page through a query."""

from importlib import import_module

from flask import Flask

from webapp import health, i18n, packing, problems, rendering, request_log, security

#: One package per audience; each exposes `blueprint`.
AUDIENCES = ("public", "auth", "desk", "counter", "supervision", "admin", "studio", "national")


def create_app(insaf, **config) -> Flask:
    """The web application over a wired `Insaf`; `config` overrides Flask's settings. It never starts a worker."""
    app = Flask(__name__)
    app.extensions["insaf"] = insaf
    app.config.from_mapping(security.configuration(insaf.settings))
    app.config.from_mapping(config)
    for part in (request_log, security, i18n, rendering, problems, health, packing):
        part.init_app(app)
    for audience in AUDIENCES:
        package = import_module(f"webapp.{audience}")
        app.register_blueprint(package.blueprint)
        if hasattr(package, "init_app"):
            package.init_app(app)
    return app
