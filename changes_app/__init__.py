"""How a specification changes: proposals, votes, publication."""
