"""Settings of the platform: one file, four profiles.

`QUANHENG_PROFILE` is demo (default), test, production or dengbao; `DATA_DIR`, `DATABASE_URL`, `HOST`,
`PORT`, `ALLOWED_HOSTS` and `SECRET_KEY` come from the environment. What production refuses to start on
is checked in `common.profile`.
"""

import os
from pathlib import Path

from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from quanheng.platform.common.environment import database, keys_folder, secret_key

PROFILE = os.environ.get("QUANHENG_PROFILE", "demo")
STRICT = PROFILE in {"production", "dengbao"}
DEBUG = False
ROOT = Path(__file__).resolve().parent
DATA_DIR = Path(os.environ.get("DATA_DIR", "var")).resolve()
FILES_DIR = DATA_DIR / "files"
KEYS_DIR = keys_folder(DATA_DIR)
HOST = os.environ.get("HOST", "127.0.0.1")
PORT = int(os.environ.get("PORT", "8000"))
PUBLIC_ADDRESS = os.environ.get("PUBLIC_ADDRESS", f"http://{HOST}:{PORT}")
SECRET_KEY = secret_key(KEYS_DIR)
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", f"{HOST},127.0.0.1,localhost,testserver").split(",")
CSRF_TRUSTED_ORIGINS = [PUBLIC_ADDRESS]
TRUSTED_PROXIES = int(os.environ.get("TRUSTED_PROXIES", "0"))

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "quanheng.platform.common",
    "quanheng.platform.accounts",
    "quanheng.platform.integrity",
    "quanheng.platform.library",
    "quanheng.platform.maturity",
    "quanheng.platform.experts",
    "quanheng.platform.evaluation",
    "quanheng.platform.valuation",
    "quanheng.platform.reports",
    "quanheng.platform.exchange",
    "quanheng.platform.followup",
    "quanheng.platform.portal",
    "quanheng.platform.demo",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "quanheng.platform.accounts.middleware.IdentityMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "quanheng.platform.common.access.AccessMiddleware",
    "quanheng.platform.common.refusals.RefusalMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "quanheng.platform.urls"
ASGI_APPLICATION = "quanheng.platform.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "quanheng.platform.common.ui.context.page",
            ],
            "builtins": ["quanheng.platform.common.templatetags.ui"],
        },
    }
]

DATABASES = {"default": database(os.environ.get("DATABASE_URL", ""), DATA_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "quanheng.platform.accounts.backends.PersonBackend",
]
PASSWORD_HASHERS = ["quanheng.platform.accounts.passwords.Argon2id"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "quanheng.platform.accounts.passwords.LongEnough", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "/inbox/"
PASSWORD_RESET_TIMEOUT = 30 * 60

SESSION_COOKIE_NAME = "__Host-session" if STRICT else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if STRICT else "csrf"
LANGUAGE_COOKIE_NAME = "language"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = STRICT
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
SECURE_SSL_REDIRECT = STRICT
SECURE_HSTS_SECONDS = 31_536_000 if STRICT else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = STRICT
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 11
AXES_COOLOFF_TIME = 0.25
AXES_RESET_ON_SUCCESS = True
AXES_USERNAME_FORM_FIELD = "username"
AXES_HTTP_RESPONSE_CODE = 429
AXES_VERBOSE = False
AXES_CLIENT_IP_CALLABLE = "quanheng.platform.common.limits.address_of"
AXES_WHITELIST_CALLABLE = "quanheng.platform.accounts.throttle.from_known_device"
AXES_LOCKOUT_CALLABLE = "quanheng.platform.accounts.refusals.locked_out"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese (simplified)")), ("en", _("English"))]
LOCALE_PATHS = [ROOT / "locale"]
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
WHITENOISE_USE_FINDERS = not STRICT
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
SILENCED_SYSTEM_CHECKS: list[str] = []

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
