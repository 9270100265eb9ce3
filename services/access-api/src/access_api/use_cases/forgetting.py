"""Forms and copies of identification are deleted when their case has been over for a while."""

from datetime import timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from access_api.storage import journal
from access_api.storage.forgetting import forget_forms
from access_api.storage.tables import uploads
from access_api.use_cases.shell import Shell
from service_kit.uploads import erase

FORGOTTEN: Final = "form.forgotten"


async def forget_ended_cases(shell: Shell, tx: AsyncConnection) -> None:
    """Delete form and identification of cases that ended longer ago than the settings say.

    What was shown, until when it was valid and what was decided stay with the case.
    """
    kept = timedelta(days=shell.settings.identification_days)
    for case_id in await forget_forms(tx, kept):
        await erase(tx, uploads, case_id)
        await journal.write(tx, FORGOTTEN, case_id, journal.SYSTEM)
