"""Gateways whose ways are only named: the names become answers to a question, and the answers conditions."""

from lxml import etree

from engine.definitions.bpmn_names import BPMN, local, tag
from engine.definitions.repairs.askers import ask_before
from engine.definitions.repairs.draft import Draft, called, name_of, nodes_of
from engine.definitions.repairs.wiring import by_id, outgoing
from engine.definitions.repairs.wording import identifier, is_no, is_otherwise, is_yes

CONDITION = tag(BPMN, "conditionExpression")
WHY = "a gateway decides by conditions, and these can only speak of answers and facts"


def ask_ways(draft: Draft) -> None:
    asked: dict[str, tuple] = {}
    for scope in draft.scopes():
        for gateway in [node for node in nodes_of(scope) if local(node) in ("exclusiveGateway", "inclusiveGateway")]:
            leaving = outgoing(scope, gateway.get("id"))
            open_ways = [flow for flow in leaving if flow.find(CONDITION) is None]
            if len(leaving) < 2 or not open_ways or [flow.get("id") for flow in open_ways] == [gateway.get("default")]:
                continue
            if len(open_ways) == 1:
                gateway.set("default", open_ways[0].get("id"))
                draft.note(gateway, f"{called(open_ways[0])} has no condition, the other ways of {called(gateway)} have",
                           "it becomes the default way", "it is meant where none of the others is")
                continue
            others = [flow for flow in open_ways if flow.get("id") != gateway.get("default")]
            _named(draft, scope, open_ways)
            if local(gateway) == "inclusiveGateway":
                _any_of(draft, scope, gateway, others)
            else:
                _one_of(draft, scope, gateway, open_ways, asked)


def set_defaults(draft: Draft) -> None:
    """An exclusive gateway without a default way, and defaults that are none."""
    for scope in draft.scopes():
        for gateway in [node for node in nodes_of(scope) if local(node) in ("exclusiveGateway", "inclusiveGateway")]:
            leaving = outgoing(scope, gateway.get("id"))
            ids = [flow.get("id") for flow in leaving]
            if gateway.get("default") and gateway.get("default") not in ids:
                draft.note(gateway, f"the default way of {called(gateway)} does not leave it", "it is taken back",
                           "nothing leads there")
                del gateway.attrib["default"]
            if len(leaving) < 2 or gateway.get("default"):
                continue
            chosen = _last_resort(leaving)
            if local(gateway) == "inclusiveGateway":
                _or_none_of(draft, gateway, chosen, [flow for flow in leaving if flow is not chosen])
                continue
            gateway.set("default", chosen.get("id"))
            condition = chosen.find(CONDITION)
            if condition is not None:
                chosen.remove(condition)
            draft.note(gateway, f"{called(gateway)} has no default way", f"{called(chosen)} becomes it",
                       "a case would stop here when no condition is true")


def _or_none_of(draft: Draft, gateway, chosen, others) -> None:
    """Of an inclusive gateway one way is taken too where no other one is."""
    own = "".join(chosen.find(CONDITION).itertext()).strip()
    rest = " or ".join(f"({''.join(flow.find(CONDITION).itertext()).strip()})" for flow in others)
    text = f"({own}) or not ({rest})"
    if draft.native or " or not (" in "".join("".join(flow.find(CONDITION).itertext()) for flow in (chosen, *others)):
        return
    chosen.find(CONDITION).text = text
    draft.note(gateway, f"{called(gateway)} has no default way", f"{called(chosen)} is taken too where no other is",
               "a case would stop here when no condition is true")


def _named(draft: Draft, scope, ways) -> None:
    """A name for each way, told apart."""
    known, taken = by_id(scope), set()
    for flow in ways:
        name = name_of(flow)
        if not name or name in taken:
            target = known.get(flow.get("targetRef"))
            wanted = (name_of(target) if target is not None else "") or flow.get("targetRef", "")
            wanted, number = (f"{name}: {wanted}" if name else wanted)[:120], 2
            while wanted in taken:
                wanted, number = f"{wanted} ({number})", number + 1
            draft.note(flow, f"the way to “{wanted}” has no name of its own", f"it is named “{wanted}”",
                       "people choose it by its name")
            flow.set("name", wanted)
        taken.add(name_of(flow))


def _one_of(draft: Draft, scope, gateway, ways, asked: dict) -> None:
    names = [name_of(flow) for flow in ways]
    default = next((flow for flow in ways if flow.get("id") == gateway.get("default")), None)
    default = _last_resort(ways) if default is None else default
    boolean = len(ways) == 2 and any(is_yes(name) for name in names) and any(is_no(name) for name in names)
    variable = _variable(gateway, asked, tuple(sorted(names)))
    title = name_of(gateway) or "Which way?"
    if boolean:
        question = {"title": title, "type": "boolean",
                    "oneOf": [{"const": is_yes(name), "title": name} for name in names]}
    else:
        question = {"title": title, "type": "string", "oneOf": [{"const": name, "title": name} for name in names]}
    for flow, name in zip(ways, names, strict=True):
        if flow is not default:
            wanted = is_yes(name) if boolean else name
            etree.SubElement(flow, CONDITION).text = f"{variable} == {wanted!r}"
    gateway.set("default", default.get("id"))
    place = ask_before(draft, scope, gateway, variable, question, {"ui:widget": "radios"})
    draft.note(gateway, f"the ways of {called(gateway)} are only named ({', '.join(names)[:200]})",
               f"the answer is asked as {variable} {place}; {called(default)} is the default way", WHY)


def _any_of(draft: Draft, scope, gateway, ways) -> None:
    """Of an inclusive gateway each way is a question of its own; the first is taken too where nothing is chosen."""
    prefix = identifier(name_of(gateway), "with")
    variables, places = [], set()
    for flow in ways:
        name = f"{prefix}_{identifier(name_of(flow), flow.get('id').lower())}"[:60]
        while name in variables:
            name += "_2"
        variables.append(name)
        looks = {"ui:widget": "radios"}
        question = {"title": name_of(flow), "type": "boolean",
                    "oneOf": [{"const": True, "title": "Yes"}, {"const": False, "title": "No"}]}
        places.add(ask_before(draft, scope, gateway, name, question, looks))
    for place, (flow, name) in enumerate(zip(ways, variables, strict=True)):
        text = f"{name} == True"
        if place == 0 and not gateway.get("default") and len(variables) > 1:
            text += f" or not ({' or '.join(variables[1:])})"
        etree.SubElement(flow, CONDITION).text = text
    draft.note(gateway, f"the ways of {called(gateway)} are only named",
               f"each is asked as {', '.join(variables)} {min(places)}", WHY)


def _last_resort(ways):
    """The way that stands for everything else: called so, or no, or the last one."""
    for fits in (is_otherwise, is_no):
        for flow in ways:
            if fits(name_of(flow)):
                return flow
    return ways[-1]


def _variable(gateway, asked: dict, names: tuple) -> str:
    """One name for one question: the same question with the same answers may be asked twice."""
    wanted = identifier(name_of(gateway), f"way_at_{identifier(gateway.get('id'), 'gateway')}")
    name, number = wanted, 2
    while asked.setdefault(name, names) != names:
        name, number = f"{wanted}_{number}", number + 1
    return name
