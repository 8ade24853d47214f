"""A stand-in LogicTrade over real HTTP, written from the API contract alone; it imports nothing of the project."""
