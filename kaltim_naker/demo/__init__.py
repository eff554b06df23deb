"""The province's programme of 2025 with invented people.

Real are the targets and the events (domain.md §0.2); invented are all people, classes, results and certificates. What
happens is worked out by pure functions from one seed (`classes`, `people`, `rosters`, `results`), so that every machine
shows the same year; `load` writes it. What surrounds the classes (`resources`, `attendance`, `applications`,
`outcomes`, `oversight`, `papers`) is told from rows that are there by then, each part from a seed of its own.
"""
