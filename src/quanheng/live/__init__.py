"""The bidding engine: it stamps, orders, stores and shows what people bid. No Django.

One process owns the lots of a data folder and writes their log (`serve.start`); Django reads and
sends through `client.connect`. The rules themselves are `quanheng.methods.bidding`.
"""
