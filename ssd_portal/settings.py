"""The one settings module, safe by default; `docs/operator.md` has the table of what the environment may say."""

import secrets
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF

from ssd_portal.environment import SQLITE, Reader, with_database_defaults
from ssd_portal.hook_secrets import read_hook_secrets
from ssd_portal.logs import logging_settings
from ssd_portal.private import keep_private, touch_private
from ssd_portal.remotes import read_remotes

CHECKOUT = Path(__file__).resolve().parent.parent
IN_CHECKOUT = (CHECKOUT / "manage.py").is_file()
#: Templates, styles, the example and the guides; an installed package brings them with it (`pyproject.toml`).
BASE_DIR = CHECKOUT if IN_CHECKOUT else CHECKOUT / "ssd_portal" / "shipped"
#: Where `.env` and what the portal keeps lie: the checkout, else the folder in which the portal is started.
HOME = CHECKOUT if IN_CHECKOUT else Path.cwd()
VAR_DIR = HOME / "var"
keep_private(VAR_DIR)

environ.Env.read_env(HOME / ".env")
read = Reader(environ.Env())
#: What is wrong in the environment; the system checks report it and stop the start.
SETTING_PROBLEMS = read.problems

DEBUG = read.flag("DEBUG")
PORT = read.port("PORT", 8000)
SITE_URL = read.site("SITE_URL", f"http://127.0.0.1:{PORT}")
SITE_HOST = urlsplit(SITE_URL).hostname or "127.0.0.1"
SITE_IS_HTTPS = SITE_URL.startswith("https://")
ALLOWED_HOSTS = read.words("ALLOWED_HOSTS", [SITE_HOST, "127.0.0.1", "localhost"])
CSRF_TRUSTED_ORIGINS = [SITE_URL]
#: How many proxies of our own stand before the portal (`ssd_portal.clients`).
PROXIES = read.whole("PROXIES", 0)
SECRET_KEY = read.secret_key("SECRET_KEY", DEBUG) or secrets.token_urlsafe(50)

DATABASES = {
    "default": with_database_defaults(
        read.database("DATABASE_URL", f"sqlite:///{VAR_DIR / 'portal.sqlite3'}"),
        sqlite_test_file=VAR_DIR / "test.sqlite3",
    )
}
if DATABASES["default"]["ENGINE"] == SQLITE and Path(DATABASES["default"]["NAME"]).parent == VAR_DIR:
    touch_private(Path(DATABASES["default"]["NAME"]))
#: What all processes must know together, such as letters asked for. The table is `ssd_portal.models.CacheEntry`.
CACHES = {"default": read.cache("CACHE_URL", "dbcache://portal_cache")}
#: Where all processes keep answers to visitors together (`ssd_portal.published.common`); empty where they do not.
CACHE_SERVER = read.cache_server("CACHE_URL")
vars().update(read.email("EMAIL_URL", "consolemail://"))
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = SERVER_EMAIL = read.text("DEFAULT_FROM_EMAIL", f"portal@{SITE_HOST}")
#: Who runs this portal and where people write to, for its notices; and a folder with notices in the operator's own words.
SITE_OWNER = read.text("SITE_OWNER")
CONTACT_EMAIL = read.text("CONTACT_EMAIL")
SITE_TEXTS = read.text("SITE_TEXTS")
#: Whether this process belongs to a server that runs jobs as well, and so writes the repositories; set by `manage.py serve --jobs`.
RUNS_JOBS = read.flag("PORTAL_RUNS_JOBS")
SPEC_REPO_ROOT = Path(read.text("SPEC_REPO_ROOT", str(VAR_DIR / "repositories")))
#: Where what is published is pushed to, by the specification's slug; not even a page for developers shows it whole.
SPEC_REMOTES = read_remotes(read)
#: What the hosts of sources sign their webhooks with, by the specification's slug; not shown either.
SPEC_HOOK_SECRETS = read_hook_secrets(read)
#: After how many minutes every source is looked at, whether its host told of a push or not; 0: only then.
SYNC_MINUTES = read.whole("SYNC_MINUTES", 60)
#: How much of versions that were read each process keeps in memory.
VERSION_CACHE_BYTES = read.whole("VERSION_CACHE_MB", 256) * 2**20
#: How much of the answers to visitors each process keeps in memory (`ssd_portal.published`); 0 keeps none.
KEPT_BYTES = read.whole("KEPT_PAGES_MB", 64) * 2**20
#: How often the job after a publication asks for each of the first pages (`specs_app.publishing.warming`); 0: there is no such job.
WARM_UP = read.whole("WARM_UP", 4)

INSTALLED_APPS = [
    "ssd_portal.apps.PortalConfig",
    "changes_app.apps.ChangesConfig",
    "specs_app.apps.SpecificationsConfig",
    "specs_app.jobs.apps.JobsConfig",
    "ssd_portal.apps.ClosedAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "axes",
    "simple_history",
    "rest_framework",
    "knox",
    "drf_spectacular",
    "drf_standardized_errors",
    "django_tasks_db",
]
TASKS = {"default": {"BACKEND": "specs_app.jobs.queue.Queue"}}
MIDDLEWARE = [
    "ssd_portal.middleware.logged",
    "ssd_portal.middleware.Outages",
    "ssd_portal.middleware.client_address",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "ssd_portal.middleware.permissions_policy",
    "ssd_portal.middleware.refuse_nul",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
    "changes_app.middleware.Refusals",
    "specs_app.web.middleware.own_answers",
    "specs_app.web.middleware.open_reads",
]
ROOT_URLCONF = "ssd_portal.urls"
WSGI_APPLICATION = "ssd_portal.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["ssd_portal.templatetags.components"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]
FORM_RENDERER = "ssd_portal.forms.GovukRenderer"

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
FORMAT_MODULE_PATH = ["ssd_portal.formats"]

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
#: The pictures of the guides are found below `guides/`.
STATICFILES_DIRS = [BASE_DIR / "static" / "dist", ("guides", BASE_DIR / "docs" / "images")]
# With DEBUG names are not hashed, so that a page works before `collectstatic` has run.
STATICFILES_BACKEND = (
    "django.contrib.staticfiles.storage.StaticFilesStorage" if DEBUG else "ssd_portal.storage.HashedFiles"
)
# Source maps are large and only developers ask for them: compressing them costs most of `collectstatic`.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["map", "png", "jpg", "gif", "webp", "gz", "br", "woff", "woff2", "zip"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": STATICFILES_BACKEND},
}

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "changes_app.people.sign_in.PasswordBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/account/inbox/"
ACCOUNT_LOGIN_METHODS = {"email", "username"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if SITE_IS_HTTPS else "http"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
# Wrong passwords are counted by axes, below: allauth's own count would stop an account for everybody, after five.
ACCOUNT_RATE_LIMITS = {"login_failed": None}
ACCOUNT_ADAPTER = "changes_app.people.account_adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "signup": "changes_app.people.forms.accounts.SignupForm",
    "login": "changes_app.people.forms.accounts.LoginForm",
    "reset_password": "changes_app.people.forms.accounts.ResetPasswordForm",
    "reset_password_from_key": "changes_app.people.forms.accounts.ResetPasswordKeyForm",
    "change_password": "changes_app.people.forms.accounts.ChangePasswordForm",
    "set_password": "changes_app.people.forms.accounts.SetPasswordForm",
    "add_email": "changes_app.people.forms.accounts.AddEmailForm",
    "reauthenticate": "changes_app.people.forms.accounts.ReauthenticateForm",
}
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = timedelta(minutes=15)
# One person's mistakes must lock out neither a whole office nor that person everywhere.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "changes_app.people.sign_in.counted_as"
AXES_CLIENT_IP_CALLABLE = "ssd_portal.clients.counted_as"
AXES_RESET_ON_SUCCESS = True
# Trying again during the pause makes it no longer.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_TEMPLATE = "account/locked.html"

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SITE_IS_HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = SITE_IS_HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SITE_IS_HTTPS else None
SECURE_REDIRECT_EXEMPT = ["^healthz$", "^readyz$"]
SECURE_HSTS_SECONDS = 31_536_000 if SITE_IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SITE_IS_HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "ssd_portal.views.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
#: The largest form or REST body; a proposal with a million characters is answered with an error of its own.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "knox.auth.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticatedOrReadOnly"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "specs_app.web.api.negotiation.AsAskedFor",
    "DEFAULT_PARSER_CLASSES": ["specs_app.web.api.parsers.BoundedJsonParser"],
    # Far above what people and well-made scripts need. `files` are those that take long to make.
    "DEFAULT_THROTTLE_CLASSES": [
        "ssd_portal.throttles.OfVisitors",
        "ssd_portal.throttles.OfPeople",
        "ssd_portal.throttles.OfFiles",
    ],
    "DEFAULT_THROTTLE_RATES": {"anon": "1200/min", "user": "1200/min", "files": "120/min", "hooks": "120/min"},
    # The middleware `client_address` has put the client's address in place already.
    "NUM_PROXIES": 0,
    "DEFAULT_SCHEMA_CLASS": "specs_app.web.api.schema.PortalSchema",
    "EXCEPTION_HANDLER": "drf_standardized_errors.handler.exception_handler",
}
DRF_STANDARDIZED_ERRORS = {
    "EXCEPTION_HANDLER_CLASS": "changes_app.api.errors.ChangeProblemHandler",
    "EXCEPTION_FORMATTER_CLASS": "specs_app.web.api.errors.ProblemFormatter",
}
REST_KNOX = {"AUTH_HEADER_PREFIX": "Bearer", "TOKEN_TTL": timedelta(days=365), "AUTO_REFRESH": False}
SPECTACULAR_SETTINGS = {
    "TITLE": "Specification portal",
    "DESCRIPTION": "Read a published data specification at any revision, and take part in changing it.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_PATCH": False,
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "POSTPROCESSING_HOOKS": ["specs_app.web.api.schema.finish"],
}
SIMPLE_HISTORY_REVERT_DISABLED = True
# A reason holds the number and the title of a change, which are longer together than the usual column.
SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True

LOGGING = logging_settings(
    read.choice("LOG_LEVEL", ["INFO", "DEBUG", "WARNING", "ERROR"]), read.choice("LOG_FORMAT", ["text", "json"])
)
