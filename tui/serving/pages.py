"""The two pages: one asks who enters, one holds the application. Nothing in them comes from elsewhere."""

from html import escape

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; "
        "img-src 'self' data:; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "Referrer-Policy": "same-origin",  # with none at all a browser would not say which page a form came from
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
}

STYLE = """
@font-face { font-family: "Roboto Mono"; src: url("/static/fonts/RobotoMono-VariableFont_wght.ttf"); }
html, body { margin: 0; height: 100%; background: #121212; color: #e0e0e0; font: 16px "Roboto Mono", monospace; }
form { max-width: 26rem; margin: 15vh auto; padding: 0 1rem; }
label { display: block; margin: 1rem 0; }
input { display: block; box-sizing: border-box; width: 100%; margin-top: .3rem; padding: .5rem; font: inherit; }
button { padding: .5rem 1.5rem; font: inherit; }
#terminal { width: 100vw; height: 100vh; overflow: hidden; }
#ended { display: none; }
body.-closed #terminal { display: none; }
body.-closed #ended { display: block; }
"""

# The keys go to the application from the first one on.
SCRIPT = """
new MutationObserver((_, self) => {
  const keys = document.querySelector(".xterm-helper-textarea");
  if (keys && document.body.classList.contains("-first-byte")) { keys.focus(); self.disconnect(); }
}).observe(document.body, { attributes: true, childList: true, subtree: true });
"""

_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Postil</title>
<link rel="stylesheet" href="/style.css">
{head}
</head>
<body>
{body}
</body>
</html>
"""

_DOOR = """<form method="post" action="/enter" autocomplete="off">
<h1>Postil</h1>
<p role="alert">{said}</p>
<label>Name <input name="name" required autofocus></label>
<label>Token <input name="token" type="password" required></label>
<button>Enter</button>
</form>"""

_DESK_HEAD = """<link rel="stylesheet" href="/static/css/xterm.css">
<script src="/static/js/textual.js"></script>"""

_DESK = """<div id="terminal" class="textual-terminal"
  data-session-websocket-url="{socket}" data-font-size="16"></div>
<form id="ended" method="post" action="/leave">
<p>You have left, or Postil was opened on another page. All is saved.</p>
<p><a href="/">Open it here</a></p>
<button>Sign out</button>
</form>
<script src="/script.js"></script>"""


def door(said: str = "") -> str:
    """Ask for a name and a token, and say why they are asked for again."""
    return _PAGE.format(head="", body=_DOOR.format(said=escape(said)))


def desk(socket: str) -> str:
    """Hold the application, which is reached at that address."""
    return _PAGE.format(head=_DESK_HEAD, body=_DESK.format(socket=escape(socket)))
