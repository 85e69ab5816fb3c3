"""Settings of the portal. What differs per machine is read from the environment in the top block.

Every variable stands, explained, in `.env.example`. Outside the demo (`PORTAL_DEMO=1`, which
`make run` sets) the portal refuses to start without a secret key and host names.
"""

import sys
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from environs import Env

BASE_DIR = Path(__file__).resolve().parent.parent

# --- What differs per machine -------------------------------------------------------------------

env = Env()
env.read_env(BASE_DIR / ".env", recurse=False)

DEMO = env.bool("PORTAL_DEMO", False)
DEBUG = env.bool("DEBUG", False)
SECRET_KEY = env.str("SECRET_KEY", "")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", [])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", [])
BEHIND_HTTPS = env.bool("BEHIND_HTTPS", not (DEMO or DEBUG))
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", 0)
DATA_DIR = Path(env.str("PORTAL_DATA_DIR", "") or BASE_DIR / "var")
DATABASE_URL = env.str("DATABASE_URL", "")
EMAIL_URL = env.str("EMAIL_URL", "")
OPERATOR = env.str("PORTAL_OPERATOR", "INTERACT Programme Secretariat")
CONTACT_EMAIL = env.str("PORTAL_CONTACT_EMAIL", "interact@example.eu")
PORTAL_URL = env.str("PORTAL_URL", "http://127.0.0.1:8000").rstrip("/")
EU_LOGIN_SERVER = env.str("EU_LOGIN_SERVER", "")
EU_LOGIN_CLIENT_ID = env.str("EU_LOGIN_CLIENT_ID", "")
EU_LOGIN_CLIENT_SECRET = env.str("EU_LOGIN_CLIENT_SECRET", "")
EU_LOGIN = bool(EU_LOGIN_SERVER and EU_LOGIN_CLIENT_ID)
MFA_KEY = env.str("MFA_KEY", "")
LOG_LEVEL = env.str("LOG_LEVEL", "INFO")

if DEMO or DEBUG:
    SECRET_KEY = (
        SECRET_KEY or "only-for-the-demo-and-development-never-for-a-real-portal-0123456789"
    )
    ALLOWED_HOSTS = ALLOWED_HOSTS or ["127.0.0.1", "localhost", "[::1]"]
if not SECRET_KEY:
    raise ImproperlyConfigured(
        "SECRET_KEY is not set. Set it to a long random text in the environment or in .env "
        "(see .env.example), or set PORTAL_DEMO=1 for the demo on this machine."
    )
if not ALLOWED_HOSTS:
    raise ImproperlyConfigured(
        "ALLOWED_HOSTS is not set. Name the hosts this portal answers to, separated by commas "
        "(see .env.example), or set PORTAL_DEMO=1 for the demo on this machine."
    )

# --- Rooms and libraries ------------------------------------------------------------------------

INSTALLED_APPS = [
    "interact_portal.core",
    "interact_portal.accounts",
    "interact_portal.mail",
    "interact_portal.words",
    "programmes",
    "seminars",
    "advice",
    "goodpractice",
    "interact_portal.home",
    "interact_portal.search",
    "interact_portal.alerts",
    "interact_portal.api",
    "interact_portal.backoffice",
    "interact_portal.backoffice.apps.PortalAdmin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "interact_portal.core.apps.StaticFiles",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "csp",
    "django_countries",
    "django_filters",
    "django_htmx",
    "django_prose_editor",
    "import_export",
    "rest_framework",
    "drf_spectacular",
    "simple_history",
]

MIDDLEWARE = [
    "interact_portal.core.middleware.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "interact_portal.core.middleware.PermissionsPolicyMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "interact_portal.accounts.middleware.OwnTimeAndLanguageMiddleware",
    "interact_portal.accounts.middleware.StaffSecondFactorMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
]

ROOT_URLCONF = "interact_portal.urls"
WSGI_APPLICATION = "interact_portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "interact_portal.core.context.portal",
            ],
        },
    },
]
FORM_RENDERER = "interact_portal.core.forms.PortalRenderer"

# --- Database: PostgreSQL everywhere ------------------------------------------------------------

if DATABASE_URL:
    DATABASES = {"default": env.dj_db_url("DATABASE_URL", conn_max_age=60)}
    if DATABASES["default"]["ENGINE"] != "django.db.backends.postgresql":
        raise ImproperlyConfigured(
            "DATABASE_URL names no PostgreSQL. The portal needs PostgreSQL 15 or newer: "
            "postgres://user:password@host:5432/name, or leave it empty."
        )
else:
    DATABASES = {
        "default": {
            "ENGINE": "interact_portal.core.embedded_postgres",
            "NAME": "portal",
            "PGHOME": DATA_DIR / "postgres",
            "CONN_MAX_AGE": 60,
        }
    }
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "portal_cache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"

# --- People -------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
AUTH_PASSWORD_VALIDATORS[1]["OPTIONS"] = {"min_length": 10}
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "profile"
LOGOUT_REDIRECT_URL = "home"

# E-mail address and name; the password is optional: without one a code comes by e-mail each time.
ACCOUNT_ADAPTER = "interact_portal.accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1"]
ACCOUNT_SIGNUP_FORM_CLASS = "interact_portal.accounts.forms.SignupNameForm"
ACCOUNT_FORMS = {
    "login": "interact_portal.accounts.signing_in.SignInForm",
    "signup": "interact_portal.accounts.signing_in.SignUpForm",
}
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_CHANGE = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_MAX_EMAIL_ADDRESSES = 5
ACCOUNT_SESSION_REMEMBER = True
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
MFA_ADAPTER = "interact_portal.accounts.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = False
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO or DEBUG
MFA_FORMS = {
    "activate_totp": "interact_portal.accounts.signing_in.SetUpAppForm",
    "add_webauthn": "interact_portal.accounts.signing_in.AddPasskeyForm",
    "authenticate": "interact_portal.accounts.signing_in.GiveFactorForm",
    "reauthenticate": "interact_portal.accounts.signing_in.GiveFactorAgainForm",
}
MFA_TOTP_ISSUER = "INTERACT portal"
MFA_TOTP_TOLERANCE = 1
# Our own middleware notes the last visit, every ten minutes instead of at every request.
USERSESSIONS_TRACK_ACTIVITY = False
SOCIALACCOUNT_ADAPTER = "interact_portal.accounts.adapters.SocialAccountAdapter"
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        # EU Login has confirmed the address; the owner of an account with it may sign in by it.
        "VERIFIED_EMAIL": True,
        "EMAIL_AUTHENTICATION": True,
        "APPS": [
            {
                "provider_id": "eulogin",
                "name": "EU Login",
                "client_id": EU_LOGIN_CLIENT_ID,
                "secret": EU_LOGIN_CLIENT_SECRET,
                "settings": {"server_url": EU_LOGIN_SERVER},
            }
        ]
        if EU_LOGIN
        else [],
    }
}

# --- Letters ------------------------------------------------------------------------------------

if EMAIL_URL:
    vars().update(env.dj_email_url("EMAIL_URL"))
    if "EMAIL_BACKEND" not in vars():
        raise ImproperlyConfigured(
            "EMAIL_URL names no mail server. Write smtp://user:password@host:25, submission://… "
            "or smtps://…, or leave it empty."
        )
else:
    EMAIL_BACKEND = "interact_portal.mail.console.ReadableBackend"
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", f"INTERACT portal <{CONTACT_EMAIL}>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- Words, dates and numbers -------------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", _("English")), ("fr", _("French")), ("de", _("German"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Vienna"
USE_TZ = True
FORMAT_MODULE_PATH = ["interact_portal.formats"]
USE_THOUSAND_SEPARATOR = True
COUNTRIES_OVERRIDE = {"XK": _("Kosovo*")}

# --- Files --------------------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = DATA_DIR / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "interact_portal.core.stylesheets.PortalStaticFilesStorage"
    },
}
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = [
    *("jpg", "jpeg", "png", "gif", "webp", "zip", "gz", "br", "woff", "woff2", "xz", "map"),
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# --- Security -----------------------------------------------------------------------------------

_eu_login_origin = "{0.scheme}://{0.netloc}".format(urlsplit(EU_LOGIN_SERVER))
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        # The button of EU Login is a form, and its answer leads to EU Login's own address.
        "form-action": [SELF, *([_eu_login_origin] if EU_LOGIN else [])],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = BEHIND_HTTPS
CSRF_COOKIE_SECURE = BEHIND_HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "interact_portal.home.views.csrf_failure"
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", [])
SECURE_SSL_REDIRECT = BEHIND_HTTPS
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if BEHIND_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = BEHIND_HTTPS
SECURE_HSTS_PRELOAD = BEHIND_HTTPS
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- Import, export and API ---------------------------------------------------------------------

IMPORT_EXPORT_USE_TRANSACTIONS = True
IMPORT_EXPORT_ESCAPE_FORMULAE_ON_EXPORT = True
REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_THROTTLE_CLASSES": ["rest_framework.throttling.AnonRateThrottle"],
    "DEFAULT_THROTTLE_RATES": {"anon": env.str("API_RATE", "300/min")},
    "NUM_PROXIES": TRUSTED_PROXIES,
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "INTERACT portal",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "interact_portal.api.schema.name_refusals",
    ],
    "ENUM_NAME_OVERRIDES": {
        "PeriodEnum": "programmes.choices.Period",
        "StrandEnum": "programmes.choices.Strand",
        "RoleEnum": "programmes.choices.Role",
    },
}

# --- Logs: one JSON object a line, each with the id of its request ------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "interact_portal.core.logs.RequestIdFilter"}},
    "formatters": {"json": {"()": "interact_portal.core.logs.JsonFormatter"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "stream": sys.stderr,
            "filters": ["request_id"],
            "formatter": "json",
        }
    },
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": {
        "django": {"handlers": [], "level": LOG_LEVEL, "propagate": True},
        "django.server": {"handlers": [], "level": LOG_LEVEL, "propagate": True},
    },
}
