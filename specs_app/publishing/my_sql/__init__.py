"""The script for one council: what it answered, what follows from that, the file, and what is new since the one that it runs."""
