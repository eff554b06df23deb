"""Acts that need a second person: asked for by one, carried out when another one approves.

Targets, closing and restatements have their own steps in `programs`; what is here serves acts of one service call:
revoking a certificate, making one record of two, giving somebody a role (docs/decisions/0021).
"""
