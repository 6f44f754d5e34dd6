"""Inviting people to a posting, and the invitation as they meet it."""
