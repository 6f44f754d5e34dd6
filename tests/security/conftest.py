"""The running backend-core that its own tests have, and whoever calls it."""

from conftest import cast, cheap_passwords, core, person, scene, settings

__all__ = ["cast", "cheap_passwords", "core", "person", "scene", "settings"]
