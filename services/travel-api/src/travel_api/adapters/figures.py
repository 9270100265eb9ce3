"""How a dated figure is written for a person."""

from contracts.vocabulary import Metres, Ore, kilometres, kroner
from travel_api.domain.parameters import Measure

_UNITS = {
    Measure.KRONER: "kr",
    Measure.KRONER_PER_KM: "kr/km",
    Measure.KRONER_PER_HOUR: "kr/h",
    Measure.KILOMETRES: "km",
    Measure.YEARS: "years",
}


def written(measure: Measure, value: int) -> str:
    """Return a figure as a person writes it.

    >>> written(Measure.KRONER_PER_KM, 320)
    '3.20 kr/km'
    """
    match measure:
        case Measure.KILOMETRES:
            number = kilometres(Metres(value))
        case Measure.YEARS:
            number = str(value)
        case _:
            number = kroner(Ore(value))
    return f"{number} {_UNITS[measure]}"
