"""What the services must agree on: vocabulary, identity numbers, problems, scopes, events."""
