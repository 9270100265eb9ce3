"""The main jobs of the suite, played through the gateway with real tokens.

Every step is a plain function over `Entrance` or `Visitor`, so that tests can play the same jobs.
"""
