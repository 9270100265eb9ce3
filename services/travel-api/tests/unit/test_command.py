from importlib.metadata import entry_points

from travel_api.__main__ import command, main


def test_the_command_is_installed_under_its_name():
    (script,) = entry_points(group="console_scripts", name="travel-api")
    assert script.load() is command


def test_figures_of_a_day_are_shown(capsys):
    assert main(["params", "show", "--on", "2026-03-04"]) == 0
    assert "km_rate                    3.20 kr/km" in capsys.readouterr().out


def test_what_is_no_command_is_told_so(capsys):
    assert main(["reply"]) == 2
    assert "replay" in capsys.readouterr().err
