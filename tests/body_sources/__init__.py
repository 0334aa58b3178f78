"""Tables of a system, invented from the queries that read them, so that these can be run and give rows. Pure."""
