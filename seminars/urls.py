"""Addresses of the room: seminars and registrations."""

from django.urls import path

from . import feeds, views

urlpatterns = [
    path("seminars/", views.seminar_list, name="seminar_list"),
    path("seminars/feed/", feeds.SeminarFeed(), name="seminar_feed"),
    path("seminars/calendar.ics", feeds.seminar_calendar, name="seminar_calendar"),
    path("seminars/mine/", views.my_seminars, name="my_seminars"),
    path("seminars/mine/calendar/", views.renew_calendar, name="renew_calendar"),
    path("seminars/mine/calendar/revoke/", views.revoke_calendar, name="revoke_calendar"),
    path("seminars/mine/<str:secret>.ics", feeds.my_calendar, name="my_calendar"),
    path("seminars/privacy/<int:version>/", views.privacy_notice, name="privacy_notice"),
    path("seminars/certificates/", views.certificate_check, name="certificate_check"),
    path(
        "seminars/certificates/<str:number>/",
        views.certificate_verify,
        name="certificate_verify",
    ),
    path("seminars/invited/<str:secret>/", views.seminar_invited, name="seminar_invited"),
    path("seminars/instead/<str:secret>/", views.substitution_answer, name="substitution_answer"),
    path(
        "seminars/instead/<str:secret>/no/",
        views.substitution_decline,
        name="substitution_decline",
    ),
    path(
        "seminars/registration/<str:secret>/",
        views.registration_status,
        name="registration_status",
    ),
    path(
        "seminars/registration/<str:secret>/seminar.ics",
        feeds.registration_file,
        name="registration_file",
    ),
    path(
        "seminars/registration/<str:secret>/change/",
        views.registration_change,
        name="registration_change",
    ),
    path(
        "seminars/registration/<str:secret>/complete/",
        views.registration_complete,
        name="registration_complete",
    ),
    path(
        "seminars/registration/<str:secret>/wish/",
        views.registration_wish,
        name="registration_wish",
    ),
    path(
        "seminars/registration/<str:secret>/withdraw/",
        views.registration_withdraw,
        name="registration_withdraw",
    ),
    path("seminars/registration/<str:secret>/accept/", views.offer_accept, name="offer_accept"),
    path("seminars/registration/<str:secret>/decline/", views.offer_decline, name="offer_decline"),
    path(
        "seminars/registration/<str:secret>/colleague/",
        views.ask_colleague,
        name="ask_colleague",
    ),
    path(
        "seminars/registration/<str:secret>/colleague/stop/",
        views.stop_asking,
        name="stop_asking",
    ),
    path(
        "seminars/registration/<str:secret>/opinion/",
        views.registration_survey,
        name="registration_survey",
    ),
    path(
        "seminars/registration/<str:secret>/promise/",
        views.registration_promise,
        name="registration_promise",
    ),
    path(
        "seminars/registration/<str:secret>/certificate.pdf",
        views.certificate_file,
        name="certificate_file",
    ),
    path("seminars/<slug:slug>/", views.seminar_detail, name="seminar_detail"),
    path("seminars/<slug:slug>/seminar.ics", feeds.seminar_file, name="seminar_file"),
    path("seminars/<slug:slug>/register/", views.seminar_register, name="seminar_register"),
    path("seminars/<slug:slug>/nominate/", views.seminar_nominate, name="seminar_nominate"),
    path("seminars/<slug:slug>/material/<int:pk>/", views.material_open, name="material_open"),
]
