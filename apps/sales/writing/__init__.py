"""Quotes, orders and invoices on their way to LogicTrade: one set of modules, told apart by `families`."""
