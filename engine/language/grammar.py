"""From source text to closures: the allow-list of node kinds, one small maker for each.

A maker takes the AST node and gives a function `(names, functions) -> value`. What has no maker is refused, so a new
construct of Python can never become part of the language by accident.
"""

import ast
import contextlib
import difflib

from engine.language import arithmetic, methods, values
from engine.language.bounds import Unfit

LONGEST_SOURCE, MOST_NODES = 4_000, 400
LONGEST_SCRIPT, MOST_NODES_OF_A_SCRIPT = 10_000, 1_500

OPERATORS = {ast.Add: arithmetic.add, ast.Sub: arithmetic.subtract, ast.Mult: arithmetic.multiply,
             ast.Div: arithmetic.divide, ast.FloorDiv: arithmetic.whole_divide, ast.Mod: arithmetic.remainder,
             ast.Pow: arithmetic.power}

COMPARISONS = {
    ast.Eq: arithmetic.equal, ast.NotEq: arithmetic.unequal, ast.Lt: arithmetic.less, ast.LtE: arithmetic.less_or_equal,
    ast.Gt: arithmetic.greater, ast.GtE: arithmetic.greater_or_equal, ast.In: arithmetic.contains,
    ast.NotIn: arithmetic.contains_not, ast.Is: lambda a, b: a is b, ast.IsNot: lambda a, b: a is not b,
}


FIXED = (ast.Constant, ast.BinOp, ast.UnaryOp, ast.operator, ast.unaryop)


class UnknownName(LookupError):
    """A name, field or function that does not exist; carries what there is instead."""

    def __init__(self, kind: str, name: str, known):
        self.kind, self.name, self.known = kind, name, [item for item in known if isinstance(item, str)]
        super().__init__(name)


def tree_of(text: str, mode: str) -> ast.AST:
    """The syntax tree of `text`, refused when it is too long or not even Python's spelling."""
    if not isinstance(text, str) or not text.strip():
        raise Unfit("there is nothing written")
    longest, most = (LONGEST_SOURCE, MOST_NODES) if mode == "eval" else (LONGEST_SCRIPT, MOST_NODES_OF_A_SCRIPT)
    if len(text) > longest:
        raise Unfit(f"it is longer than {longest} characters")
    try:
        tree = ast.parse(text.strip(), mode=mode)
    except SyntaxError as problem:
        unread = Unfit(f"it cannot be read ({problem.msg})")
        unread.at = (problem.lineno or 1, problem.offset or 1)
        raise unread from None
    except (ValueError, MemoryError, RecursionError):
        raise Unfit("it cannot be read") from None
    if any(count > most for count, _ in enumerate(ast.walk(tree))):
        raise Unfit(f"it has more than {most} parts")
    return tree


class Maker:
    """Makes closures of expression nodes and notes the names read and the functions called."""

    def __init__(self):
        self.reads: set[str] = set()
        self.calls: set[str] = set()
        self.assigned: set[str] = set()
        self._depth = 0

    def make(self, node):
        maker = getattr(self, f"make_{type(node).__name__}", None)
        if maker is None:
            raise Unfit(f"{_word(node)} is not part of the language")
        self._depth += 1
        if self._depth > 100:
            raise Unfit("it is nested too deeply")
        try:
            made = maker(node)
        except Unfit as problem:
            if problem.at is None and hasattr(node, "lineno"):
                problem.at = (node.lineno, node.col_offset + 1)
            raise
        self._depth -= 1
        return made

    def make_Constant(self, node):
        value = node.value
        if isinstance(value, bytes) or value is Ellipsis or isinstance(value, complex):
            raise Unfit("such a literal is not part of the language")
        if isinstance(value, int | float) and not isinstance(value, bool):
            values.number(value)
        return lambda names, functions: value

    def make_Name(self, node):
        name = usable(node.id)
        if name not in self.assigned:
            self.reads.add(name)

        def read(names, functions):
            try:
                return names[name]
            except KeyError:
                raise UnknownName("variable", name, names) from None
        return read

    def make_Attribute(self, node):
        return self._field(self.make(node.value), usable(node.attr))

    def make_Subscript(self, node):
        if isinstance(node.slice, ast.Slice):
            return self._cut(node)
        record, key = self.make(node.value), self.make(node.slice)

        def read(names, functions):
            return _read_field(record(names, functions), key(names, functions))
        return read

    def _cut(self, node):
        value = self.make(node.value)
        bounds = [self.make(bound) if bound is not None else lambda names, functions: None
                  for bound in (node.slice.lower, node.slice.upper, node.slice.step)]
        return lambda names, functions: values.cut(value(names, functions),
                                                   *(bound(names, functions) for bound in bounds))

    def _field(self, record, key):
        return lambda names, functions: _read_field(record(names, functions), key)

    def make_BoolOp(self, node):
        parts = [self.make(part) for part in node.values]
        is_and = isinstance(node.op, ast.And)

        def both(names, functions):
            for part in parts:
                value = part(names, functions)
                if bool(value) is not is_and:
                    return value
            return value
        return both

    def make_UnaryOp(self, node):
        operand = self.make(node.operand)
        if isinstance(node.op, ast.Not):
            return lambda names, functions: not operand(names, functions)
        if isinstance(node.op, ast.USub):
            return lambda names, functions: arithmetic.negate(operand(names, functions))
        if isinstance(node.op, ast.UAdd):
            return lambda names, functions: values.number(operand(names, functions))
        raise Unfit("~ is not part of the language")

    def make_BinOp(self, node):
        operate = OPERATORS.get(type(node.op))
        if operate is None:
            raise Unfit(f"{_word(node.op)} is not part of the language")
        left, right = self.make(node.left), self.make(node.right)

        def compute(names, functions):
            return operate(left(names, functions), right(names, functions))
        if all(isinstance(part, FIXED) for part in ast.walk(node)):
            with contextlib.suppress(ZeroDivisionError, TypeError):
                compute({}, {})  # 9 ** 9 ** 9 is refused where it is written, not where it runs
        return compute

    def make_Compare(self, node):
        first = self.make(node.left)
        others = [self.make(other) for other in node.comparators]
        links = [(COMPARISONS[type(op)], other) for op, other in zip(node.ops, others, strict=True)]
        if len(links) == 1:
            compare, second = links[0]
            return lambda names, functions: compare(first(names, functions), second(names, functions))

        def chain(names, functions):
            left = first(names, functions)
            for compare, other in links:
                right = other(names, functions)
                if not compare(left, right):
                    return False
                left = right
            return True
        return chain

    def make_IfExp(self, node):
        test, then, other = self.make(node.test), self.make(node.body), self.make(node.orelse)
        return lambda names, functions: (then if test(names, functions) else other)(names, functions)

    def make_List(self, node):
        items = [self.make(item) for item in node.elts]
        return lambda names, functions: [item(names, functions) for item in items]

    make_Tuple = make_List

    def make_Dict(self, node):
        if None in node.keys:
            raise Unfit("** is not part of the language")
        pairs = [(self.make(key), self.make(value)) for key, value in zip(node.keys, node.values, strict=True)]
        return lambda names, functions: {key(names, functions): value(names, functions) for key, value in pairs}

    def make_Call(self, node):
        if isinstance(node.func, ast.Attribute):
            return self._method(node)
        if not isinstance(node.func, ast.Name):
            raise Unfit("only a function by its name can be called")
        name = usable(node.func.id)
        self.calls.add(name)
        given, named = self._arguments(node)
        if not named and len(given) == 1:
            only = given[0]

            def call_with_one(names, functions):
                function = functions.get(name)
                if function is None:
                    raise UnknownName("function", name, functions)
                return function(only(names, functions))
            return call_with_one

        def call(names, functions):
            function = functions.get(name)
            if function is None:
                raise UnknownName("function", name, functions)
            return function(*(argument(names, functions) for argument in given),
                            **{key: value(names, functions) for key, value in named})
        return call

    def _arguments(self, node):
        if any(keyword.arg is None for keyword in node.keywords):
            raise Unfit("** is not part of the language")
        return ([self.make(argument) for argument in node.args],
                [(usable(keyword.arg), self.make(keyword.value)) for keyword in node.keywords])

    def _method(self, node):
        """`value.name(...)`: one of a closed list for texts, lists and records, never an attribute of the value."""
        name = usable(node.func.attr)
        if name not in methods.NAMES:
            near = difflib.get_close_matches(name, methods.NAMES, n=1)
            raise Unfit(f"there is no .{name}()" + (f", did you mean .{near[0]}()" if near else ""))
        value = self.make(node.func.value)
        given, named = self._arguments(node)

        def call(names, functions):
            subject = value(names, functions)
            method = methods.METHODS.get(type(subject), {}).get(name)
            if method is None:
                raise Unfit(f"{values.describe(subject)} has no .{name}()")
            return method(subject, *(argument(names, functions) for argument in given),
                          **{key: item(names, functions) for key, item in named})
        return call


def usable(name: str) -> str:
    """`name`, unless it starts with two underscores: those are Python's inside and nobody's data."""
    if name.startswith("__"):
        raise Unfit(f"the name {name} is not part of the language")
    return name


def _read_field(record, key):
    try:
        return values.field(record, key)
    except (KeyError, TypeError):
        raise UnknownName("field", str(key)[:80], record if isinstance(record, dict) else ()) from None


def _word(node) -> str:
    words = {"Lambda": "lambda", "SetComp": "a set", "Set": "a set", "While": "while", "AsyncFor": "async for",
             "Import": "import", "ImportFrom": "import", "FunctionDef": "def", "ClassDef": "class",
             "NamedExpr": ":=", "Starred": "*", "Try": "try", "With": "with", "Delete": "del", "Await": "await"}
    return words.get(type(node).__name__, type(node).__name__)
