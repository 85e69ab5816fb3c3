"""How forms are drawn: by the portal's own templates."""

from django.forms.renderers import TemplatesSetting


class PortalRenderer(TemplatesSetting):
    """Draws forms and fields with the components of the portal.

    `{{ form }}` is the error summary and every field; `{{ field.as_field_group }}` is one field
    with label, help and error. Widgets stay Django's own, so the back office keeps its looks.
    """

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"
