"""The bodies concerned."""

import click

from cli.wiring import database_option, settings_of, wired
from engine.acts.keep_agency import CreateAgency
from engine.domain.access import Person
from engine.queries.agencies import agencies

EVERY = 100_000


@click.group()
def agency():
    """The bodies concerned; each works by one process family."""


@agency.command()
@click.argument("code")
@click.option("--family", required=True, help="The folder below bpmn/ whose process it follows, such as national.")
@click.option("--name-fr", required=True)
@click.option("--name-ar", required=True)
@click.option("--name-en", help="The French name when not given.")
@database_option
def create(code, family, name_fr, name_ar, name_en, database_url):
    """Create the agency CODE, the letters its references begin with."""
    with wired(settings_of(database_url)) as insaf:
        insaf.bus.ask(CreateAgency(code=code, family=family, name_fr=name_fr, name_ar=name_ar,
                                   name_en=name_en or name_fr), by=Person.system())
    click.echo(f"The agency {code} follows the process of {family}.")


@agency.command("list")
@database_option
def list_(database_url):
    """Every agency with its family."""
    with wired(settings_of(database_url)) as insaf, insaf.reading() as session:
        for row in agencies(session, insaf.shelf, Person.system(), limit=EVERY).rows:
            click.echo(f"{row.code:<10} {row.family:<20} {row.names['fr']}")
