"""The small pieces every room uses: moves, words, logs and what each answer carries."""

import io
import json
import logging

import pytest

from interact_portal.core.logs import (
    JsonFormatter,
    RequestIdFilter,
    bind_request_id,
    current_request_id,
    unbind_request_id,
)
from interact_portal.core.moves import IllegalMoveError, Move, acts_possible_from
from interact_portal.core.text import fold, squeeze

MOVES = {
    "submit": Move(frozenset({"draft", "returned"}), "submitted"),
    "publish": Move(frozenset({"submitted"}), "published"),
}


def test_a_move_leads_from_each_of_its_sources_to_its_target_and_from_nowhere_else():
    move = MOVES["submit"]
    assert [move.step_from(status) for status in ("draft", "returned")] == ["submitted"] * 2
    for status in ("submitted", "published", ""):
        with pytest.raises(IllegalMoveError, match=f"“{status}”"):
            move.step_from(status)


def test_the_acts_possible_from_a_status_are_those_the_table_allows():
    assert acts_possible_from("draft", MOVES) == ["submit"]
    assert acts_possible_from("submitted", MOVES) == ["publish"]
    assert acts_possible_from("published", MOVES) == []


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Économie", "economie"),
        ("ÖRESUND", "oresund"),
        ("Łódź", "lodz"),
        ("Straße", "strasse"),
        ("Ελλάδα", "ελλαδα"),
        ("България", "българия"),
        ("Kærhøj", "kaerhoj"),
    ],
)
def test_words_are_compared_without_case_and_accents(written, folded):
    assert fold(written) == fold(written.upper())
    assert fold(written) == fold(folded)


def test_white_space_of_every_kind_is_squeezed_to_one_space():
    assert squeeze(" a\u00a0\u202f b\t\nc ") == "a b c"


def test_a_log_line_is_json_with_the_id_of_its_request_and_the_extra_values():
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.addFilter(RequestIdFilter())
    handler.setFormatter(JsonFormatter())
    logger = logging.Logger("room")
    logger.addHandler(handler)
    token = bind_request_id("abc-12345")
    try:
        logger.warning("seats %s", "given", extra={"seminar": 7})
    finally:
        unbind_request_id(token)
    line = json.loads(out.getvalue())
    assert line["message"] == "seats given"
    assert line["request_id"] == "abc-12345"
    assert line["seminar"] == 7
    assert line["level"] == "WARNING"
    assert current_request_id() == ""
