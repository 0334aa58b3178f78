"""Pages of proposals that were handed in: reading, commenting, voting, the steps of the secretariat."""
