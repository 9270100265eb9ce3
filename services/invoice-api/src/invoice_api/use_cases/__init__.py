"""The imperative shell: load, ask the rules, save and record, each in one visible transaction."""
