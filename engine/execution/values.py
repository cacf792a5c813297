"""Variables of a case: compared as a case sees them, copied whole, and brought together where branches meet."""

_NOTHING = object()


def copied(value):
    """A copy down to the last list and record."""
    if type(value) is dict:
        return {key: copied(item) for key, item in value.items()}
    return [copied(item) for item in value] if type(value) is list else value


def same(one, other) -> bool:
    """Equal and of one kind: 1, 1.0 and True are three things to a case."""
    if one is other:
        return True
    if type(one) is not type(other) or one != other:
        return False
    if type(one) is dict:
        return all(same(item, other[key]) for key, item in one.items())
    return all(map(same, one, other)) if type(one) is list else True


def brought_together(before: dict, ours: dict, theirs: dict) -> dict:
    """What `ours` is after taking in what `theirs` changed since `before`, whole values at a time.

    A value that only one side changed or removed is that side's; records changed by both are brought together field by
    field; of anything else that both changed ours stays. The library merges lists place by place and lets the branch that
    comes last write back what it never touched.
    """
    found = dict(ours)
    for key in {**before, **theirs}:
        was, own, other = before.get(key, _NOTHING), ours.get(key, _NOTHING), theirs.get(key, _NOTHING)
        if same(was, other):
            continue
        if same(was, own):
            if other is _NOTHING:
                found.pop(key, None)
            else:
                found[key] = copied(other)
        elif type(own) is dict and type(other) is dict:
            found[key] = brought_together(was if type(was) is dict else {}, own, other)
    return found
