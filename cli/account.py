"""People who sign in."""

import click

from cli.wiring import database_option, settings_of, wired
from engine.acts.change_password import RequestPasswordReset
from engine.acts.keep_account import CreateAccount
from engine.domain.access import Person


@click.group()
def account():
    """People who sign in: the first administrator is made here, the rest by page."""


@account.command()
@click.argument("email")
@click.option("--name", prompt="Name")
@click.option("--role", "roles", multiple=True, help="Such as officer or dispatcher; once for each role.")
@click.option("--agency", "agency_code", help="The agency's code; without it the account belongs to none and sees all.")
@click.option("--language", type=click.Choice(["ar", "fr", "en"]), default="fr", show_default=True)
@click.option("--admin", "is_admin", is_flag=True, help="May administer people, units and agencies.")
@click.password_option(help="Asked for when not given, so that it stays out of the shell's history.")
@database_option
def create(email, name, roles, agency_code, language, is_admin, password, database_url):
    """Create the account EMAIL."""
    with wired(settings_of(database_url)) as insaf:
        insaf.bus.ask(CreateAccount(email=email, name=name, roles=roles, agency_code=agency_code, language=language,
                                    password=password, is_admin=is_admin), by=Person.system())
    click.echo(f"{email} may sign in now.")


@account.command()
@click.argument("email")
@database_option
def reset(email, database_url):
    """Send EMAIL a link to choose a new password; without a mail server it appears on the console of the program."""
    with wired(settings_of(database_url)) as insaf:
        insaf.bus.ask(RequestPasswordReset(email=email), by=Person.system())
    click.echo(f"If {email} has an account, a link leaves with the worker's next round.")
