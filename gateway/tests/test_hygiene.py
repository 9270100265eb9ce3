"""What a request's head must be like."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.hygiene import (
    FORWARDED,
    HeadLimits,
    answer_fields,
    check_size,
    check_target,
    origin_form,
    read_head,
)
from gateway.refusals import Refusal

HOST = (b"host", b"api.example")


def refused(call, *arguments):
    with pytest.raises(Refusal) as refusal:
        call(*arguments)
    return refusal.value.status


@pytest.mark.parametrize(
    "path", [b"/", b"/invoice/v1/invoices/1", b"/a/%C3%A6", b"/a..b/.c/...", b"/a;b=c", b"/a/"]
)
def test_an_ordinary_path_passes(path):
    check_target(path, b"on=2026-01-01&x=%20/?[1]")


@pytest.mark.parametrize(
    "path",
    [
        b"", b"*", b"a", b"http://x/", b"//a", b"/a//b", b"/a/../b", b"/a/./b", b"/..", b"/a/.",
        b"/a/..;/b", b"/%2e%2e/a", b"/a/%2E/b", b"/a%2fb", b"/a%2Fb", b"/a%5cb", b"/a\\b", b"/a%00",
        b"/a%0d%0ab", b"/a%7f", b"/a%252fb", b"/a%", b"/a%4", b"/a%zz", b"/a b", b"/a\x00",
        b"/\xc3\xa6", b"/a#b", b'/a"b', b"/<a>", b"/a\n",
    ],
)  # fmt: skip
def test_a_path_that_could_be_read_in_two_ways_is_refused(path):
    assert refused(check_target, path, b"") == 400


@pytest.mark.parametrize("query", [b"a=%00", b"a=#", b"a=\xe6", b"a= ", b'a="', b"a=\\", b"a=\n"])
def test_a_query_that_should_have_been_encoded_is_refused(query):
    assert refused(check_target, b"/a", query) == 400


@given(st.binary(max_size=40))
def test_no_path_that_passes_can_leave_its_prefix(tail):
    path = b"/invoice/" + tail
    try:
        check_target(path, b"")
    except Refusal:
        return
    assert not {b".", b".."} & set(path.split(b"/"))
    assert not {b"%2e", b"%2f", b"%5c", b"%00", b"%25"} & {
        path.lower()[n : n + 3] for n in range(len(path))
    }


def test_an_absolute_target_counts_only_when_it_names_the_same_host():
    assert origin_form(b"/a?b", [b"x"]) == b"/a?b"
    assert origin_form(b"http://API.example/a?b", [b"api.example"]) == b"/a?b"
    assert origin_form(b"http://api.example?b", [b"api.example"]) == b"/?b"
    assert refused(origin_form, b"http://other.example/a", [b"api.example"]) == 400
    assert refused(origin_form, b"http://api.example/a", []) == 400


@pytest.mark.parametrize(
    "hosts",
    [[], [b"a", b"a"], [b""], [b"a b"], [b"a/b"], [b"a@b"], [b"a:b"], [b"a,b"], [b"a:123456"]],
)
def test_exactly_one_valid_host_is_needed(hosts):
    assert refused(read_head, [(b"host", host) for host in hosts]) == 400


@pytest.mark.parametrize("host", [b"a", b"a.example:8080", b"127.0.0.1", b"[::1]:80"])
def test_a_host_may_have_a_port(host):
    assert read_head([(b"host", host)]).kept == ()


@pytest.mark.parametrize(
    "name",
    [b"authorization", b"content-type", b"content-length", b"idempotency-key", b"origin"],
)
def test_a_field_that_means_one_thing_may_stand_once(name):
    assert refused(read_head, [HOST, (name, b"1"), (name, b"1")]) == 400


@pytest.mark.parametrize(
    "forged",
    [
        b"x-user", b"x-forwarded-for", b"x-forwarded-user", b"forwarded", b"x-real-ip",
        b"x-request-id", b"x-consumer-id", b"x-scope", b"traceparent", b"cookie",
        b"authorization", b"x_user",
        b"content_type", b"idempotency_key", b"proxy-authorization", b"te", b"x-original-url",
        b"x-http-method-override", b"x-client-cert", b"ssl-client-verify",
    ],
)  # fmt: skip
def test_nothing_a_client_poses_with_goes_on(forged):
    assert read_head([HOST, (forged, b"me")]).kept == ()


@given(st.lists(st.tuples(st.binary(min_size=1, max_size=12), st.binary(max_size=8)), max_size=12))
def test_only_fields_on_the_list_go_on(fields):
    try:
        head = read_head([HOST, *fields])
    except Refusal:
        return
    assert {name for name, _ in head.kept} <= FORWARDED


def test_a_field_named_in_connection_ends_here():
    head = read_head([HOST, (b"connection", b"close, If-Match"), (b"if-match", b"1")])
    assert head.kept == ()


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ([(b"transfer-encoding", b"gzip, chunked")], 501),
        ([(b"transfer-encoding", b"xchunked")], 501),
        ([(b"transfer-encoding", b"chunked"), (b"transfer-encoding", b"chunked")], 400),
        ([(b"transfer-encoding", b"chunked"), (b"content-length", b"3")], 400),
        ([(b"upgrade", b"h2c")], 501),
        ([(b"expect", b"200-maybe")], 400),
        ([(b"content-length", b"+3")], 400),
        ([(b"content-length", b"-1")], 400),
        ([(b"content-length", b"9" * 16)], 400),
    ],
)
def test_a_body_must_be_framed_in_one_plain_way(fields, status):
    assert refused(read_head, [HOST, *fields]) == status


def test_what_the_gateway_itself_reads_is_told_apart():
    head = read_head([HOST, (b"authorization", b"Bearer a"), (b"content-length", b"3")])
    assert (head.authorization, head.content_length, head.has_body) == (b"Bearer a", 3, True)
    assert read_head([HOST, (b"transfer-encoding", b"Chunked")]).has_body
    assert not read_head([HOST, (b"content-length", b"0")]).has_body


def test_a_head_has_a_largest_size():
    limits = HeadLimits(size=100, fields=2, target=50)
    check_size(b"/" * 50, [(b"a", b"b" * 45)], limits)

    assert refused(check_size, b"/" * 51, [], limits) == 431
    assert refused(check_size, b"/" * 50, [(b"a", b"b" * 46)], limits) == 431
    assert refused(check_size, b"/", [(b"a", b"b")] * 3, limits) == 431


def test_an_answer_keeps_its_fields_except_those_between_two_neighbours():
    fields = [
        (b"content-type", b"text/plain"), (b"connection", b"close, X-Drop"), (b"x-drop", b"1"),
        (b"keep-alive", b"1"), (b"transfer-encoding", b"chunked"), (b"date", b"d"),
        (b"server", b"s"),
        (b"set-cookie", b"a"), (b"set-cookie", b"b"), (b"x-request-id", b"r"),
    ]  # fmt: skip
    assert answer_fields(fields) == [
        (b"content-type", b"text/plain"),
        (b"set-cookie", b"a"),
        (b"set-cookie", b"b"),
    ]
