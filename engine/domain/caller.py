"""Is the caller who they say they are? Pure: what was said and what is recorded."""

from engine.domain.folding import fold


def names_agree(said: str, recorded: str) -> bool:
    """Every word said is a word of the recorded name, whatever accents and letter forms, and there are two of them at least
    (one where the recorded name has only one): a first name alone is no proof."""
    words, known = set(fold(said).split()), set(fold(recorded).split())
    return bool(known) and words <= known and len(words) >= min(2, len(known))
