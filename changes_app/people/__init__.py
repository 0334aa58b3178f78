"""Who takes part: accounts, what they may do, organisations, memberships, tokens."""
