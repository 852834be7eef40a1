"""A website on 127.0.0.1 whose every page mistreats its reader in a way of its own."""

from tests.hostile_site.site import HostileSite

__all__ = ["HostileSite"]
