"""Résumés: read in a limited process of their own, cut into sections, embedded."""
