"""What the gateway adds to the API document."""

from gateway.contract import with_own_answers

DOCUMENT = {
    "openapi": "3.1.0",
    "paths": {
        "/travel/v1/rules": {
            "summary": "Rules",
            "get": {"responses": {"200": {"description": "Rules"}}},
        },
        "/travel/v1/claims": {
            "post": {
                "security": [{"bearer": ["travel:claim"]}],
                "requestBody": {},
                "responses": {"201": {"description": "Made"}, "503": {"description": "Full"}},
            }
        },
    },
}


def test_every_operation_documents_what_the_gateway_may_answer():
    paths = with_own_answers(DOCUMENT)["paths"]
    rules = paths["/travel/v1/rules"]["get"]["responses"]
    claims = paths["/travel/v1/claims"]["post"]["responses"]

    assert list(rules) == sorted(rules)
    assert rules.keys() >= {"200", "404", "408", "429", "431", "501", "502", "503", "504"}
    assert not {"401", "403", "413"} & rules.keys()
    assert claims.keys() >= {"401", "403", "413"}
    assert rules["502"]["content"]["application/problem+json"]["schema"] == {
        "$ref": "#/components/schemas/Problem"
    }


def test_what_a_service_says_of_its_answers_stands():
    claims = with_own_answers(DOCUMENT)["paths"]["/travel/v1/claims"]["post"]["responses"]
    assert claims["503"] == {"description": "Full"}
    assert with_own_answers(DOCUMENT)["paths"]["/travel/v1/rules"]["summary"] == "Rules"
