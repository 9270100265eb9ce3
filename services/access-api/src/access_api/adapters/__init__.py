"""What lies outside: registers, printer, mailbox, receivers, the calendar, the costly hash."""
