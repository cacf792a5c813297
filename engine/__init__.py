"""Case handling without the web: it runs in a shell, a test or a worker, and never imports flask.

The rooms, from the top down; each may use only what stands below it:

    worker          what runs in the background: ticks that find due timers, and the queue's worker
    handlers        what each job of the background does
    bootstrap       the only wiring
    bus             one transaction around an act
    notes           internal notes of an agency, which nothing below can open
    acts            one use case a file; registry.py shows the behaviour of the system on one screen
    queries         the questions asked of the tables
    notifications   letters, the outbox and its channels
    jobs            work deferred with the change that causes it: a table on SQLite, Procrastinate on PostgreSQL
    store           tables, files, the unit of work, the one hot write of a step
    execution       the only room that knows SpiffWorkflow: snapshot in, snapshot out
    definitions     reads and checks bpmn/ and forms/
    language        the closed expression language of diagrams and decision tables
    domain          pure rules: calendar, deadline, reference number, access
    settings, clock the only reader of the environment, the only caller of now()
    errors, vocabulary
"""
