"""What anybody may know, without a token."""

from fastapi import APIRouter

from access_api.domain.guidance import CONTACT_POINTS, GUIDANCE
from access_api.wire.guidance import (
    ContactPointList,
    GuidanceOut,
    contact_point_out,
    guidance_out,
)
from service_kit.guard import guarded

router = APIRouter(route_class=guarded("access"), tags=["guidance"])


@router.get("/v1/guidance")
async def get_access_guidance() -> GuidanceOut:
    """Tell how to ask for a block or a reopening, and what a block does and does not do."""
    return guidance_out(GUIDANCE)


@router.get("/v1/contact-points")
async def list_access_contact_points() -> ContactPointList:
    """List whom to call and where to write, and when each fact was read."""
    return ContactPointList(items=[contact_point_out(point) for point in CONTACT_POINTS])
