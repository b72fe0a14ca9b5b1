"""What makes the site a program on a phone: manifest, service worker, page for no network."""

from hashlib import sha256
from typing import Final

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

import duijie
from duijie.app.shared.words import say_now

STYLES: Final = ("tokens", "type", "layout", "forms", "parts", "tables", "cards", "print")
ICON_SIZES: Final = (192, 512)


@login_not_required
@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """Return what a phone needs to put the site among its programs."""
    del request
    return JsonResponse(_manifest(), content_type="application/manifest+json")


def _manifest() -> dict[str, object]:
    icons = [
        {"src": static(f"shared/icons/icon-{n}.png"), "sizes": f"{n}x{n}", "type": "image/png"}
        for n in ICON_SIZES
    ]
    return {
        "name": say_now("Duijie: what is needed meets what there is"),
        "short_name": say_now("Duijie"),
        "start_url": reverse("home"),
        "scope": "/",
        "display": "standalone",
        "background_color": "#fbfaf7",
        "theme_color": "#14588a",
        "icons": [*icons, {**icons[-1], "purpose": "maskable"}],
    }


@login_not_required
@require_safe
@cache_control(no_cache=True)
def service_worker(request: HttpRequest) -> HttpResponse:
    """Return the service worker: the same for everybody."""
    files = [static(f"shared/{name}.css") for name in STYLES]
    named = sha256("\n".join([duijie.__version__, *files]).encode()).hexdigest()[:12]
    told = {
        "cache": f"duijie-{named}",
        "static_url": settings.STATIC_URL,
        "offline_url": reverse("offline"),
        "files": files,
    }
    return render(request, "shared/sw.js", told, content_type="text/javascript")


@login_not_required
@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """Return the page for when there is no network, in both languages and of nobody."""
    return render(request, "shared/offline.html")
