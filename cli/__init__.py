"""The commands behind run.py: one file a noun, loaded only when it is asked for."""

import os
import sys
from importlib import import_module

import click

from engine.errors import InsafError

#: the word on the command line, the file that does it, and the line shown by --help
NOUNS = {
    "serve": ("cli.serve:serve", "Pages and worker in one process; an empty database gets a demo."),
    "web": ("cli.web:web", "The pages alone, for several processes on PostgreSQL."),
    "work": ("cli.work:work", "The worker alone: timers and letters, for several processes on PostgreSQL."),
    "demo": ("cli.demo:demo", "Fill an empty database with two agencies, their people and a dozen cases."),
    "db": ("cli.db:db", "Migrate, back up, restore."),
    "copy": ("cli.copy:copy", "Move an embedded installation to PostgreSQL, counted and verified."),
    "account": ("cli.account:account", "People who sign in."),
    "agency": ("cli.agency:agency", "The bodies concerned and their units."),
    "calendar": ("cli.calendar:calendar", "Working days: show a year, decree, add, cancel, import, export, propose."),
    "message": ("cli.message:message", "Send a message to a running process, and see what waits."),
    "process": ("cli.process:process", "Check, import, deploy, export and play process definitions."),
    "case": ("cli.case:case", "Import an existing register; move running cases to another version."),
    "deadline": ("cli.deadline:deadline", "Explain a date: how it was counted, what moved it, what it rests on."),
    "audit": ("cli.audit:audit", "Verify the hash chain of what happened."),
}


class ByNoun(click.Group):
    """A group whose commands live in other files; a refusal made on purpose is one sentence and exit code 1."""

    def __init__(self, *args, nouns: dict[str, tuple[str, str]], **options):
        super().__init__(*args, **options)
        self.nouns = nouns

    def list_commands(self, context):
        return list(self.nouns)

    def get_command(self, context, name):
        if name not in self.nouns:
            return None
        module, _, attribute = self.nouns[name][0].partition(":")
        return getattr(import_module(module), attribute)

    def format_commands(self, context, formatter):
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in self.nouns.items()])

    def invoke(self, context):
        try:
            return super().invoke(context)
        except InsafError as problem:
            click.echo(f"{problem}", err=True)
            for finding in getattr(problem, "findings", ()):
                click.echo(f"  {finding}", err=True)
            for name, wrong in getattr(problem, "errors", {}).items():
                click.echo(f"  {name}: {wrong}", err=True)
            sys.exit(1)


@click.command(cls=ByNoun, nouns=NOUNS, context_settings={"help_option_names": ["-h", "--help"]})
def main():
    """Insaf: complaints, observations and suggestions of the public, handled on BPMN diagrams."""
    os.umask(0o077)  # what the program writes is about people: databases, attachments, backups
