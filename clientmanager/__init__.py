"""ClientManager: the client relationship system of a financial practice."""

__version__ = "0.1.0"
