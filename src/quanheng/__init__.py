"""Quanheng 权衡: weighs an achievement and balances a price."""

__version__ = "0.1.0"
