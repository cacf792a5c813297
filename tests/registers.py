"""A small register of two offices, its mapping, and the run that brings it in."""

import json
from pathlib import Path

from sqlalchemy import func, select

from cli.importing.importer import Importer, open_register
from cli.importing.mapping import read_mapping
from cli.importing.report import Report
from engine.store.tables import ComplaintCase

HEADER = "No,Created,Updated,Closed,Office,Type,State,Via,Who\n"
MAPPING = """
source = "ledger"
family = "national"
[dates]
zone = "Africa/Casablanca"
formats = ["%d/%m/%Y %H:%M", "%d/%m/%Y"]
[columns]
key = "No"
lodged = "Created"
updated = "Updated"
closed = "Closed"
agency = "Office"
status = "State"
[case]
kind = "complaint"
channel = { column = "Via", values = { tel = "phone" }, default = "other" }
language = "fr"
service_type = { column = "Type", values = { papers = "documents" }, default = "other" }
[lodge]
subject = "{Type}"
what_happened = ["{Type}", "Reçu par {Via}"]
[contact]
name = "{Who}"
subject = "{Type}"
[[agencies]]
code = "NAT"
values = ["Head office"]
[[agencies]]
code = "OUJ"
values = ["Oujda"]
name_fr = "Antenne d’Oujda"
name_ar = "ملحقة وجدة"
name_en = "Oujda branch"
[status]
unknown = "new"
empty = "new"
empty_but_closed = "done"
[status.values]
new = "new"
busy = "busy"
answered = "answered"
done = "done"
dropped = "dropped"
elsewhere = "elsewhere"
[standings.new]
at = "triage"
[standings.busy]
at = "investigate"
[standings.answered]
at = "give_satisfaction"
[standings.done]
at = "closed"
[standings.dropped]
at = "closed_withdrawn"
message = "withdrawal"
[standings.elsewhere]
at = "closed_inadmissible"
[standings.elsewhere.steps.triage]
when = "lodged"
answers = { admissible = false, ground = "not_competent" }
[standings.elsewhere.steps.confirm_inadmissibility]
answers = { confirmed = true, outcome = "referred" }
[steps.triage]
when = "lodged"
answers = { admissible = true }
[steps.draft_reply]
when = ["closed", "updated"]
answers = { outcome = "settled" }
[steps.validate_reply]
when = ["closed", "updated"]
answers = { validated = true }
"""
ROWS = """A-1,02/01/2025 10:00,05/01/2025 09:00,,Head office,papers,new,tel,Amina Rami
A-2,02/01/2025 10:00,05/01/2025 09:00,,Head office,papers,busy,tel,
A-3,02/01/2025 10:00,05/01/2025 09:00,20/01/2025 16:30,Oujda,noise,done,desk,
A-4,02/01/2025 10:00,05/01/2025 09:00,07/01/2025,Oujda,papers,dropped,tel,
A-5,02/01/2025 10:00,05/01/2025 09:00,07/01/2025,Oujda,papers,elsewhere,tel,
A-6,02/01/2025 10:00,05/01/2025 09:00,,Head office,papers,answered,tel,
"""


def bring_in(insaf, folder: Path, rows: str, mapping: str = MAPPING, header: str = HEADER) -> list[dict]:
    """Imports a register; what the report says of each row."""
    (folder / "register.csv").write_text(header + rows)
    (folder / "map.toml").write_text(mapping)
    read = read_mapping(folder / "map.toml")
    importer = Importer(insaf, open_register(folder / "register.csv", read), read)
    importer.prepare()
    with Report(folder / "report.jsonl") as report:
        importer.run(report, lambda count: None)
    return [json.loads(line) for line in (folder / "report.jsonl").read_text().splitlines()]


def case_of(insaf, old_reference: str) -> ComplaintCase:
    with insaf.reading() as session:
        return session.scalars(select(ComplaintCase).where(ComplaintCase.old_reference == old_reference)).one()


def count(insaf, table, *conditions) -> int:
    with insaf.reading() as session:
        return session.scalar(select(func.count()).select_from(table).where(*conditions))
