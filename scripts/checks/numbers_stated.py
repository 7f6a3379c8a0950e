"""Numbers that documents state come from the code: each row names a place in a document and the constant it speaks of."""
import re

from tree import read

# document, its words with the number in brackets, source, constant[, how many of the document's units are one of its own]
STATED = [
    ("docs/architecture.md", r"at most (\d+) a\s+turn, so that a click", "bot/runtime/engine.cpp", "jobs_per_batch"),
    ("docs/architecture.md", r"at most 30 min, (\d+) times", "bot/runtime/engine_outbox.cpp", "delivery_tries"),
    ("docs/architecture.md", r"(\d+) s to 1 h\)", "adapters/net/outcome.cpp", "shortest_wait"),
    ("docs/architecture.md", r"more than 8 MB, or (\d+) levels", "bot/runtime/json.hpp", "depth"),
    ("docs/architecture.md", r"more than (\d+) MB, or 64", "bot/runtime/json.hpp", "bytes", 1024 * 1024),
    ("docs/architecture.md", r"more than ([\d,]+) bytes: each word", "bot/core/command_line.hpp", "longest_command"),
    ("docs/architecture.md", r"more than (\d+) kB, 200 parts", "adapters/web/post_guard.hpp", "most_bytes_with_file", 1024),
    ("docs/architecture.md", r"700 kB, (\d+) parts", "adapters/web/multipart.cpp", "most_parts"),
    ("docs/architecture.md", r"more than (\d+) kB, 20 at a time", "adapters/net/imap.cpp", "longest_report", 1024),
    ("docs/architecture.md", r"more than 256 kB, (\d+) at a time", "adapters/mail/returned.hpp", "most"),
    ("docs/architecture.md", r"keys of more than (\d+) parts", "bot/app/toml_guard.cpp", "most_parts"),
    ("docs/architecture.md", r"more than (\d+) brackets inside", "bot/app/toml_guard.cpp", "deepest"),
    ("docs/architecture.md", r"more than (\d+) fields", "adapters/net/url.cpp", "most_fields"),
    ("docs/commands.md", r"your groups, for (\d+) days", "adapters/web/page_links.cpp", "overview_lives"),
    ("docs/privacy.md", r"alone, lives (\d+) days", "adapters/web/page_links.cpp", "overview_lives"),
    ("docs/nextcloud.md", r"It lives for (\d+) days", "adapters/web/page_links.cpp", "press_lives"),
    ("docs/architecture.md", r"come back as errands of (\d+),", "bot/app/digest_maker.cpp", "handful"),
    ("docs/timeline.md", r"poll of more than (\d+) questions", "bot/features/polls/paging.cpp", "questions_at_once"),
    ("docs/timeline.md", r"is answered on pages of (\d+)", "bot/features/polls/paging.cpp", "questions_on_a_page"),
    ("docs/commands.md", r"all may have (\d+) pauses", "bot/features/pauses/feature.cpp", "most_ahead"),
    ("docs/commands.md", r"thrown away after (\d+) hours", "bot/features/polls/builder.cpp", "draft_life"),
    ("docs/timeline.md", r"thrown away \| (\d+) hours after", "bot/features/polls/builder.cpp", "draft_life"),
    ("docs/commands.md", r"at most (\d+) days ahead", "bot/features/polls/kinds.hpp", "most_open"),
    ("docs/commands.md", r"at most once in (\d+) days for a matter", "bot/features/matters/rules.hpp", "days_between_asks"),
    ("docs/mattermost.md", r"a button lives for (\d+) days", "adapters/mattermost/workspace_context.hpp", "button_life", 24),
    ("docs/mattermost.md", r"a post holds ([\d ]+) characters", "adapters/mattermost/limits.hpp", "post"),
    ("docs/nextcloud.md", r"a message holds ([\d ]+) letters", "adapters/nextcloud/screen.hpp", "message_letters"),
    ("docs/platforms.md", r"title holds (\d+) letters", "adapters/slack/limits.hpp", "title"),
    ("docs/platforms.md", r"(\d+) blocks of 3000 letters", "adapters/typeset/block_kit.hpp", "message_blocks"),
    ("docs/platforms.md", r"(\d+) kB as a card", "adapters/teams/cards.hpp", "card_bytes", 1024),
    ("docs/platforms.md", r"Sandbox \| (\d+) letters", "adapters/sandbox/protocol.hpp", "max_text_length"),
    ("docs/platforms.md", r"An idea holds (\d+) letters", "bot/features/ideas/store.hpp", "idea_letters"),
    ("docs/platforms.md", r"a free-text answer (\d+), everywhere", "bot/core/poll.hpp", "answer_letters"),
    ("docs/teams.md", r"(\d+) kB is enough", "adapters/teams/bot.cpp", "body_bytes", 1024),
    ("docs/teams.md", r"shortened\*\* at (\d+) kB", "adapters/teams/cards.hpp", "card_bytes", 1024),
    ("docs/mishaps.md", r"closings wait up to (\d+) hours", "bot/features/polls/keeping.cpp", "close_waits"),
    ("docs/mishaps.md", r"more than (\d+) days ahead\)", "bot/app/guarded_clock.cpp", "longest_absence"),
    ("docs/privacy.md", r"for up to (\d+) hours after its time", "bot/features/polls/keeping.cpp", "close_waits"),
    ("docs/privacy.md", r"within \*\*(\d+) days\*\* is overwritten", "bot/features/polls/keeping.cpp", "set_aside_kept"),
    ("docs/privacy.md", r"within \*\*(\d+) days\*\* is overwritten", "bot/features/ideas/feature.cpp", "set_aside_kept"),
    ("docs/privacy.md", r"within the last (\d+) days, in the same words", "bot/features/polls/alike.hpp", "same_period"),
    ("docs/privacy.md", r"(\d+) ideas a day from one phone", "bot/features/ideas/box_side.cpp", "phone_a_day"),
    ("docs/privacy.md", r"ideas a day from one phone, (\d+) from one place", "bot/features/ideas/box_side.cpp", "place_a_day"),
    ("docs/privacy.md", r"ideas a day from one phone, 60 from one place, (\d+) in all", "bot/features/ideas/box_side.cpp", "sheet_a_day"),
    ("docs/privacy.md", r"(\d+) answers to a poll from one phone", "bot/features/polls/answering.cpp", "most_from_one_phone"),
    ("docs/privacy.md", r"answers to a poll from one phone, (\d+) from one place", "bot/features/polls/answering.cpp", "most_from_one_place"),
    ("docs/privacy.md", r"answers to a poll from one phone, 60 from one place,\s+(\d+) in all", "bot/features/polls/answering.cpp", "most_guests"),
    ("docs/privacy.md", r"bodies of messages in the outbox \| (\d+) days", "bot/runtime/retention.hpp", "bodies_kept"),
    ("docs/timeline.md", r"`organisation\.ceiling_a_week` \((\d+)\)", "bot/app/config.hpp", "ceiling_a_week"),
    ("docs/timeline.md", r"`organisation\.most_a_week` \((\d+)\)", "bot/app/config.hpp", "most_a_week"),
    ("docs/timeline.md", r"more than (\d+) days ago are forgotten", "bot/runtime/retention.hpp", "bodies_kept"),
    ("docs/privacy.md", r"drafts of groups: .* \| (\d+) days", "bot/features/groups/overview.cpp", "drafts_last"),
    ("docs/timeline.md", r"nobody has touched for (\d+) days", "bot/features/groups/overview.cpp", "drafts_last"),
    ("docs/timeline.md", r"or (\d+) hours without an answer", "bot/features/presenters/feature.cpp", "to_answer"),
    ("docs/timeline.md", r"planned (\d+) days ahead", "bot/features/sessions/planning.hpp", "horizon"),
    ("docs/packs.md", r"Over (\d+) minutes of preparation", "bot/core/programme.hpp", "preparation_offered"),
]


def number(words):
    """12'000, 24 * 180, 160 * 1024, 1'024: what stands in such constants."""
    words = words.replace("'", "")
    if not re.fullmatch(r"[\d *+-]+", words):
        return None
    value = 0
    for part in words.split("+"):
        product = 1
        for factor in part.split("*"):
            product *= int(factor)
        value += product
    return value


def constant(text, name):
    """Its value as it is written, in its own unit: `name{5}`, `name = 5`, `name = std::chrono::days{5}`."""
    match = re.search(rf"\b{name}\s*(?:=\s*)?(?:[A-Za-z_:]+)?\s*[{{(]?\s*(\d[\d' *+-]*)", text)
    return number(match.group(1).strip()) if match else None


def check(root):
    found = []
    for document, words, source, name, *unit in STATED:
        text = read(root, document)
        stated = re.search(words, text)
        if not stated:
            found.append(f"{document}:1: no place says what {name} of {source} is: {words}")
            continue
        line = text.count("\n", 0, stated.start(1)) + 1
        try:
            value = constant(read(root, source), name)
        except FileNotFoundError:
            value = None
        said = int(re.sub(r"\D", "", stated.group(1)))
        if value is None:
            found.append(f"{document}:{line}: {name} is no number of {source}")
        elif said * (unit[0] if unit else 1) != value:
            found.append(f"{document}:{line}: {said}, but {name} in {source} is {value}")
    return found
