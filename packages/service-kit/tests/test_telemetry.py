import json
import logging
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service_kit.telemetry import JsonFormatter, redact
from service_kit.testing import synthetic_number

NUMBER = synthetic_number()


def line(message: str, *args: object, error: ValueError | None = None, **fields: object):
    record = logging.LogRecord("case", logging.INFO, "x.py", 1, message, args, None)
    if error is not None:
        try:
            raise error
        except ValueError:
            record.exc_info = sys.exc_info()
    vars(record).update(fields)
    return json.loads(JsonFormatter("travel-api").format(record))


def test_a_line_is_json_with_what_it_tells_of():
    told = line("decided %s", "it", case_id="8e2f")

    assert (told["service"], told["event"], told["case_id"]) == ("travel-api", "decided it", "8e2f")


@pytest.mark.parametrize("number", [NUMBER, f"{NUMBER[:6]} {NUMBER[6:]}"])
def test_an_identity_number_is_blotted_out_wherever_it_stands(number):
    assert NUMBER not in json.dumps(line("person %s", number, note=f"a{number}b")).replace(" ", "")


@given(st.text(alphabet="0123456789 ab", max_size=12))
def test_longer_and_shorter_numbers_stay(text):
    assert redact(f"{text}x123456789012").endswith("x123456789012")


def test_an_error_is_told_by_class_and_place_without_its_text():
    told = line("failed", error=ValueError(f"Key (name)=(Kari {NUMBER}) already exists"))

    assert "Kari" not in json.dumps(told)
    assert told["error"][0].startswith("builtins.ValueError at line:")
