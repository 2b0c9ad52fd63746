"""What things are: vocabularies, rules of time and money, tables and views. No I/O, no Qt."""
