"""What the condition on a flow says of a variable: read as a tree, never run."""

import ast


def excludes(condition: str, name: str, value: str) -> bool:
    """Whether a condition can only be true where `name` is not this text."""
    return any(_is_not(part, name, value) for part in parts(condition, ast.And))


def means(condition: str, name: str, value: bool) -> bool:
    """Whether a condition can only be true where `name` has the value."""
    return any(_is(part, name, value) for part in parts(condition, ast.And))


def whole(condition: str, name: str, value: bool) -> bool:
    """Whether a condition is true wherever `name` has the value."""
    return any(_is(part, name, value) for part in parts(condition, ast.Or))


def parts(condition: str, joined_by: type) -> list:
    """The parts that `and` or `or` joins; nothing for what is no expression."""
    try:
        tree = ast.parse(condition.strip(), mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return []
    return tree.values if isinstance(tree, ast.BoolOp) and isinstance(tree.op, joined_by) else [tree]


def _is(node, name: str, value: bool) -> bool:
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return _is(node.operand, name, not value)
    if isinstance(node, ast.Name):
        return node.id == name and value
    if _compares(node, name):
        given = node.comparators[0]
        if isinstance(given, ast.Constant) and isinstance(given.value, bool):
            same = isinstance(node.ops[0], (ast.Eq, ast.Is))
            return isinstance(node.ops[0], (ast.Eq, ast.Is, ast.NotEq, ast.IsNot)) and (given.value == value) == same
    return False


def _is_not(node, name: str, value: str) -> bool:
    if not _compares(node, name):
        return False
    given, comparison = node.comparators[0], node.ops[0]
    if isinstance(given, ast.Constant) and isinstance(given.value, str):
        return given.value == value if isinstance(comparison, ast.NotEq) else (
            isinstance(comparison, ast.Eq) and given.value != value)
    if isinstance(given, (ast.List, ast.Tuple)) and all(isinstance(one, ast.Constant) for one in given.elts):
        among = value in [one.value for one in given.elts]
        return among if isinstance(comparison, ast.NotIn) else isinstance(comparison, ast.In) and not among
    return False


def _compares(node, name: str) -> bool:
    return (isinstance(node, ast.Compare) and len(node.ops) == 1 and isinstance(node.left, ast.Name)
            and node.left.id == name)
