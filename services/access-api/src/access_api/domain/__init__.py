"""The rules of blocking and reopening: no clock, no chance, no input or output."""
