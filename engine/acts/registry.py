"""The behaviour of the system on one screen: what can be asked, and who answers.

One act is missing here because nothing here may know it: engine.notes.WriteNote.
"""

from engine.acts import (
    cancel_run, change_clock, change_password, claim_due, claim_task, complete_task, converse, deliver_messages,
    deploy_definition, erase_texts, forget_keys, import_case, keep_account, keep_agency, keep_calendar, keep_draft,
    keep_own_days, limit_requests, lodge_complaint, migrate_case, reassign_task, recalculate, recalculate_some, reconcile,
    record_posting, record_sign_in, renew_complaint, report_seizure, run_instance, send_back, send_code_again, send_message,
    separate_case, settle_incident, tell_standing, withdraw_complaint, write_digest,
)

BEHAVIOUR = {
    # the life of a case
    lodge_complaint.LodgeComplaint: lodge_complaint.lodge_complaint,
    import_case.ImportCase: import_case.import_case,
    claim_task.ClaimTask: claim_task.claim_task,
    claim_task.ReleaseTask: claim_task.release_task,
    reassign_task.ReassignTask: reassign_task.reassign_task,
    complete_task.CompleteTask: complete_task.complete_task,
    withdraw_complaint.WithdrawComplaint: withdraw_complaint.withdraw_complaint,
    separate_case.SeparateCase: separate_case.separate_case,
    renew_complaint.RenewComplaint: renew_complaint.renew_complaint,
    converse.WriteInConversation: converse.write_in_conversation,
    converse.SettleMessages: converse.settle_messages,
    keep_draft.SaveTaskDraft: keep_draft.save_task_draft,
    keep_draft.DiscardTaskDraft: keep_draft.discard_task_draft,
    report_seizure.ReportSeizure: report_seizure.report_seizure,
    change_clock.SuspendDeadline: change_clock.suspend_deadline,
    change_clock.ResumeDeadline: change_clock.resume_deadline,
    change_clock.ExtendDeadline: change_clock.extend_deadline,
    change_clock.RecordInterimReply: change_clock.record_interim_reply,
    record_posting.RecordPosting: record_posting.record_posting,
    tell_standing.TellStanding: tell_standing.tell_standing,
    settle_incident.RetryIncident: settle_incident.retry_incident,
    send_back.SendBack: send_back.send_back,
    cancel_run.CancelRun: cancel_run.cancel_run,
    # any run
    run_instance.StartInstance: run_instance.start_instance,
    run_instance.DeliverMessage: run_instance.deliver_message,
    run_instance.FireTimers: run_instance.fire_timers,
    send_message.SendMessage: send_message.send_message,
    send_message.RetryMessage: send_message.retry_message,
    migrate_case.MigrateCase: migrate_case.migrate_case,
    migrate_case.RevertMigration: migrate_case.revert_migration,
    send_code_again.AskForCode: send_code_again.ask_for_code,
    # the worker
    send_code_again.SendCodeAgain: send_code_again.send_code_again,
    claim_due.ClaimDueTimers: claim_due.claim_due_timers,
    claim_due.ClaimDueLetters: claim_due.claim_due_letters,
    claim_due.RecordSending: claim_due.record_sending,
    reconcile.DeferForgottenLetters: reconcile.defer_forgotten_letters,
    reconcile.GiveUpOnTimers: reconcile.give_up_on_timers,
    write_digest.FindDueDigests: write_digest.find_due_digests,
    write_digest.WriteDigest: write_digest.write_digest,
    deliver_messages.ClaimWaitingMessages: deliver_messages.claim_waiting_messages,
    deliver_messages.DeliverWaitingMessage: deliver_messages.deliver_waiting_message,
    deliver_messages.RecordFailedDelivery: deliver_messages.record_failed_delivery,
    erase_texts.EraseTexts: erase_texts.erase_texts,
    erase_texts.SweepFiles: erase_texts.sweep_kept_files,
    forget_keys.ForgetOldKeys: forget_keys.forget_old_keys,
    forget_keys.ForgetDeliveredMessages: forget_keys.forget_delivered_messages,
    # the doors of several nodes
    limit_requests.AdmitRequest: limit_requests.admit_request,
    limit_requests.ForgetRequests: limit_requests.forget_requests,
    # what agencies do
    deploy_definition.DeployDefinition: deploy_definition.deploy_definition,
    deploy_definition.UploadDefinition: deploy_definition.upload_definition,
    # the days of a calendar
    keep_calendar.RecordHoliday: keep_calendar.record_holiday,
    keep_calendar.DecreeHoliday: keep_calendar.decree_holiday,
    keep_calendar.CancelHoliday: keep_calendar.cancel_holiday,
    # dates counted again
    recalculate.StartRecalculation: recalculate.start_recalculation,
    recalculate.StopRecalculation: recalculate.stop_recalculation,
    recalculate.ResumeRecalculation: recalculate.resume_recalculation,
    recalculate.DeferRecalculation: recalculate.defer_recalculation,
    recalculate_some.RecalculateSome: recalculate_some.recalculate_some,
    # agencies and people
    keep_agency.CreateAgency: keep_agency.create_agency,
    keep_agency.ChangeAgency: keep_agency.change_agency,
    keep_agency.CreateUnit: keep_agency.create_unit,
    keep_agency.ChangeUnit: keep_agency.change_unit,
    keep_own_days.SetOwnDays: keep_own_days.set_own_days,
    keep_account.CreateAccount: keep_account.create_account,
    keep_account.ChangeAccount: keep_account.change_account,
    record_sign_in.RecordSignIn: record_sign_in.record_sign_in,
    change_password.ChangePassword: change_password.change_password,
    change_password.RequestPasswordReset: change_password.request_password_reset,
    change_password.SendPasswordLink: change_password.send_password_link,
    change_password.ResetPassword: change_password.reset_password,
    change_password.ChangeLanguage: change_password.change_language,
}
