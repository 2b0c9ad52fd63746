"""Settings: how the window looks, what it reminds of, what stands on papers, where the data is."""

from clientdesk.ui.panels.settings.panel import SettingsPanel

__all__ = ["SettingsPanel"]
