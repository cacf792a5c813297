"""Messages to running processes."""

import json

import click

from cli.wiring import database_option, settings_of, wired
from engine.acts.send_message import RetryMessage, SendMessage
from engine.domain.access import Person
from engine.errors import InsafError, Invalid
from engine.message_round import deliver
from engine.queries.messages import undelivered, waits


@click.group()
def message():
    """Send a message to a running process, and see what waits."""


@message.command()
@click.argument("name")
@click.option("--key", required=True, help="The business key: a complaint's reference, or what a run was started with.")
@click.option("--json", "payload", default="{}", metavar="PAYLOAD", help="Named values, such as '{\"upheld\": true}'.")
@click.option("--keep-days", default=30, show_default=True, help="How long it waits for a receiver.")
@click.option("--once", metavar="WORD", help="The same WORD again sends nothing: for scripts that repeat themselves.")
@database_option
def send(name, key, payload, keep_days, once, database_url):
    """Send the message NAME. It goes at once to the run that waits for it under that key; else it is kept."""
    act = SendMessage(name, key, _payload(payload), keep_days)
    with wired(settings_of(database_url)) as insaf:
        sent = insaf.bus.ask(act, by=Person.system(), key=once)
        try:
            done = deliver(insaf.bus, sent.id)
        except InsafError as problem:
            click.echo(f"{problem}", err=True)
            click.echo("The message is kept. It is delivered when the incident is settled.", err=True)
            raise SystemExit(1) from None
    if done.count or (done.repeated and done.instance_id):
        click.echo(f"{name} was taken by {done.reference or done.instance_id}.")
    else:
        click.echo(f"Nobody takes {name} with the key {key} now. It is kept for {keep_days} days.")


@message.command()
@click.argument("message_id")
@database_option
def retry(message_id, database_url):
    """Let a message that failed or expired wait once more."""
    with wired(settings_of(database_url)) as insaf:
        insaf.bus.ask(RetryMessage(message_id), by=Person.system())
    click.echo(f"{message_id} waits again.")


@message.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of lines.")
@database_option
def list_(as_json, database_url):
    """What was sent and not taken, and which runs wait for what; at most 200 of each."""
    with wired(settings_of(database_url)) as insaf, insaf.reading() as session:
        kept, waiting = undelivered(session), waits(session)
    if as_json:
        click.echo(json.dumps({
            "messages": [{"id": row.id, "name": row.name, "key": row.key, "state": row.state, "from": row.sender,
                          "sent_at": row.created_at.isoformat(), "expires_at": row.expires_at.isoformat(),
                          "error": row.error} for row in kept],
            "waits": [{"name": wait.name, "key": wait.key, "run": wait.run} for wait in waiting]},
            ensure_ascii=False, indent=1))
        return
    for row in kept:
        click.echo(f"{row.id}  {row.state:8}  {row.name}  key {row.key}  sent {row.created_at:%Y-%m-%d %H:%M} by "
                   f"{row.sender or 'outside'}, kept until {row.expires_at:%Y-%m-%d}" + (f": {row.error}" if row.error else ""))
    for wait in waiting:
        click.echo(f"{wait.run} waits for {wait.name}" + (f" with the key {wait.key}" if wait.key else ", and has no key"))
    click.echo(f"{len(kept)} messages not taken, {len(waiting)} waits")


def _payload(text: str) -> dict:
    try:
        payload = json.loads(text)
    except (ValueError, RecursionError) as problem:
        raise Invalid(what="the payload", reason=f"it is not JSON ({problem})") from None
    if not isinstance(payload, dict):
        raise Invalid(what="the payload", reason="it must be an object with named values, such as {\"upheld\": true}")
    return payload
