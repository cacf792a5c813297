"""A new version of what a family does: checked, kept for ever, followed by new cases only."""

from dataclasses import dataclass, field

import orjson
from sqlalchemy import func, select

from engine.acts.exchange_messages import wake_starts
from engine.acts.work import Receipt, Work
from engine.definitions import Bundle, Definition
from engine.definitions.message_names import message_starts
from engine.definitions.upload import place_upload
from engine.domain.access import owns_processes
from engine.errors import DefinitionRefused, Forbidden
from engine.queries.findings import findings_of
from engine.store.tables import DefinitionRow, ProcessFamily


@dataclass(frozen=True)
class DeployDefinition:
    """Deploying a content that is in force already changes nothing; an older content comes into force again."""

    bundle: Bundle
    note: str = ""


@dataclass(frozen=True)
class UploadDefinition:
    """The definition in force with `files` (name, bytes) laid over it; a name such as triage-schema.json or
    receipt.ar.txt finds its own place."""

    family: str
    files: tuple[tuple[str, bytes], ...] = field(default_factory=tuple)
    note: str = ""


def deploy_definition(act: DeployDefinition, work: Work) -> Receipt:
    """Raises Forbidden, DefinitionRefused with every finding."""
    if not owns_processes(work.by):
        raise Forbidden(who=work.by.name, what="deploy a process")
    bundle = act.bundle
    family = work.session.get(ProcessFamily, bundle.family, with_for_update=True)  # versions are counted one after the other
    row = work.session.get(DefinitionRow, bundle.content_hash)
    if row is None:
        findings = findings_of(bundle)
        if any(finding.severity == "error" for finding in findings):
            raise DefinitionRefused(bundle.family, [f for f in findings if f.severity == "error"])
        newest = work.session.execute(
            select(func.max(DefinitionRow.version)).where(DefinitionRow.family == bundle.family)).scalar()
        row = DefinitionRow(
            content_hash=bundle.content_hash, family=bundle.family, version=(newest or 0) + 1, profile=bundle.profile,
            bundle=bundle.packed(), findings=orjson.dumps([f.as_json() for f in findings]).decode(),
            note=act.note[:500], deployed_at=work.now, deployed_by=work.by.id)
        work.session.add(row)
        work.session.flush()
    repeated = family is not None and family.content_hash == row.content_hash
    if family is None:
        work.session.add(ProcessFamily(code=bundle.family, content_hash=row.content_hash, in_force_since=work.now))
    elif not repeated:
        family.content_hash, family.in_force_since = row.content_hash, work.now
    if not repeated:
        wake_starts(work.session, work.now, {start.message for start in message_starts(Definition.of(bundle))})
    return Receipt(id=row.content_hash, count=row.version, repeated=repeated)


def upload_definition(act: UploadDefinition, work: Work) -> Receipt:
    """Raises Forbidden, NoDefinition, DefinitionRefused with every finding."""
    if not owns_processes(work.by):
        raise Forbidden(who=work.by.name, what="deploy a process")
    content_hash, _ = work.shelf.in_force(work.session, act.family)
    bundle, misplaced = place_upload(work.shelf.bundle(content_hash), act.files)
    if misplaced:
        raise DefinitionRefused(act.family, misplaced)
    return deploy_definition(DeployDefinition(bundle, act.note), work)
