"""Believable data of an invented Dutch furniture and flooring trader, made from one seed."""
