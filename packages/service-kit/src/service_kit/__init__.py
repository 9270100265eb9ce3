"""What every service does alike: settings, tokens, problems, outbox, idempotency, sealing, telemetry."""
