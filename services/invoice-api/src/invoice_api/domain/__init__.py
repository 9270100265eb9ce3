"""The functional core: what an invoice must be, and what follows when it is not."""
