from typing import Any

import pytest

from local_stack.contract.merging import merged


def a_document(path: str, schemas: dict[str, Any], uses: str) -> dict[str, Any]:
    answer = {"200": {"schema": {"$ref": f"#/components/schemas/{uses}"}}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "One service", "version": "1.0.0"},
        "servers": [{"url": "http://127.0.0.1:8080"}],
        "tags": [{"name": "cases", "description": "Cases."}],
        "paths": {path: {"get": {"tags": ["cases"], "responses": answer}}},
        "components": {"schemas": schemas, "securitySchemes": {"bearer": {"type": "http"}}},
    }


def text(field: str) -> dict[str, Any]:
    return {"title": "Case", "properties": {field: {"type": "string"}}}


def test_paths_and_shared_tags_bear_the_services_name():
    both = merged(
        {
            "invoice": a_document("/v1/a", {"Case": text("x")}, "Case"),
            "travel": a_document("/v1/a", {"Case": text("x")}, "Case"),
        }
    )
    assert set(both["paths"]) == {"/invoice/v1/a", "/travel/v1/a"}
    assert both["paths"]["/invoice/v1/a"]["get"]["tags"] == ["invoice cases"]
    assert [tag["name"] for tag in both["tags"]] == ["invoice cases", "travel cases"]
    assert set(both["components"]["schemas"]) == {"Case"}


def test_a_name_with_two_meanings_is_told_apart_with_all_that_refers_to_it():
    page = {"title": "Page", "properties": {"one": {"$ref": "#/components/schemas/Case"}}}
    both = merged(
        {
            "invoice": a_document("/v1/a", {"Case": text("x"), "Page": page}, "Page"),
            "travel": a_document("/v1/a", {"Case": text("y"), "Page": page, "Own": {}}, "Page"),
        }
    )
    schemas = both["components"]["schemas"]
    assert set(schemas) == {"InvoiceCase", "InvoicePage", "TravelCase", "TravelPage", "Own"}
    assert schemas["TravelCase"]["title"] == "TravelCase"
    assert "y" in schemas["TravelCase"]["properties"]
    assert schemas["TravelPage"]["properties"]["one"]["$ref"].endswith("/TravelCase")
    answer = both["paths"]["/invoice/v1/a"]["get"]["responses"]["200"]["schema"]["$ref"]
    assert answer.endswith("/InvoicePage")


def test_a_name_that_is_taken_is_not_given_again():
    with pytest.raises(ValueError, match="TravelCase"):
        merged(
            {
                "invoice": a_document("/v1/a", {"Case": text("x")}, "Case"),
                "travel": a_document("/v1/a", {"Case": text("y"), "TravelCase": {}}, "Case"),
            }
        )


def test_a_tag_of_one_service_keeps_its_name():
    one = a_document("/v1/a", {"Case": text("x")}, "Case")
    other = a_document("/v1/a", {"Case": text("x")}, "Case")
    other["tags"] = [{"name": "claims"}]
    other["paths"]["/v1/a"]["get"]["tags"] = ["claims"]
    both = merged({"invoice": one, "travel": other})
    assert [tag["name"] for tag in both["tags"]] == ["cases", "claims"]
