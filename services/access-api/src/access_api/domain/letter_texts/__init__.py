"""What the letters say, in our own plain words, in the three languages they are written in.

The facts are those of the form for blocking and reopening access (`docs/sources.md#access-form`):
what a block does and does not do, that a code comes by post, that the person calls themselves,
thirty days, accepted identification.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from access_api.domain.case import Ground
from access_api.domain.completeness import What
from access_api.domain.letter_texts.en import EN
from access_api.domain.letter_texts.nb import NB
from access_api.domain.letter_texts.nn import NN
from access_api.domain.letter_texts.wording import Texts
from access_api.domain.letters import Language
from contracts.vocabulary import Text

TEXTS: Final[Mapping[Language, Texts]] = MappingProxyType(
    {Language.NB: NB, Language.NN: NN, Language.EN: EN}
)
"""The letters of every language."""


def text_of(code: What | Ground) -> Text:
    """Return what a code of something missing, or of a ground, says to people."""
    nb, nn, en = (_said(code, texts) for texts in (NB, NN, EN))
    return Text(nb=nb, nn=nn, en=en)


def _said(code: What | Ground, texts: Texts) -> str:
    return texts.missing[code] if isinstance(code, What) else texts.grounds[code]
