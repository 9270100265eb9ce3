from datetime import date
from pathlib import Path

import pytest
import yaml

from contracts.vocabulary import Metres
from travel_api.adapters import rulebook, rulebook_cli
from travel_api.adapters.rulebook import RulebookInvalid, load
from travel_api.app import create_app
from travel_api.domain.assessment import Outcome
from travel_api.domain.engine import assess
from travel_api.domain.parameters import Row, Timeline, overlaid, timeline
from travel_api.testing.claims import a_claim, a_journey
from travel_api.testing.registers import settings_for

SHIPPED = rulebook.shipped()
RATE = yaml.safe_load(SHIPPED["parameters/km_rate.yaml"])
ROWS = RATE["values"]
READINGS = yaml.load(SHIPPED["interpretations.yaml"], Loader=yaml.CSafeLoader)
BOOK = load()


def laid_over(folder: Path, name: str, content: object) -> Path:
    (folder / name).write_text(yaml.safe_dump(content), "utf-8")
    return folder


def with_rows(*rows: dict) -> dict:
    return {**RATE, "values": list(rows)}


def a_row(day: str, value: str | None = "2.20", **changes: object) -> dict:
    source = {"title": "A regulation", "href": "https://example.org", "seen": "2026-11-21"}
    row = {"from": day, "value": value, "confirmed": True, "source": source, **changes}
    return {key: row[key] for key in row if row[key] is not None}


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([a_row("2019-01-01"), a_row("2018-01-01")], "dates; the one from 2018-01-01 does not"),
        ([a_row("2019-01-01"), a_row("2019-01-01")], "one row a date, and two from 2019-01-01"),
        ([a_row("2019-01-01", until="2019-06-30")], "values.0.until: Extra inputs"),
        ([a_row("2019-01-01", "0.49")], "row from 2019-01-01 is not plausible: 0.50 to 20.00"),
        ([a_row("2019-01-01", "20.01")], "row from 2019-01-01 is not plausible"),
        ([a_row("2019-01-01"), a_row("2020-01-01", "220.00", note="Yes.")], "not plausible"),
        ([a_row("2019-01-01"), a_row("2020-01-01", "2.54")], "2020-01-01 changes by more than 15"),
        ([a_row("2019-01-01"), a_row("2020-01-01", "1.86")], "more than 15 per cent"),
        ([a_row("2018-01-01"), a_row("2019-01-01", source=None)], "values.1: Value error, A conf"),
        ([a_row("2019-01-01", None)], "a value and a source"),
        ([a_row("2019-01-01", "2.2")], "two decimals"),
        ([a_row("2019-01-01", "-2.20")], "not plausible"),
        ([a_row("2019-1-1")], "quotation marks"),
        ([a_row("2019-01-01", valeu="2.20")], "not permitted"),
        ([], "at least 1 item"),
    ],
)
def test_a_mistake_in_a_figure_is_named_and_nothing_is_loaded(tmp_path, rows, reason):
    with pytest.raises(RulebookInvalid) as refused:
        load(laid_over(tmp_path, "km_rate.yaml", with_rows(*rows)))

    assert reason in str(refused.value)
    assert "parameters/km_rate.yaml" in str(refused.value)


@pytest.mark.parametrize("value", ["0.50", "20.00"])
def test_a_figure_may_be_the_least_and_the_most_that_is_plausible(tmp_path, value):
    load(laid_over(tmp_path, "km_rate.yaml", with_rows(a_row("2019-01-01", value))))


@pytest.mark.parametrize("value", ["2.53", "1.87"])
def test_a_change_of_fifteen_per_cent_needs_no_note(tmp_path, value):
    rows = with_rows(a_row("2016-10-01"), a_row("2020-01-01", value))

    assert load(laid_over(tmp_path, "km_rate.yaml", rows))


def test_a_greater_change_with_a_note_is_taken(tmp_path):
    rows = with_rows(a_row("2016-10-01"), a_row("2020-01-01", "4.00", note="Doubled, nearly."))

    assert load(laid_over(tmp_path, "km_rate.yaml", rows)).timeline


def test_a_date_that_yaml_reads_itself_is_refused(tmp_path):
    rows = with_rows({**a_row("2019-01-01"), "from": date(2019, 1, 1)})

    with pytest.raises(RulebookInvalid, match="quotation marks"):
        load(laid_over(tmp_path, "km_rate.yaml", rows))


def test_a_file_named_otherwise_than_its_figure_is_refused(tmp_path):
    with pytest.raises(RulebookInvalid, match="named otherwise"):
        load(laid_over(tmp_path, "rate.yaml", {**RATE, "id": "kilometre"}))


def test_a_file_that_is_no_yaml_is_refused(tmp_path):
    (tmp_path / "km_rate.yaml").write_text("{", "utf-8")

    with pytest.raises(RulebookInvalid, match="not readable"):
        load(tmp_path)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"switched_off": ["T-MIN-01"]}, "cannot be switched off"),
        ({"switched_off": ["X-UNHEARD-OF"]}, "cannot be switched off"),
    ],
)
def test_only_a_rule_beyond_the_source_can_be_switched_off(tmp_path, change, reason):
    with pytest.raises(RulebookInvalid, match=reason):
        load(laid_over(tmp_path, "interpretations.yaml", {**READINGS, **change}))


@pytest.mark.parametrize(("reading", "choice"), [("A01", "maybe"), ("A06", "worse")])
def test_a_reading_that_the_rules_cannot_take_is_refused(tmp_path, reading, choice):
    readings = [
        {**one, "choice": choice} if one["id"] == reading else one for one in READINGS["readings"]
    ]

    with pytest.raises(RulebookInvalid, match="is read as one of"):
        load(laid_over(tmp_path, "interpretations.yaml", {**READINGS, "readings": readings}))


def test_a_reading_that_is_built_in_is_not_read_otherwise(tmp_path):
    readings = [
        {**one, "choice": "paid_out"} if one["id"] == "A28" else one for one in READINGS["readings"]
    ]

    with pytest.raises(RulebookInvalid, match="A28 is built into the rules"):
        load(laid_over(tmp_path, "interpretations.yaml", {**READINGS, "readings": readings}))


def test_a_reading_that_the_rules_ask_for_is_not_left_out(tmp_path):
    readings = [one for one in READINGS["readings"] if one["id"] != "A06"]

    with pytest.raises(RulebookInvalid, match="is lacking"):
        load(laid_over(tmp_path, "interpretations.yaml", {**READINGS, "readings": readings}))


def test_an_overlay_replaces_a_file_and_changes_the_version(tmp_path):
    set_now = {
        **RATE,
        "values": [*RATE["values"][:-1], a_row("2027-01-01", "3.30")],
    }
    book = load(laid_over(tmp_path, "km_rate.yaml", set_now))

    assert book.ruleset_version != BOOK.ruleset_version
    assert book.timeline.on(date(2027, 1, 1)).km_rate.value == 330
    assert not book.timeline.on(date(2027, 1, 1)).km_rate.provisional


def test_a_figure_changed_in_its_file_changes_what_is_paid(tmp_path):
    facts = a_claim(a_journey(Metres(120_000)))
    dearer = [row | {"value": "2.60"} if row["from"] == "2019-01-01" else row for row in ROWS]
    book = load(laid_over(tmp_path, "km_rate.yaml", {**RATE, "values": dearer}))

    before, after = (assess(facts, one.timeline, one.interpretations) for one in (BOOK, book))

    assert (before.payable, after.payable) == (15_100, 16_300)


def test_a_service_with_a_mistake_in_its_figures_does_not_start(tmp_path):
    folder = laid_over(tmp_path, "km_rate.yaml", with_rows(a_row("2019-01-01", "220.00")))
    settings = settings_for("postgresql+asyncpg://unused").model_copy(
        update={"rules_folder": folder}
    )

    with pytest.raises(RulebookInvalid, match=r"parameters/km_rate.yaml: .*row from 2019-01-01"):
        create_app(settings)


def test_the_example_of_own_figures_is_in_order():
    example = Path(__file__).parents[4] / "examples" / "travel" / "figures"

    assert load(example).timeline.on(date(2027, 1, 1)).km_rate.value == 330


def test_the_same_files_have_the_same_version():
    assert load().ruleset_version == BOOK.ruleset_version


@pytest.mark.parametrize(
    ("day", "value", "provisional"),
    [
        (date(2016, 10, 1), 220, False),
        (date(2016, 12, 31), 220, False),
        (date(2017, 1, 1), 230, False),
        (date(2026, 12, 31), 320, False),
        (date(2027, 1, 1), 320, True),
        (date(2030, 1, 1), 320, True),
        (date(2016, 9, 30), 0, True),
        (date.min, 0, True),
    ],
)
def test_the_rate_of_a_day(day, value, provisional):
    rate = BOOK.timeline.on(day).km_rate

    assert (rate.value, rate.provisional) == (value, provisional)


def test_a_what_if_leaves_the_figures_in_force_as_they_are():
    book = BOOK
    row = Row(date(2026, 6, 1), 400, confirmed=True, source="a proposal")
    proposed: Timeline = timeline(overlaid(book.series, [("km_rate", row)]))

    assert proposed.on(date(2026, 6, 1)).km_rate.value == 400
    assert proposed.on(date(2026, 5, 31)).km_rate.value == 320
    assert book.timeline.on(date(2026, 6, 1)).km_rate.value == 320


def test_a_figure_that_was_never_confirmed_stands_on_nothing(tmp_path):
    rows = with_rows(a_row("2016-10-01", None, confirmed=False, source=None))
    rate = load(laid_over(tmp_path, "km_rate.yaml", rows)).timeline.on(date(2019, 3, 4)).km_rate

    assert (rate.value, rate.confirmed, rate.provisional) == (0, False, True)


def test_an_unconfirmed_value_is_never_used(tmp_path):
    rows = with_rows(
        a_row("2016-10-01", "2.20"), a_row("2019-01-01", "2.50", confirmed=False, source=None)
    )
    rate = load(laid_over(tmp_path, "km_rate.yaml", rows)).timeline.on(date(2019, 3, 4)).km_rate

    assert (rate.value, rate.stands_in_for) == (220, date(2019, 1, 1))


@pytest.mark.parametrize("name", ["least_distance", "long_distance", "charge_free_below_age"])
def test_a_limit_that_is_not_confirmed_is_never_used_silently(tmp_path, name):
    file = yaml.safe_load(SHIPPED[f"parameters/{name}.yaml"])
    open_row = a_row("2019-01-01", None, confirmed=False, source=None)
    known = [row for row in file["values"] if row["from"] < "2019-01-01"]
    book = load(laid_over(tmp_path, f"{name}.yaml", {**file, "values": [*known, open_row]}))
    facts = a_claim(a_journey(Metres(120_000)))

    assessment = assess(facts, book.timeline, book.interpretations)

    assert assessment.provisional
    assert assessment.outcome is Outcome.MANUAL_REVIEW
    assert name in {parameter.id for parameter in assessment.parameters}


def test_a_file_that_is_not_utf8_is_refused(tmp_path):
    (tmp_path / "km_rate.yaml").write_bytes(b"id: km\xff")

    with pytest.raises(RulebookInvalid, match="UTF-8"):
        load(tmp_path)


def test_a_rule_that_stands_twice_is_refused(tmp_path):
    catalogue = yaml.load(SHIPPED["catalogue.yaml"], Loader=yaml.CSafeLoader)
    twice = {"rules": [*catalogue["rules"], catalogue["rules"][0]]}

    with pytest.raises(RulebookInvalid, match="stands twice"):
        load(laid_over(tmp_path, "catalogue.yaml", twice))


def test_page_writes_the_rules_in_markdown(capsys):
    assert rulebook_cli.main(["page"]) == 0
    assert capsys.readouterr().out.startswith("# Rules of patient travel")


def test_check_says_what_is_not_confirmed(capsys):
    assert rulebook_cli.main(["check"]) == 0
    assert "not confirmed: km_rate from 2027-01-01" in capsys.readouterr().out


def test_check_names_a_mistake_and_fails(tmp_path, capsys):
    laid_over(tmp_path, "km_rate.yaml", with_rows(a_row("2019-01-01", "2.2")))

    assert rulebook_cli.main(["--folder", str(tmp_path), "check"]) == 1
    assert "two decimals" in capsys.readouterr().out


def test_show_gives_every_figure_of_a_day(capsys):
    rulebook_cli.main(["show", "--on", "2026-03-04"])
    shown = capsys.readouterr().out

    assert "3.20 kr/km" in shown
    assert "10.0 km" in shown
    assert "16 years" in shown


def test_show_marks_what_only_stands_in(capsys):
    rulebook_cli.main(["show", "--on", "2027-01-01"])

    assert "3.20 kr/km (not confirmed)" in capsys.readouterr().out


def test_diff_shows_only_what_changes(capsys):
    rulebook_cli.main(["diff", "2025-12-31", "2026-01-01"])
    shown = capsys.readouterr().out

    assert "3.10 kr/km -> 3.20 kr/km" in shown
    assert "long_distance" not in shown


def test_diff_says_when_nothing_differs(capsys):
    rulebook_cli.main(["diff", "2026-01-01", "2026-01-02"])

    assert capsys.readouterr().out == "No figure differs.\n"
