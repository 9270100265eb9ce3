"""What tests of the gateway share: a service that misbehaves on demand, and a plain client."""
