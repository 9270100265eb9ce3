"""A reviewer looks at the copy of an identification, and the journal says who did and why."""

from uuid import UUID

from access_api.domain.identification import ViewReason
from access_api.storage import cases, journal
from access_api.storage.tables import idempotency, uploads
from access_api.use_cases import shielding
from access_api.use_cases.shell import Shell
from service_kit.auth import Principal
from service_kit.idempotency import Once, remember, replay
from service_kit.problems import NotFound
from service_kit.uploads import KeptFile, opened

CREATED = 201
VIEWED = "identification.viewed"


async def view(
    shell: Shell, viewer: Principal, once: Once, case_id: UUID, reason: ViewReason
) -> KeptFile:
    """Return the copy that came with the case. The journal is written before it is shown.

    Raises:
        CaseNotFound: there is no such case.
        Shielded: it is for others.
        NotFound: the case came without a copy, or it has been deleted.
    """
    async with shell.engine.begin() as tx:
        case = await cases.load(tx, case_id)
        await shielding.require(tx, viewer, case)
        upload_id = case.identification_upload_id
        if upload_id is None:
            raise NotFound
        file = await opened(tx, uploads, shell.sealer, upload_id=upload_id, case_id=case_id)
        if await replay(tx, idempotency, once) is None:
            await journal.write(tx, VIEWED, case_id, viewer.subject, reason=reason)
            location = f"/v1/access-requests/{case_id}/identification-views"
            await remember(
                tx, idempotency, once, status=CREATED, location=location, resource_id=case_id
            )
    return file
