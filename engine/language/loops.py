"""Comprehensions and texts with values in them. Rounds are counted; an inner name lives only inside."""

import ast
import re

from engine.language import values
from engine.language.bounds import LONGEST_TEXT, Unfit, spend
from engine.language.grammar import Maker, usable

#: Width up to 99, thousands, up to 9 decimals: what is written for people, and can never be long.
FORMAT = re.compile(r"[<>^]?0?\d{0,2},?(\.\d)?[dfs%]?")
MOST_LOOPS = 3


class LoopMaker(Maker):
    """The makers of expressions that repeat."""

    def make_ListComp(self, node):
        rounds, item = self._rounds(node, [node.elt])
        return lambda names, functions: [item[0](inner, functions) for inner in rounds(names, functions)]

    make_GeneratorExp = make_ListComp

    def make_DictComp(self, node):
        rounds, (key, value) = self._rounds(node, [node.key, node.value])
        return lambda names, functions: {key(inner, functions): value(inner, functions)
                                         for inner in rounds(names, functions)}

    def _rounds(self, node, parts):
        """A generator of the names of each round, and the makers of the parts computed in it."""
        if len(node.generators) > MOST_LOOPS:
            raise Unfit(f"a comprehension has at most {MOST_LOOPS} loops")
        before, loops = set(self.assigned), []
        for generator in node.generators:
            if generator.is_async:
                raise Unfit("async is not part of the language")
            source = self.make(generator.iter)
            names = self._loop_names(generator.target)
            self.assigned |= set(flat_names(names))
            tests = [self.make(test) for test in generator.ifs]
            loops.append((source, names, tests, cost_of(generator)))
        made = [self.make(part) for part in parts]
        self.assigned = before
        cost = sum(map(cost_of, parts))

        def rounds(names, functions):
            spend(len(names) // 8)
            return walk(dict(names), functions, 0)  # one for all rounds: what a round computes, it computes at once

        def walk(inner, functions, depth):
            source, targets, tests, own = loops[depth]
            inmost, single = depth + 1 == len(loops), targets if isinstance(targets, str) else None
            own += cost if inmost else 0
            for item in values.items_of(source(inner, functions)):
                spend(own)
                if single is not None:
                    inner[single] = item
                else:
                    inner.update(bound(targets, item))
                for test in tests:
                    if not test(inner, functions):
                        break
                else:
                    if inmost:
                        yield inner
                    else:
                        yield from walk(inner, functions, depth + 1)
        return rounds, made

    def _loop_names(self, target):
        """A name, or a list of them for `for key, value in …`."""
        if isinstance(target, ast.Name):
            return usable(target.id)
        if isinstance(target, ast.Tuple | ast.List):
            return [self._loop_names(part) for part in target.elts]
        raise Unfit("a loop gives its values to names")

    def make_JoinedStr(self, node):
        parts = [self.make(part) for part in node.values]

        def text(names, functions):
            found = "".join([part(names, functions) for part in parts])
            spend(len(found) // 64 + 1)
            if len(found) > LONGEST_TEXT:
                raise Unfit("the text becomes too long")
            return found
        return text

    def make_FormattedValue(self, node):
        value, form = self.make(node.value), ""
        if node.conversion not in (-1, ord("s")):
            raise Unfit("!r and !a are not part of the language")
        if node.format_spec is not None:
            form = "".join(part.value for part in node.format_spec.values if isinstance(part, ast.Constant))
            if len(node.format_spec.values) != 1 or not FORMAT.fullmatch(form):
                raise Unfit("such a format is not part of the language; use one like .2f or ,")
        whole = node.conversion == ord("s")

        def text(names, functions):
            given = value(names, functions)
            if isinstance(given, (list, tuple, dict)):
                raise Unfit("only a single value can become a text")
            return format(str(given) if whole else given, form)
        return text


def bound(targets, item) -> dict:
    """The names of a round with their values; `for a, b in pairs` takes each pair apart."""
    if isinstance(targets, str):
        return {targets: item}
    if not isinstance(item, (list, tuple, str)) or len(item) != len(targets):
        raise Unfit(f"{len(targets)} names are given {values.describe(item)} of another length")
    found: dict = {}
    for target, part in zip(targets, item, strict=True):
        found |= bound(target, part)
    return found


def cost_of(node) -> int:
    """The units of work of computing a part once."""
    return sum(1 for _ in ast.walk(node))


def flat_names(names) -> list[str]:
    """All names of a target that may take pairs apart."""
    return [names] if isinstance(names, str) else [inner for name in names for inner in flat_names(name)]
