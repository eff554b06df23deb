"""The records that programs read and send: one module for each part of the house."""
