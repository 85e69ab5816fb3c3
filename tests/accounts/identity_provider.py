"""An identity provider for tests: OpenID Connect with PKCE, for one person."""

import base64
import hashlib
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import jwt

CLIENT_ID = "portal"
SECRET = "a-secret-between-portal-and-provider"


class IdentityProvider(ThreadingHTTPServer):
    """Listens on a free port of 127.0.0.1 while the `with` block lasts; knows one person."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.person = {"sub": "kosana", "email": "ana.kos@example.eu", "name": "Ana Kos"}
        self.challenge = ""
        self.refused: list[str] = []

    def __enter__(self) -> "IdentityProvider":
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *exc: object) -> None:
        self.shutdown()
        self.server_close()

    @property
    def url(self) -> str:
        """Where it stands."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def settings(self) -> dict:
        """Return SOCIALACCOUNT_PROVIDERS as the portal's settings would have it."""
        app = {
            "provider_id": "eulogin",
            "name": "EU Login",
            "client_id": CLIENT_ID,
            "secret": SECRET,
            "settings": {"server_url": self.url},
        }
        kept = {"OAUTH_PKCE_ENABLED": True, "VERIFIED_EMAIL": True, "EMAIL_AUTHENTICATION": True}
        return {"openid_connect": kept | {"APPS": [app]}}


class _Answer(BaseHTTPRequestHandler):
    """One answer."""

    server: IdentityProvider

    def log_message(self, *args: object) -> None:
        """Stay quiet."""

    def do_GET(self) -> None:
        """Tell about the provider, or about the person."""
        url = self.server.url
        if self.path.startswith("/.well-known/"):
            self._say(
                {
                    "issuer": url,
                    "authorization_endpoint": f"{url}/authorize",
                    "token_endpoint": f"{url}/token",
                    "userinfo_endpoint": f"{url}/userinfo",
                    "jwks_uri": f"{url}/keys",
                }
            )
        else:
            self._say(self.server.person)

    def do_POST(self) -> None:
        """Give a token for the right verifier (RFC 7636 section 4.6)."""
        sent = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        digest = hashlib.sha256(sent.get("code_verifier", [""])[0].encode()).digest()
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != self.server.challenge:
            self.server.refused.append("code_verifier")
            self._say({"error": "invalid_grant"}, 400)
            return
        now = int(time.time())
        claims = {"iss": self.server.url, "aud": CLIENT_ID, "iat": now, "exp": now + 60}
        token = jwt.encode(claims | self.server.person, SECRET, "HS256")
        self._say({"access_token": "for-a-minute", "token_type": "Bearer", "id_token": token})

    def _say(self, value: dict, status: int = 200) -> None:
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
