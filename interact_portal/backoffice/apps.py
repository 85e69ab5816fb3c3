from django.apps import AppConfig
from django.contrib.admin import apps as admin
from django.utils.translation import gettext_lazy as _


class BackOfficeConfig(AppConfig):
    # This module holds a second app, so Django wants to be told which one is meant.
    default = True
    name = "interact_portal.backoffice"
    label = "backoffice"
    verbose_name = _("Back office")


class PortalAdmin(admin.AdminConfig):
    """Django's admin with our first page and our own pages."""

    default = False
    default_site = "interact_portal.backoffice.site.BackOffice"
