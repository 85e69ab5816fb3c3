"""What people fill in: the whole form and the short one, files, and what reviewers write."""

from .attaching import AttachmentForm
from .writing import BlockFormSet, ConditionFormSet, PracticeForm, ShortForm

__all__ = ["AttachmentForm", "BlockFormSet", "ConditionFormSet", "PracticeForm", "ShortForm"]
