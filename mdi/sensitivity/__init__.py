"""How sure is a rank: what an index owes to chance, to its weights and to its rules."""
