"""Addresses of the room: answers, asking, one's own questions, invitations, the glossary."""

from django.urls import path

from . import feeds
from .views import answers, asking, glossary, invited, questions

urlpatterns = [
    path("advice/", answers.answer_list, name="advice_list"),
    path("advice/feed/", feeds.AnswerFeed(), name="advice_feed"),
    *[
        path(f"advice/export.{kind}", answers.answer_export, {"kind": kind}, f"advice_{kind}")
        for kind in ("csv", "xlsx", "json")
    ],
    path("advice/ask/", asking.advice_ask, name="advice_ask"),
    path("advice/ask/fitting/", asking.ask_fitting, name="ask_fitting"),
    path("advice/ask/send/", asking.ask_send, name="ask_send"),
    path("advice/ask/solved/", asking.ask_solved, name="ask_solved"),
    path("advice/questions/", questions.question_list, name="question_list"),
    path("advice/questions/<int:pk>/", questions.question_detail, name="question_detail"),
    path(
        "advice/questions/<int:pk>/files/<int:file>/",
        questions.question_file,
        name="question_file",
    ),
    *[
        path(
            f"advice/questions/<int:pk>/{act}/",
            questions.question_act,
            {"act": act},
            f"question_{act}",
        )
        for act in questions.ACTS
    ],
    path("advice/invited/<str:secret>/", invited.invitation, name="invitation"),
    path(
        "advice/invited/<str:secret>/decline/",
        invited.invitation_decline,
        name="invitation_decline",
    ),
    path("advice/<slug:slug>/", answers.answer_detail, name="answer_detail"),
    path("advice/<slug:slug>/versions/", answers.answer_versions, name="answer_versions"),
    path(
        "advice/<slug:slug>/versions/<int:number>/",
        answers.answer_version,
        name="answer_version",
    ),
    path("advice/<slug:slug>/useful/", answers.answer_vote, name="answer_vote"),
    path("advice/<slug:slug>/follow/", answers.answer_follow, name="answer_follow"),
    path("glossary/", glossary.glossary, name="glossary"),
]
