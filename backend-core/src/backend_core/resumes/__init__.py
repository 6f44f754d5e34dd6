"""Résumés: uploaded, shown as they were read, corrected and deleted by their candidate, and seen by nobody else but the
organisations that they give one to."""
