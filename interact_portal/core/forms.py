"""How forms are drawn: by the portal's own templates."""

from django.forms.renderers import TemplatesSetting


class PortalRenderer(TemplatesSetting):
    """Draws forms and fields with the templates of the portal."""
