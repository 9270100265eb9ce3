"""Stand-ins for the outside systems, spoken to over HTTP; `docs/outside-systems.md` says how."""
