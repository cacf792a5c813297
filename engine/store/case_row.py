"""A complaint_case as acts hold it: plain values below the ORM, read under the instance's lock or about to be written."""

from dataclasses import dataclass
from datetime import datetime


@dataclass
class CaseRow:
    """Every column of the table ComplaintCase, in its words. A step may change some; what it changed it writes itself."""

    instance_id: str
    agency_id: str
    reference: str
    old_reference: str | None
    kind: str
    channel: str
    language: str
    status: str
    outcome: str | None
    service_type: str | None
    lodged_at: datetime
    answered_at: datetime | None = None
    closed_at: datetime | None = None
    unit_id: str | None = None
    restricted_to: str | None = None
