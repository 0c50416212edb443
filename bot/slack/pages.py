"""Everything we show besides an answer: modals, App Home, what is shared or passed on."""

from __future__ import annotations

from collections.abc import Sequence

from bot import wording
from bot.service import Overview
from bot.slack import blocks as kit
from bot.slack import words
from bot.slack.blocks import Block, Message
from bot.slack.render import check, citation_line, fill, frames_of, shortened, under
from retrieval.model import Answer, Citation, Quote

VIEW_READINGS = 20
VIEW_CHARACTERS = 60_000
SAMPLE = "sample"
"""The first word of a sample question's action id; its value is the question."""


def more_view(answer: Answer, first: int) -> Block:
    """Return a modal with the readings after the first ``first``."""
    rest = answer.readings[first:][:VIEW_READINGS]
    frames = frames_of(rest, first + 1, len(answer.readings))
    body = fill(rest, frames, VIEW_CHARACTERS)
    return kit.modal(wording.LABELS["more"], [kit.paragraph(answer.question, italic=True), *body])


def context_view(paragraphs: Sequence[tuple[Citation, Quote]]) -> Block:
    """Return a modal with the paragraphs around quotes."""
    blocks: list[Block] = []
    for citation, quote in paragraphs[:VIEW_READINGS]:
        check(quote)
        elements = shortened(quote, VIEW_CHARACTERS // VIEW_READINGS)
        blocks += [kit.rich(kit.quote(elements)), kit.small(citation_line(citation, 1.0))]
    return kit.modal(wording.LABELS["context"], blocks)


def answer_view(message: Message) -> Block:
    """Return a modal with an answer, rendered for a view."""
    return kit.modal(words.TITLE, message.blocks)


def as_message(view: Block) -> Message:
    """Return as much of a modal as a message holds."""
    blocks: list[Block] = []
    for block in view["blocks"][: kit.MESSAGE_BLOCKS]:
        if kit.size([*blocks, block]) > kit.MESSAGE_CHARACTERS:
            break
        blocks.append(block)
    return Message(kit.fallback(view["title"]["text"]), tuple(blocks))


def shared(message: Message, question: str, user: str) -> Message:
    """Return an answer under who asked what, for everybody to see."""
    for limit in (250, 80, 25):
        words_ = kit.words(f" asked: {kit.clip(question, limit)}")
        line = kit.rich(kit.section({"type": "user", "user_id": user}, words_))
        if kit.size([line, *message.blocks]) <= kit.MESSAGE_CHARACTERS:
            break
    return under(message, line, kit.clip(question, 250))


def expert_post(answer: Answer, user: str, channel: str, link: str) -> Message:
    """Return the question for people who may know: who asks, where, and what is near."""
    for scale in (1.0, 0.2):
        blocks = _expert_blocks(answer, _asks(user, channel, link), scale)
        if kit.size(blocks) <= kit.MESSAGE_CHARACTERS:
            break
    return Message(kit.fallback(wording.person_wanted(answer.question)), blocks)


def _asks(user: str, channel: str, link: str) -> Block:
    elements = [{"type": "user", "user_id": user}, kit.words(" asks")]
    if channel.startswith("C"):
        elements += [kit.words(" in "), {"type": "channel", "channel_id": channel}]
    if link:
        elements += [kit.words(". "), {"type": "link", "url": link, "text": words.GO_THERE}]
    return kit.section(*elements)


def _expert_blocks(answer: Answer, asks: Block, scale: float) -> tuple[Block, ...]:
    question = kit.quote([kit.words(kit.clip(answer.question, int(2_000 * scale)))])
    near = [citation_line(citation, scale) for citation in answer.nearest[:3]]
    below = [kit.small(words.NEAR, *near)] if near else []
    return kit.rich(asks, question), kit.paragraph(words.CAN_HELP), *below


def home_view(overview: Overview) -> Block:
    """Return App Home: what the bot knows, how to ask, and sample questions as buttons."""
    ways = [kit.section(kit.words(f"•  {way}")) for way in words.HOW_TO_ASK]
    blocks = [
        kit.header(words.TITLE),
        kit.paragraph(wording.WHAT_I_DO),
        kit.small(words.overview_line(overview)),
        {"type": "divider"},
        kit.rich(kit.section(kit.words(words.HOW, bold=True)), *ways),
    ]
    samples = [
        kit.button(sample, sample) | {"action_id": f"{SAMPLE}:{at}"}
        for at, sample in enumerate(overview.samples[:3])
    ]
    if samples:
        blocks += [kit.rich(kit.section(kit.words(words.TRY, bold=True))), kit.buttons(*samples)]
    return {"type": "home", "blocks": blocks}


def prompts(overview: Overview) -> list[dict[str, str]]:
    """Return the suggested prompts of the assistant pane: at most four."""
    return [
        {"title": kit.clip(sample, kit.LABEL_CHARACTERS), "message": kit.inert(sample)}
        for sample in overview.samples[:4]
    ]
