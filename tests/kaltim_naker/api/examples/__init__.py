"""The examples of the API's document: a year of three offices, sent and read through the API, each exchange kept.

`story` tells the year, `diary` keeps what was sent and answered. `test_examples` holds them against the document.
"""
