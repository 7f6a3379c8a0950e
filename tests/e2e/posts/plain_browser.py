"""Reads answer pages as a browser without scripts and cookies does: links, forms, buttons, words."""
import html.parser
import urllib.error
import urllib.parse
import urllib.request


class Page(html.parser.HTMLParser):
    """What stands on a page. forms: list of {action, fields: [(name, value)], inputs: {label: (name, kind, value)}, buttons}"""

    def __init__(self, url, status, headers, text):
        super().__init__(convert_charrefs=True)
        self.url, self.status, self.headers, self.size = url, status, headers, len(text.encode())
        self.forms, self.links, self.words, self.labels = [], {}, [], {}
        self._form = self._button = self._label = self._around = self._link = self._area = None
        self._skip = 0
        self.feed(text)
        for form in self.forms:
            for entry in form["entries"]:
                entry["label"] = " ".join(self.labels.get(entry["id"], entry["label"] or "").split())
        self.text = " ".join(" ".join(self.words).split())

    def handle_starttag(self, tag, attrs):
        a = dict(attrs)
        if tag in ("style", "title", "script"):
            self._skip += 1
        if tag == "form":
            self._form = {"action": a.get("action", ""), "entries": [], "buttons": []}
            self.forms.append(self._form)
        elif tag == "input" and self._form is not None:
            kind = a.get("type", "text")
            self._form["entries"].append({"name": a.get("name"), "kind": kind, "value": a.get("value", ""), "id": a.get("id"),
                                          "label": None, "checked": "checked" in a})
            if self._around is not None:
                self._around.append(self._form["entries"][-1])
        elif tag == "textarea" and self._form is not None:
            self._area = {"name": a.get("name"), "kind": "textarea", "value": "", "id": a.get("id"), "label": None}
            self._form["entries"].append(self._area)
        elif tag == "button" and self._form is not None:
            self._button = {"name": a.get("name"), "value": a.get("value", ""), "label": "", "action": a.get("formaction")}
            self._form["buttons"].append(self._button)
        elif tag == "label":
            self._label = a.get("for")
            self._around = None if self._label else []
        elif tag == "a":
            self._link = a.get("href")

    def handle_endtag(self, tag):
        if tag in ("style", "title", "script"):
            self._skip -= 1
        if tag == "form":
            self._form = None
        elif tag == "button":
            self._button = None
        elif tag == "label":
            self._label = self._around = None
        elif tag == "a":
            self._link = None
        elif tag == "textarea":
            self._area = None

    def handle_data(self, data):
        if self._skip:
            return
        if self._area is not None:
            self._area["value"] += data
            return
        if self._button is not None:
            self._button["label"] += data
        for entry in self._around or []:
            entry["label"] = (entry["label"] or "") + data
        if self._label is not None:
            self.labels[self._label] = self.labels.get(self._label, "") + data
        if self._link is not None:
            self.links[data.strip()] = self._link
        if data.strip():
            self.words.append(data.strip())

    def buttons(self):
        return [" ".join(b["label"].split()) for form in self.forms for b in form["buttons"]]


class Visitor:
    """One person with one phone; keeps no cookie."""

    def __init__(self):
        self.page = None
        self.biggest = 0

    def _fetch(self, url, data=None):
        request = urllib.request.Request(url, data=urllib.parse.urlencode(data).encode() if data is not None else None)
        try:
            with urllib.request.urlopen(request, timeout=15) as answer:
                got = Page(answer.geturl(), answer.status, answer.headers, answer.read().decode())
        except urllib.error.HTTPError as error:
            got = Page(url, error.code, error.headers, error.read().decode())
        if "set-cookie" in {k.lower() for k in got.headers.keys()}:
            raise AssertionError("the page sets a cookie")
        self.biggest = max(self.biggest, got.size)
        self.page = got
        return got

    def open(self, url):
        return self._fetch(url)

    def press(self, label, **fields):
        """Presses the button of that label, with what is written under `fields`: label of the input -> value(s)."""
        for form in self.page.forms:
            for button in form["buttons"]:
                if label in " ".join(button["label"].split()):
                    return self._send(form, button, fields)
        raise AssertionError(f"no button «{label}» among {self.page.buttons()} on: {self.page.text}")

    def _send(self, form, button, fields):
        data, used = [], set()
        for entry in form["entries"]:
            wanted = [(k, v) for k, v in fields.items() if entry["label"] and k in entry["label"]]
            if entry["kind"] in ("hidden",):
                data.append((entry["name"], entry["value"]))
            elif entry["kind"] in ("radio", "checkbox"):
                chosen = any(entry["label"] in (v if isinstance(v, list) else [v]) for v in fields.values())
                used.update(k for k, v in fields.items() if entry["label"] in (v if isinstance(v, list) else [v]))
                if chosen or (entry["checked"] and not fields):
                    data.append((entry["name"], entry["value"]))
            elif wanted:
                used.add(wanted[0][0])
                data.append((entry["name"], wanted[0][1]))
            else:
                data.append((entry["name"], entry["value"]))
        if set(fields) - used:
            raise AssertionError(f"no input for {set(fields) - used} among {[e['label'] for e in form['entries']]}")
        if button["name"]:
            data.append((button["name"], button["value"]))
        action = button["action"] or form["action"]
        return self._fetch(urllib.parse.urljoin(self.page.url, action) if action else self.page.url, data)
