"""Expression and Script: compiled once, cached by their text, evaluated against names and functions."""

import ast
import difflib
from collections.abc import Callable, Mapping
from functools import lru_cache

from engine.errors import ExpressionFailed, ExpressionRefused
from engine.language.functions import BUILT_IN
from engine.language.bounds import METER, MOST_PARTS_STORED_BY_A_SCRIPT, MOST_STEPS, Unfit
from engine.language.grammar import UnknownName, tree_of
from engine.language.loops import LoopMaker
from engine.language.statements import REMOVED, ScriptMaker
from engine.language.values import counted


class _Compiled:
    def __init__(self, text, run, reads, calls):
        self.text = text
        self.reads: frozenset[str] = frozenset(reads)
        self.calls: frozenset[str] = frozenset(calls)
        self._run = run

    def __repr__(self):
        return f"{type(self).__name__}({self.text!r})"

    def _guarded(self, names, functions, *more):
        before, METER.left = METER.left, MOST_STEPS
        try:
            return self._run(names, _callable(functions), *more)
        except UnknownName as missing:
            raise _unknown(self.text, missing, self._place(missing)) from None
        except (ExpressionFailed, ExpressionRefused):
            raise
        except Unfit as problem:
            raise self._failed(str(problem), problem, _reads_hint(self.reads)) from None
        except ZeroDivisionError as problem:
            raise self._failed("it divides by zero", problem, "") from None
        except (TypeError, ValueError, RecursionError, ArithmeticError) as problem:
            raise self._failed(_reason(problem), problem, _reads_hint(self.reads)) from None
        finally:
            METER.left = before

    def _failed(self, reason, problem, hint):
        return ExpressionFailed(text=_short(self.text), reason=reason + self._place(problem), hint=hint)

    def _place(self, problem) -> str:
        """In which line of a script it happened; conditions have one."""
        return ""


class Expression(_Compiled):
    """One value computed from names: `.evaluate(names, functions)`; `.reads` and `.calls` serve the linter."""

    def evaluate(self, names: Mapping, functions: Mapping[str, Callable] | None = None):
        """The value. Raises ExpressionFailed, which names the variable and suggests the nearest there is."""
        return self._guarded(names, functions)


class Script(_Compiled):
    """Assignments: `.run(names, functions)` gives what was assigned and changes neither `names` nor what is in it."""

    def __init__(self, text, run, reads, calls, writes, margin=(0, 0)):
        super().__init__(text, run, reads, calls)
        self.writes: frozenset[str] = frozenset(writes)
        self._margin = margin

    def run(self, names: Mapping, functions: Mapping[str, Callable] | None = None) -> dict:
        """The variables assigned. Raises ExpressionFailed; then nothing was assigned."""
        assigned = self._done(names, functions)
        return {name: value for name, value in assigned.items() if value is not REMOVED}

    def apply(self, names: dict, functions: Mapping[str, Callable] | None = None, beside: Mapping | None = None) -> None:
        """Put what is assigned into `names` and take out what is deleted. `beside` can be read, too. Raises
        ExpressionFailed; then nothing was changed."""
        for name, value in self._done({**beside, **names} if beside else names, functions).items():
            if value is REMOVED:
                names.pop(name, None)
            else:
                names[name] = value

    def _done(self, names, functions) -> dict:
        assigned: dict = {}
        self._guarded(dict(names), functions, assigned)
        for name, value in assigned.items():
            if value is REMOVED:
                continue
            try:
                counted(value, MOST_PARTS_STORED_BY_A_SCRIPT)
            except Unfit as problem:
                raise ExpressionFailed(text=_short(self.text), reason=f"{name}: {problem}", hint="") from None
        return assigned

    def _place(self, problem) -> str:
        return _line(self.text, getattr(problem, "at", None), self._margin)


@lru_cache(maxsize=8192)
def compile_expression(text: str) -> Expression:
    """Compile a condition, a timer value or a parameter. Raises ExpressionRefused with reason and hint."""
    maker = LoopMaker()
    try:
        run = maker.make(tree_of(text, "eval").body)
    except Unfit as problem:
        raise _refused(text, problem) from None
    return Expression(text, run, maker.reads, maker.calls)


@lru_cache(maxsize=2048)
def compile_script(text: str) -> Script:
    """Compile a script task. Raises ExpressionRefused with reason and hint."""
    maker = ScriptMaker()
    plain_text, margin = _dedented(text)
    try:
        run = maker.make_body(tree_of(plain_text, "exec").body)
    except Unfit as problem:
        raise _refused(text, problem, _line(text, problem.at, margin)) from None
    return Script(text, run, maker.reads, maker.calls, maker.writes, margin)


def reads_as_python(text: str) -> None:
    """Raise SyntaxError unless `text` is spelled like a statement: decision tables ask this to choose an operator."""
    try:
        ast.parse(text[:10_000])
    except (ValueError, MemoryError, RecursionError) as problem:
        raise SyntaxError(str(problem)) from None


def _dedented(text):
    """Diagrams often indent a whole script inside its element; the first line is stripped by the editor, or not.

    Gives the text, and how many lines and columns were taken off in front.
    """
    lines = text.expandtabs(4).splitlines() if isinstance(text, str) else []
    empty = next((place for place, line in enumerate(lines) if line.strip()), 0)
    lines = lines[empty:]
    margins = [len(line) - len(line.lstrip()) for line in lines if line.strip() and not line.lstrip().startswith("#")]
    margin = min(margins, default=0)
    return "\n".join(line[margin:] if line.strip() else "" for line in lines), (empty, margin)


def _line(text, at, margin) -> str:
    return "" if at is None or "\n" not in text.strip() else f" (line {at[0] + margin[0]}, column {at[1] + margin[1]})"


def _callable(functions):
    return {**BUILT_IN, **functions} if functions else BUILT_IN


def _refused(text, problem, place=""):
    hint = "Use names, comparisons, and/or/not, + - * /, in, lists, records and the functions offered."
    if isinstance(text, str) and "${" in text:
        hint = "Write the condition itself, without ${ and }."
    return ExpressionRefused(text=_short(text), reason=f"{problem}{place}", hint=hint)


def _unknown(text, missing: UnknownName, place=""):
    near = difflib.get_close_matches(missing.name, missing.known, n=1, cutoff=0.6)
    if near:
        hint = f"Did you mean {near[0]}?"
    elif missing.known:
        hint = f"Known here: {', '.join(sorted(missing.known)[:12])}."
    else:
        hint = "None is known here."
    return ExpressionFailed(text=_short(text), reason=f"there is no {missing.kind} {missing.name}{place}", hint=hint)


def _reads_hint(reads):
    return f"It reads {', '.join(sorted(reads))}." if reads else ""


def _reason(problem):
    if isinstance(problem, TypeError):
        return "the values do not fit the operation (a text and a number, or a wrong number of arguments)"
    return "a value is not usable here"


def _short(text):
    text = " ".join(str(text).split())
    return text if len(text) <= 120 else text[:117] + "..."
