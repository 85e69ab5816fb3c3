"""What the room holds about people: their questions, what they wrote, which answers they follow."""

from typing import Any

from interact_portal.accounts.models import User
from interact_portal.accounts.personal_data import holds

from .models import Question, SavedAnswer
from .workflow.keeping import erase_asker


def _questions(user: User) -> list[dict[str, Any]]:
    rows = Question.objects.asked_by(user).select_related("theme", "programme", "body")
    return [
        {
            "number": question.reference,
            "question": question.title,
            "text": question.text,
            "theme": str(question.theme or ""),
            "programme": str(question.programme or ""),
            "body": str(question.body or ""),
            "state": question.get_state_display(),
            "asked": question.asked_at,
            "closed": question.closed_at,
            "forgotten from": question.forget_on,
            "conversation": [
                {
                    "who": message.get_kind_display(),
                    "when": message.written_at,
                    "text": message.text,
                    "files": [file.name for file in message.attachments.all()],
                }
                for message in question.messages.for_the_asker().prefetch_related("attachments")
            ],
            "files": list(
                question.attachments.filter(message__isnull=True).values_list("name", flat=True)
            ),
        }
        for question in rows.order_by("pk")
    ]


def _followed(user: User) -> list[dict[str, Any]]:
    rows = SavedAnswer.objects.filter(person=user).select_related("answer").order_by("pk")
    return [{"answer": row.answer.slug, "since": row.saved_at} for row in rows]


def _unfollow(user: User) -> None:
    SavedAnswer.objects.filter(person=user).delete()


holds("questions", collect=_questions, erase=erase_asker)
holds("followed answers", collect=_followed, erase=_unfollow)
