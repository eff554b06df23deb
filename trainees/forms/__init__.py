"""Forms about people and their training: shape and messages; the rules are the services'."""
