"""The text of a link of history in a third of its bytes: zstd with a dictionary of what such texts usually say.

One byte says by which dictionary, then zstd. The dictionary of a format never changes, or what it packed cannot be read
again (a test holds its digest); better words are a new format beside the old one. What is hashed is the text, not this.
"""

import threading

import zstandard

FORMAT = 1
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


def packed(text: str) -> bytes:
    if not hasattr(_own, "compressor"):
        _own.compressor = zstandard.ZstdCompressor(level=_LEVEL, dict_data=_DICTIONARY, write_checksum=False,
                                                   write_dict_id=False)
    return bytes([FORMAT]) + _own.compressor.compress(text.encode())


def unpacked(data: bytes) -> str:
    """Raises ValueError for what `packed` never wrote."""
    if data[:1] != bytes([FORMAT]):
        raise ValueError(f"packed by format {data[:1].hex() or 'none'}, not {FORMAT:02}")
    if not hasattr(_own, "decompressor"):
        _own.decompressor = zstandard.ZstdDecompressor(dict_data=_DICTIONARY)
    try:
        return _own.decompressor.decompress(data[1:], max_output_size=LARGEST).decode()
    except zstandard.ZstdError as problem:
        raise ValueError(str(problem)) from None
