"""Django's settings: everything lives under the one data folder; nothing secret is in code."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.utils.functional import SimpleLazyObject

from duijie.app.database import described
from duijie.app.outside import MAIL_BACKENDS, identity_providers, origin_of, secret_in
from duijie.app.secret import secret_key
from duijie.app.zone import system_zone
from duijie.kernel.home import Home
from duijie.kernel.settings import load_settings

HOME = Home.from_environment()
CHECKED = load_settings(HOME.settings_file)
PUBLIC_URL = CHECKED.text("web.public_url")
IS_HTTPS = PUBLIC_URL.startswith("https://")

# Lazy: made when something is first signed, in the data folder that is there by then.
SECRET_KEY = SimpleLazyObject(lambda: secret_key(HOME))
DEBUG = False
ALLOWED_HOSTS: list[str] = ["localhost", "127.0.0.1", "[::1]"]
ALLOWED_HOSTS += [host for host in (urlsplit(PUBLIC_URL).hostname,) if host]
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL.rstrip("/")] if PUBLIC_URL else []
USE_TZ = True
# Times are stored in UTC and shown in the zone of the system. It is named, since pages need its
# name, and Django puts the name into the environment: any other would change every local time.
TIME_ZONE = system_zone()
USE_I18N = True
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LANGUAGE_CODE = "en" if CHECKED.text("lang") == "en" else "zh-hans"
LANGUAGE_COOKIE_NAME = "lang"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_AGE = 60 * 60 * 24 * 365

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "duijie.app.shared.apps.SharedConfig",
    "duijie.app.audit.apps.AuditConfig",
    "duijie.app.accounts.apps.AccountsConfig",
    "duijie.app.jobs.apps.JobsConfig",
    "duijie.app.notices.apps.NoticesConfig",
    "duijie.app.records.apps.RecordsConfig",
    "duijie.app.feedback.apps.FeedbackConfig",
    "duijie.app.interests.apps.InterestsConfig",
    "duijie.app.imports.apps.ImportsConfig",
    "duijie.app.libraries.apps.LibrariesConfig",
    "duijie.app.matching.apps.MatchingConfig",
    "duijie.app.coach.apps.CoachConfig",
    "duijie.app.searches.apps.SearchesConfig",
    "duijie.app.judging_pages.apps.JudgingPagesConfig",
    "duijie.app.api.apps.ApiConfig",
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES: dict[str, dict[str, Any]] = {"default": described(HOME, CHECKED)}
# Limits are counted in the cache: several processes must count together.
if CHECKED.integer("web.processes") > 1:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": HOME.path / "cache",
            "OPTIONS": {"MAX_ENTRIES": 50_000},
        }
    }
# Pages and the outbox of tasks share one database: no second service is needed.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    # Before the files of the look: a drawing opened by itself is a page too.
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "duijie.app.shared.middleware.request_id",
    "duijie.app.shared.middleware.private",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "duijie.app.accounts.middleware.sign_in_again",
    # Deny unless allowed: a page without a sign-in must say so itself.
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "duijie.app.accounts.middleware.actor",
    "duijie.app.shared.middleware.errors",
]
ROOT_URLCONF = "duijie.app.urls"
WSGI_APPLICATION = "duijie.app.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # Ours before those of the libraries, whatever the order of the apps.
        "DIRS": [Path(__file__).parent / app / "templates" for app in ("shared", "accounts")],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["duijie.app.shared.templatetags.words"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "duijie.app.shared.context.surroundings",
            ],
        },
    }
]
FORM_RENDERER = "duijie.app.shared.rendering.LookRenderer"
CSRF_FAILURE_VIEW = "duijie.app.shared.views.stale_form"
STATIC_URL = "/static/"
STATIC_ROOT = HOME.path / "static"
# `duijie serve` collects the files there, named by their content; elsewhere the finders serve them.
_COLLECTED = (STATIC_ROOT / "staticfiles.json").exists()
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if _COLLECTED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not _COLLECTED
MEDIA_ROOT = HOME.path / "files"
FILE_UPLOAD_TEMP_DIR = None
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
API_PER_MINUTE = CHECKED.integer("api.per_minute")

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email", "phone"}
# One of e-mail and phone is enough: `accounts.forms.SignupForm` sees to it.
ACCOUNT_SIGNUP_FIELDS = ["email*", "phone", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "duijie.app.accounts.naming.NameForm"
ACCOUNT_FORMS = {
    "signup": "duijie.app.accounts.sign_in_forms.SignupForm",
    "login": "duijie.app.accounts.sign_in_forms.LoginForm",
    "request_login_code": "duijie.app.accounts.sign_in_forms.RequestLoginCodeForm",
}
ACCOUNT_ADAPTER = "duijie.app.accounts.adapters.AccountAdapter"
# Codes, not links: a link of a mail opens in another browser than WeChat's.
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_PHONE_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# With https one proxy stands before the site: without this all its visitors share their limits.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if IS_HTTPS else 0
MFA_ADAPTER = "duijie.app.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1
# Browsers give passkeys to https, and to this machine for trying out.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_HTTPS
SOCIALACCOUNT_ADAPTER = "duijie.app.accounts.adapters.ProviderAdapter"
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": identity_providers(HOME, CHECKED)}}
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 10
SMS_SENDER = CHECKED.text("sms.sender")
EMAIL_BACKEND = MAIL_BACKENDS[CHECKED.text("mail.sender")]
DEFAULT_FROM_EMAIL = SERVER_EMAIL = CHECKED.text("mail.from")
EMAIL_HOST, EMAIL_PORT = CHECKED.text("mail.host"), CHECKED.integer("mail.port")
EMAIL_HOST_USER = CHECKED.text("mail.user")
EMAIL_HOST_PASSWORD = secret_in(HOME, CHECKED, "mail.password_file")
EMAIL_USE_TLS = CHECKED.text("mail.security") == "starttls"
EMAIL_USE_SSL = CHECKED.text("mail.security") == "tls"
EMAIL_TIMEOUT = 10

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = IS_HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
_PROVIDERS = [origin_of(url) for url in (CHECKED.text("oidc.server_url"),) if url]
CONTENT_SECURITY_POLICY: dict[str, Any] = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        # The form that leads to the provider is redirected there, and browsers look at that too.
        "form-action": ["'self'", *_PROVIDERS],
        "frame-ancestors": ["'none'"],
    }
}
