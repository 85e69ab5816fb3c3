"""What the page of a question on the desk shows: the conversation, the forms, what is possible."""

from typing import Any

from advice.choices import InvitationState
from advice.filters import fitting_answers
from advice.forms import desk as desk_forms
from advice.models import Question
from advice.permissions import may_write
from advice.workflow.moves import QUESTION_MOVES
from interact_portal.core.audit import trail_of
from interact_portal.core.moves import acts_possible_from


def thread_context(question: Question, officer: Any, bound: dict[str, Any]) -> dict[str, Any]:
    """Return the context of the page; `bound` holds the form that came back with faults."""
    possible = acts_possible_from(question.state, QUESTION_MOVES)
    is_mine = question.officer_id == officer.pk
    invitations = question.invitations.select_related("programme", "sent_by")
    return {
        "question": question,
        "thread": question.messages.for_threads(),
        "files": question.attachments.filter(message__isnull=True),
        "invitations": invitations,
        "twins": question.merged_questions.select_related("asker"),
        "published": question.published_answers.prefetch_related("versions"),
        "trail": trail_of(question)[:30],
        "fitting": fitting_answers(question) if question.is_open else [],
        "may": {
            "take": "take" in possible,
            "take_over": question.is_open and not is_mine and "take" not in possible,
            "put_back": "put back" in possible,
            "assign": "assign" in possible or "hand over" in possible,
            "due": question.is_open,
            "ask_back": is_mine and "ask back" in possible,
            "answer": is_mine and "answer" in possible,
            "close": "close" in possible or "give up" in possible,
            "join": "join" in possible,
            "invite": question.is_open,
            "publish": may_write(officer)
            and question.is_publishable
            and question.first_answered_at is not None
            and not question.is_forgotten,
        },
        "can_remind": InvitationState.SENT,
        "forms": _forms(question, bound),
    }


def _forms(question: Question, bound: dict[str, Any]) -> dict[str, Any]:
    empty = {
        "message": lambda: desk_forms.MessageForm(auto_id="message-%s"),
        "answer": lambda: desk_forms.AnswerForm(
            initial={"periods": [question.period] if question.period else []}
        ),
        "bases": lambda: desk_forms.BasisFormSet(prefix="bases"),
        "assign": lambda: desk_forms.AssignForm(initial={"officer": question.officer_id}),
        "due": lambda: desk_forms.DueForm(initial={"day": question.due_on}),
        "close": lambda: desk_forms.WhyForm(auto_id="close-%s"),
        "join": lambda: desk_forms.JoinForm(question=question),
        "invite": lambda: desk_forms.InviteForm(
            auto_id="invite-%s", initial={"text": f"{question.title}\n\n{question.text}"}
        ),
        "publish": lambda: desk_forms.PublishForm(question=question),
    }
    return {name: bound.get(name) or make() for name, make in empty.items()}
