"""The questions asked of the tables. They take the time as an argument, write nothing and decide nothing.

    worklist, task_page, task_question, case_page, timeline   what an officer works with
    register, find_cases, overdue, incidents      what a supervisor and the law ask for
    letters, attachments, conversation            what leaves, what was given, what both sides wrote
    search_bodies, lodging_page, follow, public_case   what a complainant sees
    sign_in, accounts, agencies, families         people, bodies, processes
    calendar_page, file_preview, forecast_preview, calendar_export   the days that dates are counted with
    readiness                                     may this node serve

A question about cases, people, agencies or definitions starts `(session, shelf, ...)`; texts in several languages are
mappings by language; who may not see something gets NotFound, as for what does not exist.
"""

from engine.queries.accounts import account_choices, account_page, accounts, family_choices, role_choices
from engine.queries.agencies import agencies, agency_page
from engine.queries.agency_days import agency_days
from engine.queries.attachments import attachment_of
from engine.queries.case_clocks import case_clocks
from engine.queries.case_dates import case_dates
from engine.queries.calendar_import import file_preview, forecast_preview
from engine.queries.calendar_page import calendar_export, calendar_moves, calendar_page
from engine.queries.case_page import case_page
from engine.queries.conversation import cases_to_answer, conversation_of
from engine.queries.date_if_lodged import dates_if_begun
from engine.queries.entry import deposit_refusal
from engine.queries.escalations import my_escalations
from engine.queries.deadline_table import (
    CHOICES, COLUMNS, check_deadline_table, deadline_table, empty_row, written_table,
)
from engine.queries.families import check_upload, definition_of, families, family_page
from engine.queries.family_differences import family_differences
from engine.queries.find_agencies import agency_choice, find_agencies
from engine.queries.find_cases import find_cases
from engine.queries.follow import follow
from engine.queries.given_away import former_case
from engine.queries.incident_page import incident_page
from engine.queries.incidents import incidents
from engine.queries.late_lists import late_list
from engine.queries.letters import letter_page, letters_to_post
from engine.queries.lodging_page import lodging_page
from engine.queries.lookups import offering
from engine.queries.migration_preview import migration_preview
from engine.queries.obligations import obligations_by_code, obligations_in
from engine.queries.open_tasks import open_tasks_of
from engine.queries.overdue import overdue
from engine.queries.public_case import public_case
from engine.queries.public_content import matters, privacy_notice, suitability
from engine.queries.readiness import readiness
from engine.queries.receipt_paper import receipt_paper
from engine.queries.recalculation import recalculation_preview
from engine.queries.recalculation_choices import recalculation_choices, suggested_reasons
from engine.queries.recalculations import agency_of_code, recalculation_page, recalculations
from engine.queries.register import RegisterFilters, register, register_rows
from engine.queries.search_bodies import search_bodies
from engine.queries.returned_task import draft_changes, returned_by, to_judge, values_before
from engine.queries.run_waits import run_waits
from engine.queries.runs import RunFilters, running_families, runs
from engine.queries.second_eyes import second_eyes
from engine.queries.seizures import reportable_to
from engine.queries.sign_in import account_of, reset_account, sign_in
from engine.queries.task_draft import draft_of
from engine.queries.spoken_standing import spoken_standing
from engine.queries.task_page import task_page
from engine.queries.task_question import task_question
from engine.queries.timeline import timeline_of
from engine.queries.workload import candidates, move_preview, workload
from engine.queries.worklist import worklist_for

__all__ = [
    "CHOICES", "COLUMNS", "RegisterFilters", "RunFilters", "account_choices", "account_of", "account_page", "accounts",
    "agencies", "agency_choice", "agency_days", "agency_of_code", "agency_page", "attachment_of", "calendar_export",
    "calendar_moves", "calendar_page", "candidates", "case_clocks", "case_dates", "case_page", "cases_to_answer",
    "check_deadline_table", "check_upload", "conversation_of", "dates_if_begun", "deadline_table",
    "definition_of", "deposit_refusal", "draft_changes", "draft_of", "empty_row", "families", "family_choices",
    "family_differences", "family_page", "file_preview", "find_agencies", "find_cases", "follow", "forecast_preview",
    "former_case",
    "incident_page", "incidents", "late_list", "letter_page", "letters_to_post", "lodging_page", "matters", "migration_preview",
    "move_preview", "my_escalations", "obligations_by_code", "obligations_in", "offering", "open_tasks_of", "overdue",
    "privacy_notice", "public_case", "readiness", "recalculation_choices", "recalculation_page",
    "recalculation_preview", "recalculations", "receipt_paper", "register", "register_rows", "reportable_to",
    "reset_account", "returned_by", "role_choices", "run_waits", "running_families", "runs", "search_bodies",
    "second_eyes", "sign_in", "spoken_standing", "suggested_reasons", "suitability", "task_page", "task_question",
    "timeline_of", "to_judge", "values_before", "worklist_for", "workload", "written_table",
]
