"""What a standard says along two of its sides: items by returns, items by systems, objects by systems."""
