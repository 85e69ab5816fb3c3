"""Addresses of the room."""

from django.urls import path

from goodpractice import feeds, views
from programmes.urls import files

urlpatterns = [
    path("practices/", views.practice_list, name="practice_list"),
    path("practices/feed/", feeds.PracticeFeed(), name="practice_feed"),
    *files("practices", views.practice_export),
    path("practices/compare/", views.practice_compare, name="practice_compare"),
    path("practices/compare.csv", views.compare_export, name="practice_compare_csv"),
    path("practices/how-we-accept/", views.how_we_accept, name="how_we_accept"),
    path("practices/programmes-like-mine/", views.alike, name="programmes_like_mine"),
    path("practices/my-programme/", views.choose_programme, name="choose_programme"),
    path("practices/mine/", views.my_practices, name="my_practices"),
    path("practices/mine/<int:pk>/", views.submission, name="practice_submission"),
    path("practices/mine/<int:pk>/submit/", views.submit, name="practice_submit"),
    path("practices/mine/<int:pk>/withdraw/", views.withdraw, name="practice_withdraw"),
    path("practices/mine/<int:pk>/facts/", views.facts, name="practice_facts"),
    path("practices/new/", views.practice_new, name="practice_new"),
    path("practices/mine/<int:pk>/edit/", views.practice_edit, name="practice_edit"),
    path("practices/mine/<int:pk>/files/", views.attach, name="practice_attach"),
    path(
        "practices/mine/<int:pk>/files/<int:attachment>/leave-out/",
        views.leave_out,
        name="practice_leave_out",
    ),
    path("practices/remarks/<int:pk>/answer/", views.answer_remark, name="practice_answer_remark"),
    path("practices/lists/", views.my_lists, name="my_lists"),
    path("practices/lists/<int:pk>/", views.list_detail, name="practice_list_detail"),
    path("practices/lists/<int:pk>/change/", views.change_list, name="practice_list_change"),
    path("practices/lists/<int:pk>/rename/", views.rename_list, name="practice_list_rename"),
    path("practices/lists/entry/<int:pk>/", views.change_entry, name="practice_list_entry"),
    path("practices/lists/shared/<str:key>/", views.shared_list, name="practice_shared_list"),
    path("practices/packs/<str:key>/", views.pack, name="practice_pack"),
    path("practices/uses/<int:pk>/", views.use_detail, name="practice_use"),
    path("practices/uses/<int:pk>/decide/", views.decide_use, name="practice_use_decide"),
    path("practices/answered/<str:key>/", views.contact_answered, name="practice_contact_answered"),
    path("practices/opinion/<str:secret>/", views.outside, name="practice_outside"),
    path("practices/files/<int:pk>/", views.attachment, name="practice_file"),
    path("practices/<slug:slug>/use/", views.declare_use, name="practice_declare_use"),
    path("practices/<slug:slug>/keep/", views.keep, name="practice_keep"),
    path("practices/<slug:slug>/useful/", views.useful, name="practice_useful"),
    path("practices/<slug:slug>/correct/", views.correct, name="practice_correct"),
    path("practices/<slug:slug>/contact/", views.write_to_owner, name="practice_contact"),
    path("practices/<slug:slug>/new-version/", views.begin_version, name="practice_begin_version"),
    path("practices/<slug:slug>/", views.practice_detail, name="practice_detail"),
    path("practices/<slug:slug>/fact-sheet.pdf", views.fact_sheet, name="practice_fact_sheet"),
    path("practices/<slug:slug>/v<int:number>/", views.practice_version, name="practice_version"),
]
