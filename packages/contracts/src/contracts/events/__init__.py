"""Events that leave a service, one version a class; changes inside a version only add."""
