"""The text of a link of history in a third of its bytes: zstd with a dictionary of what such texts usually say.

One byte says by which format, then zstd. Ids and instants, which nothing can foretell, are bytes in it instead of digits.
The dictionary never changes, or what it packed cannot be read again (a test holds its digest); better words are a new
format beside the old ones. What is hashed is the text, not this.
"""

import re
import threading
from datetime import UTC, datetime, timedelta

import zstandard

TEXT, SHORT = 1, 2  # formats: as it stands, and with ids and instants as bytes
LARGEST = 64_000_000
_LEVEL = 3
#: What comes last is found first, so the most frequent event ends it.
WORDS = "".join((
    '"former_head":"","verified":true', '"imported":true,"source":"","key":"","digest":"","stands_at":"',
    '["message_received",null,{"message":"withdrawal","message_id":"', '["migrated",null,{"choices":{},"from":"","to":"',
    '"old_reference":"', '"process":"complaint"}', '["deadline_reply"', '"reminder_15_days"', '"reminder_5_days"',
    '["fact_recorded","",{"fact":"registered"}],["fact_recorded","",{"fact":"reply_communicated"}]',
    '["timer_fired","deadline_triage",{"fired_at":"2026-01-01T00:00:00.000000Z","task_id":""},"2026-',
    '["timer_passed","",{"due_at":"', '["task_cancelled",null,{"task_id":"', '["case_withdrawn",null,{}]',
    '["task_claimed","triage",{"task_id":"', '{"status":"in_progress"}', '{"status":"answered"}', '{"status":"closed"}',
    '{"actor":null,"at":"2026-01-01T00:00:00.000000Z","events":[["case_lodged",null,{"agency":"","channel":"web",',
    '"entered_at":"2026-01-01T00:00:00.000000Z","kind":"complaint","language":"ar","language":"fr","reference":"',
    '-2026-0000', '"}],["step_taken",null,{"elements":["start","register_complaint","send_receipt"]}],',
    '["status_changed","triage",{"status":"in_review"}],["letter_written","send_receipt",{"addressee":"complainant",',
    '"channel":"to_print","channel":"due","letter":"reply","letter":"receipt","letter_id":"',
    '["case_ended","closed",{}]],"seq":9}', '{"actor":"01a',
    '","at":"2026-01-01T00:00:00.000000Z","events":[["task_completed","triage",{"decisions":{"admissible":',
    'true,"validated":true,"outcome":"upheld","satisfied":false},"task_id":"', '"}],["step_taken",null,{"elements":["triage",',
    '"is_admissible"]}],["task_opened","assign_officer",{"task_id":"', '"}]],"seq":2}'))
_DICTIONARY = zstandard.ZstdCompressionDict(WORDS.encode(), dict_type=zstandard.DICT_TYPE_RAWCONTENT)
_DICTIONARY.precompute_compress(level=_LEVEL)
_own = threading.local()  # a compressor serves one thread at a time
#: Signs that JSON never holds bare stand before them: an id, one with its dashes, an instant in microseconds.
_BARE, _DASHED, _INSTANT = b"\x01", b"\x02", b"\x03"
_SIGNS = re.compile("[\x01-\x03]")
_LONG = re.compile(rb'":"([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{32}'
                   rb'|20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z)"')
_BYTES = re.compile(rb'":"(?:\x01(.{16})|\x02(.{16})|\x03(.{7}))"', re.DOTALL)
_FIRST, _MICRO = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)


def packed(text: str) -> bytes:
    if not hasattr(_own, "compressor"):
        _own.compressor = zstandard.ZstdCompressor(level=_LEVEL, dict_data=_DICTIONARY, write_checksum=False,
                                                   write_dict_id=False)
    if _SIGNS.search(text):
        return bytes([TEXT]) + _own.compressor.compress(text.encode())
    return bytes([SHORT]) + _own.compressor.compress(_LONG.sub(_as_bytes, text.encode()))


def unpacked(data: bytes) -> str:
    """Raises ValueError for what `packed` never wrote."""
    if data[:1] not in (bytes([TEXT]), bytes([SHORT])):
        raise ValueError(f"packed by format {data[:1].hex() or 'none'}, not {TEXT:02} or {SHORT:02}")
    if not hasattr(_own, "decompressor"):
        _own.decompressor = zstandard.ZstdDecompressor(dict_data=_DICTIONARY)
    try:
        text = _own.decompressor.decompress(data[1:], max_output_size=LARGEST)
        return (_BYTES.sub(_as_text, text) if data[0] == SHORT else text).decode()
    except (zstandard.ZstdError, OverflowError) as problem:
        raise ValueError(str(problem)) from None


def _as_bytes(found: re.Match) -> bytes:
    text = found[1].decode()
    if len(text) == 32:
        return b'":"' + _BARE + bytes.fromhex(text) + b'"'
    if len(text) == 36:
        return b'":"' + _DASHED + bytes.fromhex(text.replace("-", "")) + b'"'
    try:
        passed = (datetime.fromisoformat(text) - _FIRST) // _MICRO
    except ValueError:  # the thirteenth month stays text
        return found[0]
    return b'":"' + _INSTANT + passed.to_bytes(7, "big") + b'"'


def _as_text(found: re.Match) -> bytes:
    bare, dashed, instant = found.groups()
    if bare is not None:
        text = bare.hex()
    elif dashed is not None:
        digits = dashed.hex()
        text = "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))
    else:
        passed = _FIRST + int.from_bytes(instant, "big") * _MICRO
        text = passed.replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"
    return f'":"{text}"'.encode()
