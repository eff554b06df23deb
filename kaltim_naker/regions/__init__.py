"""Regions of Indonesia with both code systems, and the sectors of the economy (KBLI)."""
