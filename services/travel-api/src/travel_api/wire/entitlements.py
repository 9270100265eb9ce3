"""Bodies about entitlement to health services."""

from collections.abc import Sequence

from service_kit.wire import Response, TextOut
from travel_api.adapters.rulebook import Rulebook
from travel_api.domain.entitlement import Entitlement, Right, Service, Verdict
from travel_api.wire.assessments import CitedOut


class RightOut(Response):
    """The answer for one service: yes, no, or cannot tell from what was stated."""

    service: Service
    verdict: Verdict
    rules: Sequence[str]
    interpretations: Sequence[str]
    missing: Sequence[str]


class EntitlementRuleOut(Response):
    """A rule that an answer rests on, in words."""

    id: str
    version: str
    title: TextOut
    statement: TextOut
    citation: CitedOut


class EntitlementOut(Response):
    """Which services a person is entitled to, and what to do next."""

    ruleset_version: str
    rights: Sequence[RightOut]
    next_steps: Sequence[EntitlementRuleOut]
    rules: Sequence[EntitlementRuleOut]


def entitlement_out(entitlement: Entitlement, rulebook: Rulebook) -> EntitlementOut:
    """Return the answers as they go on the wire; each rule's words stand once."""
    used = dict.fromkeys(rule for right in entitlement.rights for rule in right.rules)
    return EntitlementOut(
        ruleset_version=rulebook.ruleset_version,
        rights=[_right(right) for right in entitlement.rights],
        next_steps=[_rule(rulebook, name) for name in entitlement.next_steps],
        rules=[_rule(rulebook, name) for name in used],
    )


def _right(right: Right) -> RightOut:
    return RightOut(
        service=right.service,
        verdict=right.verdict,
        rules=right.rules,
        interpretations=right.interpretations,
        missing=right.missing,
    )


def _rule(rulebook: Rulebook, name: str) -> EntitlementRuleOut:
    rule = rulebook.catalogue[name]
    cited = rule.citation
    return EntitlementRuleOut(
        id=rule.id,
        version=rule.version,
        title=TextOut.of(rule.title),
        statement=TextOut.of(rule.statement),
        citation=CitedOut(document=cited.document, section=cited.section, url=cited.url),
    )
