"""What is said in one case: about 560 bytes at the start, about 150 with every completion; the reply is drafted twice."""

import random

WORDS = ("invoice", "delay", "refund", "account", "letter", "branch", "reply", "missing", "charge", "error", "service",
         "contract", "call", "staff", "closed", "amount", "paid", "waiting")

#: The order in which the tasks must open.
TASKS = ("check", "assign", "process", "validate", "process", "validate", "satisfaction")
STEPS = 1 + len(TASKS)


def prose(chance: random.Random, length: int) -> str:
    """Filler of exactly `length` characters that no database can compress to nothing."""
    text = ""
    while len(text) < length:
        text += chance.choice(WORDS) + " "
    return text[:length - 1] + "."


def said_at_start(number: int) -> dict:
    """What the case begins with; the same number always says the same."""
    chance = random.Random(number)
    return {"ref": f"{number:08d}", "channel": "web", "product": "current account", "complainant": f"Person {number}",
            "email": f"person{number}@example.org", "received": "2026-01-15", "branch": "0042", "amount": 123.45,
            "subject": prose(chance, 60), "text": prose(chance, 300)}


def said_at_tasks(number: int) -> list[tuple[str, dict]]:
    """(task, what is said there) in order; the first draft is refused, so process and validate come twice."""
    chance = random.Random(-number)
    said = ({"admissible": True, "check_note": prose(chance, 120)},
            {"assignee": "agent7", "assign_note": prose(chance, 120)},
            {"reply": prose(chance, 120), "process_note": "first"},
            {"accepted": False, "validate_note": prose(chance, 120)},
            {"reply": prose(chance, 120), "process_note": "second"},
            {"accepted": True, "validate_note": prose(chance, 120)},
            {"score": 4, "satisfaction_note": prose(chance, 120)})
    return list(zip(TASKS, said, strict=True))
