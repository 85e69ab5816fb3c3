"""How forms are drawn: by the portal's own templates."""

import functools
from collections.abc import Callable
from typing import Any

from django.forms import BoundField, CheckboxInput
from django.forms.renderers import TemplatesSetting
from django.forms.widgets import ChoiceWidget
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language


class PortalRenderer(TemplatesSetting):
    """Draws forms and fields with the components of the portal.

    `{{ form }}` is the error summary and every field; `{{ field.as_field_group }}` is one field
    with label, help and error. Widgets stay Django's own, so the back office keeps its looks.
    """

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"


# Stands for the control while what surrounds it is drawn; no text of ours holds it.
SPOT = "\ue000"
KEPT_AT_MOST = 2000
_kept: dict[tuple, SafeString] = {}


class KeptField(BoundField):
    """A field of a form that hundreds open in a minute: drawn once, then kept by what it says.

    What surrounds the control depends on label, help and errors; a list or tick on its choices
    and value besides. Two fields that say the same are drawn the same, so nothing goes stale.
    Used by `bound_field_class = KeptField` of a form.
    """

    _as_spot = False

    def as_field_group(self) -> SafeString:
        """Return the field with label, help and errors."""
        surroundings = _keep(
            (
                "field",
                get_language(),
                self.field.widget.__class__,
                self.html_name,
                self.auto_id,
                str(self.label),
                str(self.help_text),
                self.field.required,
                tuple(self.errors),
            ),
            self._draw_surroundings,
        )
        return mark_safe(surroundings.replace(SPOT, self.as_widget()))  # noqa: S308 - both escaped

    def as_widget(self, *args: Any, **kwargs: Any) -> SafeString:
        """Return the control; lists and ticks are kept as well."""
        if self._as_spot:
            return SafeString(SPOT)
        draw = functools.partial(super().as_widget, *args, **kwargs)
        widget = self.field.widget
        if args or kwargs or not isinstance(widget, (ChoiceWidget, CheckboxInput)):
            return draw()
        choices = tuple((str(key), str(name)) for key, name in getattr(widget, "choices", ()))
        said = (self.html_name, self.auto_id, choices, str(self.value()), repr(widget.attrs))
        state = (get_language(), widget.__class__, bool(self.errors), bool(self.help_text))
        return _keep(("control", *state, *said, self.field.required), draw)

    def _draw_surroundings(self) -> SafeString:
        self._as_spot = True
        try:
            return super().as_field_group()
        finally:
            self._as_spot = False


def _keep(key: tuple, draw: Callable[[], SafeString]) -> SafeString:
    """Return what was drawn for `key`, drawing it now if it was not."""
    drawn = _kept.get(key)
    if drawn is None:
        if len(_kept) >= KEPT_AT_MOST:
            _kept.clear()
        drawn = _kept[key] = draw()
    return drawn
