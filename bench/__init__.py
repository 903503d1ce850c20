"""The bench: the product measured beside a floor that does the same SQL with no product around it."""
