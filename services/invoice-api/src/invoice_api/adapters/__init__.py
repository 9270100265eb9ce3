"""What talks to the world outside the service: XML, rule engines, other systems."""
