"""Fields for several choices out of many: a few lists below each other, no scripts needed."""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

Choices = Iterable[tuple[str, str]]
# So many lists stay empty for what comes next.
ROOM = 3


class SeveralSelects(forms.MultiWidget):
    """Some lists below each other, one for each choice; equal and empty choices fall away."""

    use_fieldset = True
    is_hidden = False

    def __init__(self, label: str, attrs: dict | None = None) -> None:
        self.label = label
        self.choices: list[tuple[str, str]] = []
        super().__init__([], attrs)

    def make_room(self, number: int) -> None:
        """Offer `number` lists."""
        options = [("", _("– none –")), *self.choices]
        self.widgets = [
            forms.Select(attrs={"aria-label": f"{self.label} {place}"}, choices=options)
            for place in range(1, number + 1)
        ]
        self.widgets_names = [f"_{place}" for place in range(number)]

    def get_context(self, name: str, value: Any, attrs: dict | None) -> dict:
        """Draw as many lists as there are choices, and some more."""
        chosen = value if isinstance(value, list) else []
        self.make_room(len(chosen) + ROOM)
        filled = chosen + [""] * ROOM
        return super().get_context(name, filled, attrs)

    def decompress(self, value: Any) -> list:
        """Return the choices as they are: one for each list."""
        return value or []

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        """Return what was chosen in all lists of this name."""
        keys = [key for key in data if key.startswith(f"{name}_")]
        keys = [key for key in keys if key.removeprefix(f"{name}_").isdigit()]
        values = [data.get(key) for key in sorted(keys, key=lambda key: int(key.split("_")[-1]))]
        return list(dict.fromkeys(value for value in values if value))

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Say that nothing of this name was sent."""
        return not any(key.startswith(f"{name}_") for key in data)


class SeveralField(forms.Field):
    """Several values out of many."""

    def __init__(self, *, choices: Callable[[], Choices], label: str, **kwargs: Any) -> None:
        super().__init__(widget=SeveralSelects(str(label)), label=label, **kwargs)
        self._choices = choices

    def prepare(self) -> None:
        """Read the choices for this request."""
        self.widget.choices = [(str(value), str(name)) for value, name in self._choices()]

    def clean(self, value: Any) -> list[str]:
        """Return the values; raise where one is not among the choices."""
        values = super().clean(value) or []
        known = {choice for choice, _name in self.widget.choices}
        unknown = [each for each in values if each not in known]
        if unknown:
            raise ValidationError(_("Choose from the list: “%(value)s” is not in it.")
                                  % {"value": unknown[0]})  # fmt: skip
        return values
