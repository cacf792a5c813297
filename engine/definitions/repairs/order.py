"""Every kind of repair, in the order in which they build on one another."""

from collections.abc import Callable

from engine.definitions.repairs.draft import Draft, Folder
from engine.definitions.repairs.kinds import (
    ad_hoc,
    by_hand,
    compensation,
    copies,
    dangling,
    documents,
    endless,
    event_gateways,
    event_sub_processes,
    expressions,
    forks,
    forms,
    ids,
    joins,
    left_over,
    links,
    loops,
    messages,
    pools,
    results,
    roles,
    shared_events,
    signal_ends,
    spelling,
    starts_and_ends,
    timers,
    variables,
    ways,
)


def _each(repair: Callable[[Draft], None]) -> Callable[[Folder], None]:
    def over(folder: Folder) -> None:
        for draft in folder.drafts:
            repair(draft)
    return over


#: code: what it does to a folder
KINDS: dict[str, Callable[[Folder], None]] = {
    "spelling": _each(spelling.spell),
    "relative": _each(ids.read_relatives),
    "missing_id": _each(ids.give_missing_ids),
    "prefixed_reference": _each(ids.drop_prefixes),
    "unusable_id": ids.change_unusable_ids,
    "shared_event": _each(shared_events.bring_in),
    "pool": pools.choose_process,
    "document": _each(documents.free_documents),
    "dangling": _each(dangling.drop_dangling),
    "event_sub_process": _each(event_sub_processes.watch_from_border),
    "compensation": _each(compensation.undo_by_hand),
    "link": _each(links.draw_links),
    "not_here": _each(by_hand.fill_empty_sub_processes),
    "result": _each(results.keep_results),
    "by_hand": _each(by_hand.make_manual),
    "ad_hoc": _each(ad_hoc.order_ad_hoc),
    "start_trigger": _each(starts_and_ends.plain_starts),
    "start_missing": _each(starts_and_ends.begin),
    "many_starts": _each(starts_and_ends.one_start),
    "unreachable": _each(starts_and_ends.reach_all),
    "end_missing": _each(starts_and_ends.end),
    "foreign_condition": _each(expressions.translate_expressions),
    "unreadable_condition": _each(expressions.drop_untranslatable),
    "fork": _each(forks.draw_forks),
    "loop": _each(loops.draw_loops),
    "endless": _each(endless.leave_circles),
    "event_gateway": _each(event_gateways.catch_before_steps),
    "signal_end": _each(signal_ends.throw_before_end),
    "form": _each(forms.map_forms),
    "role": _each(roles.map_roles),
    "condition_event": _each(messages.report_conditions),
    "wait": _each(messages.name_waits),
    "message": _each(messages.name_messages),
    "timer": _each(timers.set_timers),
    "copies": _each(copies.count_copies),
    "way": _each(ways.ask_ways),
    "default": _each(ways.set_defaults),
    "join": _each(joins.loosen_joins),
    "variable": _each(variables.ask_unset),
    "left_over": _each(left_over.take_out),
}
