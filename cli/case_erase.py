"""`case erase`: what people wrote in a closed case goes; chain, figures and dates stay."""

import sys

import click

from cli.wiring import database_option, settings_of, wired
from engine.acts.erase_texts import EraseTexts, SweepFiles
from engine.domain.access import Person
from engine.errors import InsafError, Invalid
from engine.queries.past_keeping import past_keeping
from engine.vocabulary import ErasureBasis


@click.command()
@click.argument("references", nargs=-1, metavar="[REFERENCE]...")
@click.option("--request", default="", metavar="NUMBER", help="Under which number the person's request is kept; no name.")
@click.option("--past-keeping", "past", is_flag=True, help="All cases that closed longer ago than their family keeps texts.")
@click.option("--dry-run", is_flag=True, help="Name the cases and change nothing.")
@database_option
def erase(references, request, past, dry_run, database_url):
    """Erase texts, names, addresses, letters and files of closed cases.

    After a backup was restored, give the references that had been erased since it was made once more: the backup still
    held their texts. Exit code 1 where a case could not be erased.
    """
    if bool(references) == past:
        raise Invalid(what="the cases", reason="give references, or --past-keeping, and not both")
    basis = ErasureBasis.RETENTION if past else ErasureBasis.REQUEST
    failed = 0
    with wired(settings_of(database_url)) as insaf:
        if past:
            with insaf.reading() as session:
                references = past_keeping(session, insaf.shelf, insaf.clock.now())
        for reference in references:
            try:
                if not dry_run:
                    insaf.bus.ask(EraseTexts(reference, basis, request), by=Person.system())
                click.echo(f"{reference}: {'would be erased' if dry_run else 'erased'}")
            except InsafError as problem:
                failed += 1
                click.echo(f"{reference}: {problem}", err=True)
        swept = 0 if dry_run else insaf.bus.ask(SweepFiles(), by=Person.system()).count
    click.echo(f"{len(references) - failed} case(s), {swept} file(s), {failed} not erased.")
    sys.exit(bool(failed))
