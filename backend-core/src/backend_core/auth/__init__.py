"""Accounts, sign-in and consents."""
