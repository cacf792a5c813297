"""One file a table; this page is the list of them."""

from engine.store.tables import internal_note
from engine.store.tables.account import Account, AccountRole
from engine.store.tables.agency import Agency, Unit
from engine.store.tables.agency_deadline import AgencyDeadline
from engine.store.tables.attachment import Attachment
from engine.store.tables.base import Base, Id, TaskId, UtcDateTime, new_id
from engine.store.tables.calendar_change import CalendarChange
from engine.store.tables.case_event import CaseEvent
from engine.store.tables.case_link import CaseLikeness, CaseLink
from engine.store.tables.case_migration import CaseMigration
from engine.store.tables.case_transfer import CaseTransfer
from engine.store.tables.complaint_case import ComplaintCase
from engine.store.tables.contact import Contact
from engine.store.tables.conversation_message import ConversationMessage
from engine.store.tables.deadline import Deadline
from engine.store.tables.deadline_entry import DeadlineEntry
from engine.store.tables.definition import DefinitionRow, ProcessFamily
from engine.store.tables.escalation import Escalation, EscalationNotice
from engine.store.tables.human_task import HumanTask
from engine.store.tables.idempotency_key import IdempotencyKey
from engine.store.tables.imported_row import ImportedRow
from engine.store.tables.incident import Incident
from engine.store.tables.job import Job
from engine.store.tables.letter import LetterRow
from engine.store.tables.message import MessageRow
from engine.store.tables.message_wait import MessageWait
from engine.store.tables.person_complained_about import PersonComplainedAbout
from engine.store.tables.process_instance import ProcessInstance
from engine.store.tables.recalculation import Recalculation
from engine.store.tables.reference_counter import ReferenceCounter
from engine.store.tables.request_try import RequestTry
from engine.store.tables.submission import Submission
from engine.store.tables.supervision_note import SupervisionNote
from engine.store.tables.task_draft import TaskDraft
from engine.store.tables.timer import Timer

__all__ = [
    "Account", "AccountRole", "Agency", "AgencyDeadline", "Attachment", "Base", "CalendarChange", "CaseEvent",
    "CaseLikeness", "CaseLink", "CaseMigration", "CaseTransfer", "ComplaintCase", "Contact", "ConversationMessage",
    "Deadline", "DeadlineEntry",
    "DefinitionRow", "Escalation", "EscalationNotice", "HumanTask", "Id", "IdempotencyKey", "ImportedRow", "Incident", "Job",
    "LetterRow", "MessageRow", "MessageWait", "PersonComplainedAbout", "ProcessFamily", "ProcessInstance", "Recalculation",
    "ReferenceCounter", "RequestTry", "Submission", "SupervisionNote", "TaskDraft", "TaskId", "Timer", "Unit", "UtcDateTime",
    "internal_note", "new_id",
]
