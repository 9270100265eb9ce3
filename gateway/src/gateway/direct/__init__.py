"""The fast lane: ordinary requests go from the client's connection to the service's, without ASGI.

A request takes it when its head is in order, its token is known, its body is short and nothing is
due on its connection. Every other request, and every refusal, is left to the ASGI application, so
there is one place that knows how to say no.
"""
