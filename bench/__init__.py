"""Measurements. Each stands beside something measured in the same run; the ratio is what counts, not the machine.

A measurement is a function decorated with ``@measurement("name")`` in a module of this package; modules are found by
themselves. It takes the Scale and yields Rows.
"""
