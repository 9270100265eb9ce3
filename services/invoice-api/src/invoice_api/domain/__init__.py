"""What an invoice is, what the rules say of it, and what follows: values in, values out."""
