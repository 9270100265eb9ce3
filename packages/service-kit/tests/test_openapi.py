"""The document that a service publishes about itself."""

from typing import Annotated

from fastapi import FastAPI, Query

from service_kit.openapi import install_openapi
from service_kit.wire import Request


class Inner(Request):
    default: str = "none"


class Outer(Request):
    inner: Inner = Inner()
    word: str = "unknown"


def test_a_default_that_is_an_object_is_left_out_and_the_field_stays_optional():
    app = FastAPI(title="Try", version="1.0.0", description="Try.")

    @app.post("/things")
    async def send(thing: Outer) -> None: ...

    install_openapi(app, tags={})

    schemas = app.openapi()["components"]["schemas"]
    assert schemas["Outer"]["properties"]["inner"] == {"$ref": "#/components/schemas/Inner"}
    assert schemas["Outer"]["properties"]["word"]["default"] == "unknown"
    assert "required" not in schemas["Outer"]
    assert schemas["Inner"]["properties"].keys() == {"default"}


def test_parameters_are_described_by_their_names_unless_a_route_says_more():
    app = FastAPI(title="Try", version="1.0.0", description="Try.")

    @app.get("/claims/{claim_id}")
    async def claim(claim_id: int, limit: Annotated[int, Query(description="Pages")]) -> None: ...

    @app.get("/claims")
    async def claims(limit: int) -> None: ...

    install_openapi(app, tags={})

    paths = app.openapi()["paths"]
    described = [
        [parameter["description"] for parameter in paths[path]["get"]["parameters"]]
        for path in ("/claims/{claim_id}", "/claims")
    ]
    assert described == [["Which claim", "Pages"], ["How many at most"]]
