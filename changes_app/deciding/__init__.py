"""From a proposal handed in to the decision: comments, votes, rules, and what is due."""
