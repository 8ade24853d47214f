"""Pure, typed client of the LogicTrade REST API. Knows no Django and nothing of the project."""
