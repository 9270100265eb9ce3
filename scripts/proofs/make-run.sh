#!/usr/bin/env bash
# `make run` serves until Ctrl-C, keeps its data, ends with any of its processes, leaves nothing.
exec pytest -q scripts/acceptance/test_run.py
