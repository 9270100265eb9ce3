"""Rates, breakers and retries: arithmetic of time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.scopes import RateClass
from gateway.limits import Rate, RateLimiter
from gateway.refusals import Refusal
from gateway.resilience import Breaker, RetryBudget

ORDINARY, PUBLIC = RateClass.ORDINARY, RateClass.PUBLIC
RATES = dict.fromkeys(RateClass, Rate(3, 60))


def refused(limiter, at, caller="a", rate_class=ORDINARY):
    with pytest.raises(Refusal) as refusal:
        limiter.take(rate_class, caller, at)
    return dict(refusal.value.headers)


def test_a_caller_may_use_the_whole_rate_at_once_and_then_waits_for_one():
    limiter = RateLimiter(RATES)
    left = [limiter.take(ORDINARY, "a", 100.0).remaining for _ in range(3)]

    assert left == [2, 1, 0]
    assert refused(limiter, 100.0)[b"retry-after"] == b"20"
    assert refused(limiter, 119.9)[b"retry-after"] == b"1"
    assert limiter.take(ORDINARY, "a", 120.0).remaining == 0


def test_callers_and_classes_are_counted_apart():
    limiter = RateLimiter(RATES)
    for _ in range(3):
        limiter.take(ORDINARY, "a", 0.0)

    refused(limiter, 0.0)
    assert limiter.take(ORDINARY, "b", 0.0).remaining == 2
    assert limiter.take(PUBLIC, "a", 0.0).remaining == 2


def test_the_quota_is_told_in_header_fields():
    quota = RateLimiter(RATES).take(ORDINARY, "a", 0.0)
    assert quota.fields() == [
        (b"ratelimit-policy", b'"ordinary";q=3;w=60'),
        (b"ratelimit", b'"ordinary";r=2;t=20'),
    ]


@given(st.lists(st.floats(0, 5), max_size=80))
def test_no_window_lets_through_more_than_twice_the_rate(gaps):
    limiter, now, passed = RateLimiter(RATES), 0.0, []
    for gap in gaps:
        now += gap
        try:
            limiter.take(ORDINARY, "a", now)
        except Refusal:
            continue
        passed.append(now)
    for start in passed:
        assert sum(start <= at < start + 60 for at in passed) <= 6


def test_a_full_memory_forgets_the_idle_and_keeps_who_has_used_up_the_quota():
    limiter = RateLimiter(RATES, max_callers=10)
    for n in range(9):
        limiter.take(ORDINARY, f"idle-{n}", 0.0)
    for _ in range(3):
        limiter.take(ORDINARY, "busy", 50.0)

    limiter.take(ORDINARY, "one more", 50.0)

    assert "retry-after" in {name.decode() for name in refused(limiter, 50.0, "busy")}


def test_a_breaker_opens_after_failures_in_a_row_and_lets_one_request_try():
    breaker = Breaker(threshold=2, pause_s=5)
    breaker.failed(0.0)
    breaker.succeeded()
    breaker.failed(1.0)
    breaker.admit(1.0)
    breaker.failed(1.0)

    with pytest.raises(Refusal) as refusal:
        breaker.admit(5.9)
    assert (refusal.value.status, dict(refusal.value.headers)) == (503, {b"retry-after": b"1"})

    breaker.admit(6.0)
    with pytest.raises(Refusal):
        breaker.admit(6.0)
    breaker.succeeded()
    breaker.admit(6.0)


def test_retries_are_a_share_of_requests():
    budget = RetryBudget(share=0.2, most=2, saved=0)
    for _ in range(5):
        assert not budget.spend()
        budget.earn()

    assert budget.spend()
    assert not budget.spend()
    for _ in range(100):
        budget.earn()
    assert [budget.spend() for _ in range(3)] == [True, True, False]
