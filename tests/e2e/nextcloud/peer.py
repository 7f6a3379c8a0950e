"""Nextcloud Talk as a bot meets it, written from its documentation (Bots and Webhooks) with Python's own hmac."""
import hashlib
import hmac
import http.server
import json
import re
import secrets
import threading
import urllib.error
import urllib.request

API = re.compile(r"/ocs/v2\.php/apps/spreed/api/v1/bot/([A-Za-z0-9]+)/(message|reaction/[0-9]+)")


class Talk:
    def __init__(self, secret):
        self.secret, self.conversations, self.messages, self.refused = secret, set(), [], []
        self.busy = 0  # so many posts are answered with 503
        self.hold = None  # an Event: a post is taken, and its answer waits for it
        self.held = threading.Event()
        self.hook = None  # the bot's address, as given to occ talk:bot:install
        self._next = 1567
        talk = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                features = {"capabilities": {"spreed": {"features": ["bots-v1"]}}}
                self.answer(200, features if self.path == "/ocs/v2.php/cloud/capabilities" else None)

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status = talk.take(self.path, self.headers, body)
                if status == 201 and talk.hold:
                    talk.held.set()
                    talk.hold.wait(60)
                self.answer(status, None)

            def do_DELETE(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                self.answer(talk.take(self.path, self.headers, body), None)

            def answer(self, status, data):
                text = json.dumps({"ocs": {"meta": {"statuscode": status}, "data": data}}).encode()
                try:
                    self.send_response(status)
                    if status == 503:
                        self.send_header("X-Nextcloud-Maintenance-Mode", "1")
                    self.send_header("Content-Type", "application/json")
                    self.send_header("Content-Length", str(len(text)))
                    self.end_headers()
                    self.wfile.write(text)
                except OSError:
                    pass  # whoever asked is gone

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def seal(self, random, text):
        return hmac.new(self.secret.encode(), random.encode() + text, hashlib.sha256).hexdigest()

    def take(self, path, headers, body):
        """As the bots' controller: the text of the message is sealed, not the body."""
        route = API.fullmatch(path)
        if not route or headers["OCS-APIRequest"] != "true":
            return self.refuse(404)
        if self.busy:
            self.busy -= 1
            return 503
        said = json.loads(body)
        text = said["message"] if route[2] == "message" else said["reaction"]
        random = headers["X-Nextcloud-Talk-Bot-Random"] or ""
        if not text.strip() or len(random) < 32:
            return self.refuse(400)
        right = hmac.compare_digest(self.seal(random, text.encode()), headers["X-Nextcloud-Talk-Bot-Signature"] or "")
        if not right or route[1] not in self.conversations:
            return self.refuse(401)
        if len(text) > 32000:
            return self.refuse(413)
        if route[2] != "message":
            return 404
        self.messages.append({"to": route[1], **said})
        return 201

    def refuse(self, status):
        self.refused.append(status)
        return status

    def event(self, user, token, text, actor="users"):
        self._next += 1
        content = json.dumps({"message": text, "parameters": []})
        return json.dumps({
            "type": "Create",
            "actor": {"type": "Person", "id": f"{actor}/{user}", "name": user.title(), "talkParticipantType": "3"},
            "object": {"type": "Note", "id": str(self._next), "name": "message", "content": content, "mediaType": "text/markdown"},
            "target": {"type": "Collection", "id": token, "name": "Hjemmetjenesten nord"},
        }).encode()

    def send(self, body, random=None, seal=None, backend=None):
        """Tells the bot; the status of its answer."""
        random = random or secrets.token_urlsafe(48)
        headers = {"Content-Type": "application/json", "OCS-APIRequest": "true", "X-Nextcloud-Talk-Random": random,
                   "X-Nextcloud-Talk-Signature": self.seal(random, body) if seal is None else seal,
                   "X-Nextcloud-Talk-Backend": backend or self.url + "/"}
        try:
            with urllib.request.urlopen(urllib.request.Request(self.hook, body, headers), timeout=15) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code

    def write(self, user, token, text):
        return self.send(self.event(user, token, text))

    def said_in(self, token):
        return [m["message"] for m in list(self.messages) if m["to"] == token]


def links_of(text):
    return dict(re.findall(r"\[([^\]]*)\]\((http[^)]*)\)", text))
