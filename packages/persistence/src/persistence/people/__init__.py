"""Accounts and what they hold: consents, credentials, résumés and rights."""
