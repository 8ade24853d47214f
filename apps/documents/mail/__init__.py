"""Mail with a paper to a customer: kept here first, then sent by the worker, once."""
