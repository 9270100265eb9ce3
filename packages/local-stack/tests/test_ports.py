import socket

from local_stack.ports import LOOPBACK, free_ports, own_ports


def test_a_port_that_is_taken_is_replaced_and_the_rest_are_as_preferred():
    with socket.create_server((LOOPBACK, 0)) as taken:
        port = taken.getsockname()[1]
        found = free_ports({"api": port, "other": 0})

    assert found["api"] != port
    assert len(set(found.values())) == 2


def test_own_ports_are_one_for_each_name_and_all_free():
    found = own_ports(["api", "metrics", "keys"])

    assert list(found) == ["api", "metrics", "keys"]
    assert free_ports(found) == found


def test_own_ports_pass_over_a_block_that_somebody_uses():
    first = own_ports(["api", "metrics"])
    with socket.create_server((LOOPBACK, first["metrics"])):
        assert set(own_ports(["api", "metrics"]).values()).isdisjoint(first.values())
