"""Loads the rules' data: catalogue, readings and dated figures, with an operator's overlay."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Final, Literal, TypeVar, cast

import yaml
from pydantic import BaseModel, ValidationError

from travel_api.adapters.rulebook_files import (
    CHOICES,
    CatalogueFile,
    InterpretationsFile,
    ParameterFile,
)
from travel_api.domain.catalogue import ParameterTitle, Reading, Rule
from travel_api.domain.interpretations import Interpretations
from travel_api.domain.parameters import FIGURES, Series, Timeline, timeline

_PARAMETERS: Final = "parameters"
_CATALOGUE: Final = "catalogue.yaml"
_INTERPRETATIONS: Final = "interpretations.yaml"
_VERSION_LENGTH: Final = 16
_File = TypeVar("_File", bound=BaseModel)


class RulebookInvalid(Exception):
    """The rule files hold a mistake. Every mistake found is named, with its file."""

    def __init__(self, findings: list[str]) -> None:
        super().__init__("\n".join(findings))
        self.findings = findings


@dataclass(frozen=True, slots=True)
class Rulebook:
    """Everything the rules need besides the facts.

    `documents` are the files it was read from, by name: kept with what they decided, they give the
    same rulebook again.
    """

    documents: Mapping[str, str]
    series: Mapping[str, Series]
    titles: Mapping[str, ParameterTitle]
    catalogue: Mapping[str, Rule]
    readings: Mapping[str, Reading]
    interpretations: Interpretations
    timeline: Timeline
    ruleset_version: str


def load(overlay: Path | None = None) -> Rulebook:
    """Load the shipped rule files, with those of `overlay` laid over them.

    Args:
        overlay: a folder laid out as the shipped one. A file in it replaces the shipped file of
            the same name whole; nothing is merged, so what applies can be read in one place.

    Raises:
        RulebookInvalid: a file breaks a rule of its shape, or a figure the rules read is lacking.
    """
    contents = shipped() | ({} if overlay is None else _laid_over(overlay))
    try:
        documents = {name: content.decode() for name, content in contents.items()}
    except UnicodeDecodeError:
        raise RulebookInvalid(["A file is not written in UTF-8."]) from None
    book = from_documents(documents)
    if overlay is not None:
        _refuse_other_readings(book)
    return book


def _refuse_other_readings(book: Rulebook) -> None:
    """Refuse an overlay that answers a question otherwise which the rules answer in one way."""
    shipped_file = _parsed(_INTERPRETATIONS, shipped()[_INTERPRETATIONS], InterpretationsFile, [])
    built_in = {} if shipped_file is None else {one.id: one for one in shipped_file.readings}
    findings = [
        f"{_INTERPRETATIONS}: {name} is built into the rules as {built_in[name].choice}"
        for name, reading in book.readings.items()
        if name in built_in and name not in CHOICES and reading.choice != built_in[name].choice
    ]
    if findings:
        raise RulebookInvalid(findings)


def from_documents(documents: Mapping[str, str]) -> Rulebook:
    """Return the rulebook that files with these names and contents make.

    Raises:
        RulebookInvalid: a file breaks a rule of its shape, or a figure the rules read is lacking.
    """
    contents = {name: text.encode() for name, text in documents.items()}
    findings: list[str] = []
    parameters = [
        file
        for name, content in sorted(contents.items())
        if name.startswith(f"{_PARAMETERS}/")
        and (file := _parsed(name, content, ParameterFile, findings)) is not None
    ]
    catalogue = _parsed(_CATALOGUE, contents[_CATALOGUE], CatalogueFile, findings)
    readings = _parsed(_INTERPRETATIONS, contents[_INTERPRETATIONS], InterpretationsFile, findings)
    findings += [f"{_PARAMETERS}/: no file for {name}" for name in _lacking(parameters)]
    findings += [
        f"{_PARAMETERS}/{file.id}.yaml: the file is named otherwise than its figure"
        for file in parameters
        if f"{_PARAMETERS}/{file.id}.yaml" not in contents
    ]
    if catalogue is not None and readings is not None:
        findings += [
            f"{_INTERPRETATIONS}: {rule} cannot be switched off"
            for rule in readings.switched_off
            if rule not in {one.id for one in catalogue.rules if one.id.startswith("X-")}
        ]
    if findings or catalogue is None or readings is None:
        raise RulebookInvalid(findings)
    series = {file.id: file.series() for file in parameters}
    return Rulebook(
        documents=documents,
        series=series,
        titles={file.id: file.about() for file in parameters},
        catalogue={rule.id: rule.rule() for rule in catalogue.rules},
        readings={reading.id: reading.reading() for reading in readings.readings},
        interpretations=chosen(readings),
        timeline=timeline(series),
        ruleset_version=_version(contents),
    )


def chosen(file: InterpretationsFile) -> Interpretations:
    """Return the readings that the rules can be told to take otherwise."""
    choice = {reading.id: reading.choice for reading in file.readings}
    return Interpretations(
        exactly_least_distance=cast('Literal["refused", "granted"]', choice["A01"]),
        exactly_long_distance=cast('Literal["rate", "fare"]', choice["A02"]),
        long_with_need=cast('Literal["better", "rate", "fare"]', choice["A06"]),
        switched_off=frozenset(file.switched_off),
    )


def shipped() -> dict[str, bytes]:
    """Return the shipped rule files by name."""
    return _under(files("travel_api") / "rules")


def _laid_over(folder: Path) -> dict[str, bytes]:
    """Take a figure's file from the overlay's own folder or from a folder `parameters` in it."""
    rules = {_CATALOGUE, _INTERPRETATIONS}
    return {
        name if "/" in name or name in rules else f"{_PARAMETERS}/{name}": content
        for name, content in _under(folder).items()
    }


def _under(folder: Traversable) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for entry in folder.iterdir():
        if entry.is_dir():
            found |= {f"{entry.name}/{name}": data for name, data in _under(entry).items()}
        elif entry.name.endswith(".yaml"):
            found[entry.name] = entry.read_bytes()
    return found


def _parsed(name: str, content: bytes, model: type[_File], findings: list[str]) -> _File | None:
    try:
        return model.model_validate(yaml.load(content, Loader=yaml.CSafeLoader))
    except yaml.YAMLError:
        findings.append(f"{name}: not readable as YAML")
    except ValidationError as invalid:
        findings += [f"{name}: {_where(error)}{error['msg']}" for error in invalid.errors()]
    return None


def _where(error: Any) -> str:
    place = ".".join(str(part) for part in error["loc"])
    return f"{place}: " if place else ""


def _lacking(parameters: list[ParameterFile]) -> list[str]:
    return sorted(FIGURES - {file.id for file in parameters})


def _version(contents: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name in sorted(contents):
        digest.update(name.encode() + b"\0" + contents[name] + b"\0")
    return digest.hexdigest()[:_VERSION_LENGTH]
