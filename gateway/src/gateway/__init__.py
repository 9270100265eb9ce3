"""Authentication, authorisation, routing and limits in front of the services."""
