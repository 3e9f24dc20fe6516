"""What browsers are told about each page of the desk."""

from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from flask import Response, request

from bot.desk.office import Office
from webhooks.receiving import media


def _policy(media_from: Iterable[str]) -> str:
    sources = {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:", *media_from],  # data: Bootstrap's own arrows and ticks
        "media-src": list(media_from),
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
    return "; ".join(f"{name} {' '.join(places)}" for name, places in sources.items())


HEADERS = {
    "Content-Security-Policy": _policy(media.SOURCES),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cache-Control": "no-store",
}
"""On every page. (OWASP Secure Headers Project)"""

YEAR_SECONDS = 31_536_000


def headers_of(office: Office) -> dict[str, str]:
    """HEADERS; in a trial, what customers send is kept by the stand-in for the platform."""
    if not office.is_trial:
        return HEADERS
    standin = urlsplit(office.settings.graph_api_url)
    return HEADERS | {"Content-Security-Policy": _policy([*media.SOURCES, f"{standin.scheme}://{standin.netloc}"])}


def protect(response: Response, headers: Mapping[str, str]) -> Response:
    """The response with them; what is the same for everybody may be kept by the browser."""
    for name, value in headers.items():
        if not (request.endpoint == "desk.static" and name == "Cache-Control"):
            response.headers[name] = value
    if request.is_secure:
        response.headers["Strict-Transport-Security"] = f"max-age={YEAR_SECONDS}"
    return response
