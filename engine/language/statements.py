"""Scripts: assignments, `if`, `for` over a list. A script changes nothing in place: it gives what it assigned."""

import ast

from engine.language import methods, values
from engine.language.bounds import MOST_PARTS_STORED_BY_A_SCRIPT, Unfit, spend
from engine.language.grammar import OPERATORS, UnknownName, usable
from engine.language.loops import LoopMaker, bound, cost_of, flat_names
from engine.language.values import counted

BREAK, CONTINUE = "break", "continue"
REMOVED = object()
FAILING = (Unfit, UnknownName, ZeroDivisionError, TypeError, ValueError, RecursionError, ArithmeticError)


class ScriptMaker(LoopMaker):
    """Makes one function `(names, functions, assigned)` of a list of statements."""

    def __init__(self):
        super().__init__()
        self.writes: set[str] = set()
        self._loops = 0

    def make_body(self, statements):
        steps = [self._placed(statement) for statement in statements]
        if len(steps) == 1:
            return steps[0]

        def run(names, functions, assigned):
            for step in steps:
                signal = step(names, functions, assigned)
                if signal is not None:
                    return signal
            return None
        return run

    def _placed(self, node):
        """A statement that says in which line it failed."""
        try:
            step = self._statement(node)
        except Unfit as problem:
            problem.at = problem.at or (node.lineno, node.col_offset + 1)
            raise

        def run(names, functions, assigned):
            try:
                return step(names, functions, assigned)
            except FAILING as problem:
                if getattr(problem, "at", None) is None:
                    problem.at = (node.lineno, node.col_offset + 1)
                raise
        return run

    def _statement(self, node):
        if isinstance(node, ast.Assign):
            return self._assign(node.targets, self.make(node.value))
        if isinstance(node, ast.AnnAssign) and node.value is not None:
            return self._store(node.target, self.make(node.value))
        if isinstance(node, ast.AugAssign):
            operate = OPERATORS.get(type(node.op))
            if operate is None:
                raise Unfit("such an assignment is not part of the language")
            before, change = self.make(_as_read(node.target)), self.make(node.value)
            return self._store(node.target, lambda names, functions: operate(before(names, functions),
                                                                             change(names, functions)))
        if isinstance(node, ast.If):
            return self._if(node)
        if isinstance(node, ast.For):
            return self._for(node)
        if isinstance(node, ast.Delete):
            return _each([self._delete(target) for target in node.targets])
        if isinstance(node, ast.Pass):
            return lambda names, functions, assigned: None
        if isinstance(node, ast.Break | ast.Continue) and self._loops:
            signal = BREAK if isinstance(node, ast.Break) else CONTINUE
            return lambda names, functions, assigned: signal
        if isinstance(node, ast.Expr):
            return self._remark(node.value)
        raise Unfit(f"{type(node).__name__.lower()} is not part of the language; a script has assignments, if and for")

    def _delete(self, target):
        """`del x` takes a variable away, `del record['a']` a field of a copy."""
        if isinstance(target, ast.Tuple):
            return _each([self._delete(part) for part in target.elts])
        if not isinstance(target, ast.Name):
            if isinstance(target, ast.Subscript) and not isinstance(target.slice, ast.Slice):
                before, key = self.make(_as_read(target.value)), self.make(target.slice)
                return self._store(target.value, lambda names, functions: methods.without(before(names, functions),
                                                                                          key(names, functions)))
            raise Unfit("only a variable or a field of a record can be deleted")
        name = usable(target.id)
        if name not in self.assigned:
            self.reads.add(name)
        self.assigned.discard(name)

        def delete(names, functions, assigned):
            if name not in names:
                raise UnknownName("variable", name, names)
            del names[name]
            assigned[name] = REMOVED
        return delete

    def _assign(self, targets, value):
        """`a = b = value`: the value is computed once."""
        if len(targets) == 1:
            return self._store(targets[0], value)
        slot = object()

        def compute(names, functions, assigned):
            names[slot] = value(names, functions)
        stores = [self._store(target, lambda names, functions: names[slot]) for target in targets]
        return _each([compute, *stores])

    def _remark(self, node):
        """`names.append(x)` changes a variable; a remark in quotes or a forgotten word is computed for nothing."""
        called = node.func if isinstance(node, ast.Call) else None
        if isinstance(called, ast.Attribute) and called.attr in methods.CHANGING:
            kinds, change = methods.CHANGING[called.attr]
            before = self.make(_as_read(called.value))
            given, named = self._arguments(node)

            def changed(names, functions):
                subject = before(names, functions)
                if not isinstance(subject, kinds):
                    raise Unfit(f"{values.describe(subject)} has no .{called.attr}()")
                return change(subject, *(argument(names, functions) for argument in given),
                              **{key: item(names, functions) for key, item in named})
            return self._store(called.value, changed)
        if any(isinstance(part, ast.Call) for part in ast.walk(node)):
            raise Unfit("a call whose result is not kept is not part of the language; write x = ... before it")
        value = self.make(node)

        def computed(names, functions, assigned):
            value(names, functions)
        return computed

    def _for(self, node):
        """The list is taken once, before the first round; its names stay after the last, as in Python."""
        if node.orelse:
            raise Unfit("else of a loop is not part of the language")
        source, targets = self.make(node.iter), self._loop_names(node.target)
        before = set(self.assigned)
        self.writes |= set(flat_names(targets))
        self.assigned |= set(flat_names(targets))
        self._loops += 1
        body, cost = self.make_body(node.body), cost_of(node)
        self._loops -= 1
        self.assigned = before

        def loop(names, functions, assigned):
            for item in values.items_of(source(names, functions)):
                spend(cost)
                given = {name: _kept(value) for name, value in bound(targets, item).items()}
                names.update(given)
                assigned.update(given)
                if body(names, functions, assigned) == BREAK:
                    break
        return loop

    def _if(self, node):
        test = self.make(node.test)
        before = set(self.assigned)
        then = self.make_body(node.body)
        after_then, self.assigned = self.assigned, before
        other = self.make_body(node.orelse)
        self.assigned = self.assigned & after_then

        def choose(names, functions, assigned):
            return (then if test(names, functions) else other)(names, functions, assigned)
        return choose

    def _store(self, target, value):
        if isinstance(target, ast.Tuple | ast.List):
            return self._store_each(target.elts, value)
        if isinstance(target, ast.Name):
            name = usable(target.id)
            self.writes.add(name)
            self.assigned.add(name)

            def store(names, functions, assigned):
                names[name] = assigned[name] = _kept(value(names, functions))
            return store
        root, path = self._path(target)
        self.writes.add(root)
        if root not in self.assigned:
            self.reads.add(root)

        def store_field(names, functions, assigned):
            if root not in names:
                raise UnknownName("variable", root, names)
            keys = [key(names, functions) for key in path]
            names[root] = assigned[root] = _with_field(names[root], keys, _kept(value(names, functions)))
        return store_field

    def _store_each(self, targets, value):
        """`a, b = b, a`: all values are computed before the first is stored.

        They wait among the names of this one run, under a key that no script can spell: a compiled script is shared.
        """
        slot = object()

        def share(names, functions, assigned):
            found = value(names, functions)
            if not isinstance(found, list | tuple) or len(found) != len(targets):
                raise Unfit(f"{len(targets)} variables are given {values.describe(found)} of another length")
            names[slot] = list(found)
        stores = [self._store(target, lambda names, functions, place=place: names[slot][place])
                  for place, target in enumerate(targets)]
        return _each([share, *stores])

    def _path(self, target):
        """The variable and the makers of the keys of `a.b['c']`, outermost first."""
        path = []
        while not isinstance(target, ast.Name):
            if isinstance(target, ast.Attribute):
                name = usable(target.attr)
                path.append(lambda names, functions, name=name: name)
            elif isinstance(target, ast.Subscript) and not isinstance(target.slice, ast.Slice):
                path.append(self.make(target.slice))
            else:
                raise Unfit("only a variable or a field of a record can be assigned")
            target = target.value
        return usable(target.id), path[::-1]


def _kept(value):
    """A copy of its own, as JSON can hold it; copying is counted."""
    kept, parts = counted(value, MOST_PARTS_STORED_BY_A_SCRIPT)
    spend(parts)
    return kept


def _each(steps):
    if len(steps) == 1:
        return steps[0]

    def run(names, functions, assigned):
        for step in steps:
            step(names, functions, assigned)
    return run


def _with_field(record, keys, value):
    """A copy of `record` in which the field at `keys` is `value`; the original stays as it was.

    Task data of finished steps may share records with the present one: writing in place would rewrite history.
    """
    if not keys:
        return value
    key, rest = keys[0], keys[1:]
    if isinstance(record, dict):
        if not isinstance(key, str):
            raise Unfit("the fields of a record are named by text")
        if rest and key not in record:
            raise UnknownName("field", key, record)
        spend(len(record) // 8 + 1)
        return {**record, key: _with_field(record.get(key), rest, value)}
    if isinstance(record, list) and type(key) is int and -len(record) <= key < len(record):
        spend(len(record) // 8 + 1)
        copy = list(record)
        copy[key] = _with_field(copy[key], rest, value)
        return copy
    raise Unfit(f"{values.describe(record)} has no such field to assign")


def _as_read(target):
    """The target of `a.b += 1` as an expression that reads it."""
    return ast.parse(ast.unparse(target), mode="eval").body
