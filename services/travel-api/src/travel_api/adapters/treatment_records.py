"""The treatment records: was the patient there, and was it public health service."""

from collections.abc import Sequence
from datetime import date
from typing import Final

import httpx
from pydantic import BaseModel, ConfigDict

from contracts.identity_numbers import NationalIdentityNumber
from travel_api.adapters.outside import OutsideUnavailable, ask
from travel_api.domain.answers import Attendance
from travel_api.domain.words import Answer

_DAYS_AT_ONCE: Final = 100


class _Day(BaseModel):
    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    date: date
    attended: Answer
    publicly_approved: Answer


class _Attendances(BaseModel):
    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    attendances: list[_Day]


class TreatmentRecords:
    """Asks the treatment records over HTTP."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client

    async def attendances(
        self, number: NationalIdentityNumber, days: Sequence[date]
    ) -> list[Attendance]:
        """Return what the records say of each of `days`.

        Raises:
            OutsideUnavailable: no answer, or none that can be understood.
        """
        told: list[Attendance] = []
        for start in range(0, len(days), _DAYS_AT_ONCE):
            told += await self._some(number, days[start : start + _DAYS_AT_ONCE])
        return told

    async def _some(self, number: NationalIdentityNumber, days: Sequence[date]) -> list[Attendance]:
        body = {"national_id": number.reveal(), "dates": [day.isoformat() for day in days]}
        answer = await ask(self._client, "/attendances/lookups", body)
        try:
            read = _Attendances.model_validate_json(answer.content)
        except ValueError:
            raise OutsideUnavailable from None
        if [day.date for day in read.attendances] != list(days):
            raise OutsideUnavailable
        return [
            Attendance(on=day.date, attended=day.attended, publicly_approved=day.publicly_approved)
            for day in read.attendances
        ]
