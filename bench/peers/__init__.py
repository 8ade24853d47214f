"""What the product is measured against: Django's admin over the same table, and a page that asks an API each time."""
