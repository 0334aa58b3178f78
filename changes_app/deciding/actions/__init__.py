"""The only writers of comments, votes and decisions."""
