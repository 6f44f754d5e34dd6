"""Organisations, their postings and invitations, and what people there make of interviews."""
