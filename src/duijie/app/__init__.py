"""App (应用): the only room that knows Django: records, wiring and the command line."""
