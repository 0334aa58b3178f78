"""How people read the prose of a standard: paragraphs, lists, and the codes in it. No word is added, lost or moved."""
