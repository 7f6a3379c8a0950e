"""g++ 12 destroys some temporaries twice in a full expression with co_await: so no braced initialiser, no lambda and
no ?: in a statement with co_await. Name it on the line above."""
from cpp import tokens
from tree import read, sources

GOOD = """
task f() { co_await g(); }
task f() { auto x = co_await g(std::string("{ ? [")); co_return x; }
task f() { if (co_await g()) { h({1, 2}); } else { k(a ? b : c); } }
task f() { while (auto n = co_await g()) { use(n); } }
task f(int n = {}) { for (auto& x : {1, 2}) co_await g(x); }
task f() { Post p{.text = t}; co_await send(std::move(p)); }
task f() { auto [error, n] = co_await s->read(buf, use_tuple); list[0] = co_await g(); }
void f() { co_spawn(ex, [x]() -> awaitable<void> { co_await g(x); }, detached); }
auto l = [&]() mutable noexcept -> std::optional<awaitable<int>> { co_await g(); };
auto l = [x] { return x ? 1 : 2; };  // co_await {1} ? 2 : 3
struct A final : B<int> { int a{1}; A() : a{2} {} task f() const override { co_await g(); } };
enum class E : int { a, b }; namespace n { task f() { switch (co_await g()) { case 1: co_await h(); default: break; } } }
template <class T> auto f(T t) -> awaitable<T> { do { t = T{1}; } while (co_await g(t)); try { co_await h(); } catch (...) {} }
task f() { const char* s = R"({ co_await x ? 1 : 2 })"; co_await g(s); int n = 1'000; T z{}; }
[[nodiscard]] task f() { int x = a ? b : c; [[maybe_unused]] auto y = co_await g(x); }
extern "C" { task f() { co_await g(); } }
task f() { a_ = co_await g(v[i]); delete[] p; }
"""
BAD = r"""
task f() { co_await send({.text = t}); }
task f() { co_await send(Post{t}); }
task f() { auto p = std::make_unique<Post>(Post{co_await g()}); }
task f() { Post p{.text = co_await g()}; }
task f() { T x{co_await g()}; }
task f() { auto x = a ? co_await g() : 0; }
task f() { co_await g(a ? b : c); }
task f() { co_await co_spawn(ex, [x] { return x; }, use_awaitable); }
task f() { co_await [x]() -> awaitable<void> { co_return; }(); }
task f() { co_spawn(co_await this_coro::executor, [x] { h(); }, detached); }
task f() { if (auto r = co_await g({}); r) { h(); } }
task f() { for (auto x : co_await g(std::vector<int>{1})) { h(x); } }
task f() { co_return co_await g(std::chrono::seconds{5}); }
task f() { co_await g(\n  h(1),\n  A{2}); }
task f() { if (a) co_await g({1}); else h(); }
auto l = [] { co_await g({1}); };
task f() { auto x = [y = co_await g()] { return y; }; }
"""

BLOCK_BEFORE = {";", "{", "}", ")", ":", "else", "do", "try", "const", "noexcept", "override", "final", "mutable", None}
TYPE_WORDS = {"namespace", "struct", "class", "enum", "union", "requires"}
HEADER_WORDS = {"if", "for", "while", "switch", "catch", "constexpr"}


class Statement:
    def __init__(self):
        self.tokens, self.awaits, self.traps = [], 0, []


def opens_block(statement, before, in_brackets):
    """Whether a `{` opens statements (or a type's members) and is no braced initialiser."""
    if in_brackets and before in (";", "{", "}", ":", None):
        return False
    if before in BLOCK_BEFORE:
        return True
    texts = [t.text for t in statement.tokens]
    if not in_brackets and texts and (TYPE_WORDS & set(texts) or texts[0] == "extern"):
        return True
    # A trailing return type: `) -> awaitable<void> {`
    if "->" in texts:
        arrow = len(texts) - 1 - texts[::-1].index("->")
        kind = statement.tokens[arrow + 1 :]
        after_head = arrow and texts[arrow - 1] in (")", "mutable", "const", "noexcept")
        return bool(after_head and kind) and all(t.kind == "name" or t.text in "::<>,&*" for t in kind)
    return False


def findings_in(source):
    found = []
    # Each frame is a block: its current statement and its open brackets, innermost last.
    frames = [(Statement(), [])]

    def finish():
        statement, brackets = frames[-1]
        if statement.awaits and statement.traps:
            line, what = statement.traps[0]
            found.append((line, f"{what} in a statement with co_await: name it on the line above"))
        frames[-1] = (Statement(), brackets)

    before = None
    lambda_next = False  # a lambda's introducer was read, its body not yet
    all_tokens = [t for t in tokens(source) if t.kind != "directive"]
    for i, token in enumerate(all_tokens):
        statement, brackets = frames[-1]
        text = token.text if token.kind in ("op", "name") else "literal"
        if text == "co_await":
            statement.awaits += 1
        elif text == "?":
            statement.traps.append((token.line, "?:"))
        elif text == "(":
            brackets.append("header" if before in HEADER_WORDS else "(")
        elif text == "[":
            following = all_tokens[i + 1].text if i + 1 < len(all_tokens) else ""
            attribute = following == "[" or before == "["
            binding = any(t.text == "auto" for t in statement.tokens[-2:]) and before in ("auto", "&", "&&")
            subscript = before in (")", "]", "literal", "delete", "operator", "this") or (
                all_tokens[i - 1].kind == "name" and before not in ("return", "co_return", "co_await", "co_yield", "case", "else")
            )
            is_lambda = not (attribute or binding or subscript)
            if is_lambda:
                statement.traps.append((token.line, "a lambda"))
            brackets.append("lambda" if is_lambda else "[")
        elif text in (")", "]"):
            closed = brackets.pop() if brackets else None
            if closed == "header":
                statement.tokens.append(token)
                finish()
                before = ")"
                continue
            lambda_next = lambda_next or closed == "lambda"
        elif text == "{":
            after_introducer = lambda_next and before == "]"
            if after_introducer or opens_block(statement, before, bool(brackets) and not lambda_next):
                if not lambda_next:
                    finish()
                brackets.append("lambda body" if lambda_next else "block")
                lambda_next = False
                frames.append((Statement(), []))
                before = "{"
                continue
            statement.traps.append((token.line, "a braced initialiser"))
            brackets.append("{")
        elif text == "}":
            if brackets and brackets[-1] == "{":
                brackets.pop()
            else:
                finish()
                if len(frames) > 1:
                    frames.pop()
                    outer = frames[-1][1]
                    if outer and outer.pop() == "block":
                        finish()
        elif text == ";":
            finish()
            before, lambda_next = ";", False
            continue
        frames[-1][0].tokens.append(token)
        before = text
    finish()
    return found


def check(root):
    for lines, bad in ((GOOD, False), (BAD, True)):
        for line in filter(None, lines.strip().split("\n")):
            found = findings_in(line.replace("\\n", "\n"))
            if bool(found) != bad:
                return [f"scripts/checks/coroutines.py: the check itself is wrong about: {line} -> {found}"]
    return [f"{path}:{line}: {what}" for path in sources(root) for line, what in findings_in(read(root, path))]
