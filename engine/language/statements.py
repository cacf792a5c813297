"""Scripts: assignments to variables and to fields of records, and `if`. A script changes nothing in place."""

import ast

from engine.language import values
from engine.language.grammar import OPERATORS, Maker, UnknownName, usable
from engine.language.values import MOST_PARTS_STORED_BY_A_SCRIPT, Unfit, plain


class ScriptMaker(Maker):
    """Makes one function `(names, functions, assigned)` of a list of statements."""

    def __init__(self):
        super().__init__()
        self.writes: set[str] = set()

    def make_body(self, statements):
        steps = [self._statement(statement) for statement in statements]

        def run(names, functions, assigned):
            for step in steps:
                step(names, functions, assigned)
        return run

    def _statement(self, node):
        if isinstance(node, ast.Assign):
            value = self.make(node.value)
            return _each([self._store(target, value) for target in node.targets])
        if isinstance(node, ast.AugAssign):
            operate = OPERATORS.get(type(node.op))
            if operate is None:
                raise Unfit("such an assignment is not part of the language")
            before, change = self.make(_as_read(node.target)), self.make(node.value)
            return self._store(node.target, lambda names, functions: operate(before(names, functions),
                                                                             change(names, functions)))
        if isinstance(node, ast.If):
            return self._if(node)
        if isinstance(node, ast.Pass):
            return lambda names, functions, assigned: None
        if isinstance(node, ast.Expr) and not any(isinstance(part, ast.Call) for part in ast.walk(node)):
            value = self.make(node.value)  # a remark in quotes, a forgotten word: computed for nothing
            return lambda names, functions, assigned: value(names, functions)
        raise Unfit(f"{type(node).__name__} is not part of the language; a script has assignments and if")

    def _if(self, node):
        test = self.make(node.test)
        before = set(self.assigned)
        then = self.make_body(node.body)
        after_then, self.assigned = self.assigned, before
        other = self.make_body(node.orelse)
        self.assigned = self.assigned & after_then

        def choose(names, functions, assigned):
            (then if test(names, functions) else other)(names, functions, assigned)
        return choose

    def _store(self, target, value):
        if isinstance(target, ast.Tuple | ast.List):
            return self._store_each(target.elts, value)
        if isinstance(target, ast.Name):
            name = usable(target.id)
            self.writes.add(name)
            self.assigned.add(name)

            def store(names, functions, assigned):
                kept = plain(value(names, functions), MOST_PARTS_STORED_BY_A_SCRIPT)
                names[name] = assigned[name] = kept
            return store
        root, path = self._path(target)
        self.writes.add(root)
        if root not in self.assigned:
            self.reads.add(root)

        def store_field(names, functions, assigned):
            if root not in names:
                raise UnknownName("variable", root, names)
            keys = [key(names, functions) for key in path]
            kept = plain(value(names, functions), MOST_PARTS_STORED_BY_A_SCRIPT)
            names[root] = assigned[root] = _with_field(names[root], keys, kept)
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
        return {**record, key: _with_field(record.get(key), rest, value)}
    if isinstance(record, list) and type(key) is int and -len(record) <= key < len(record):
        copy = list(record)
        copy[key] = _with_field(copy[key], rest, value)
        return copy
    raise Unfit(f"{values.describe(record)} has no such field to assign")


def _as_read(target):
    """The target of `a.b += 1` as an expression that reads it."""
    return ast.parse(ast.unparse(target), mode="eval").body
