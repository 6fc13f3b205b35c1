"""A lenient reader of ADF markup: text to a small tree, for any text.

Why not an XML parser: ADF as sent is often not XML (the instruction before the xml declaration, curly or no quotes around attribute
values, bare `&` and `<`), and a parser in recovery mode drops what it cannot repair. `<vehicle interest=trade-in>` without quotes then
loses its attribute, and the trade-in becomes the vehicle of interest. This reader has no document types and no entities but the
characters HTML names, so there is nothing to expand and nothing to fetch. On well-formed documents it agrees with lxml (a test says so).

Every loop is linear in the text, every repetition in a pattern is bounded: the input is unauthenticated.
"""

from __future__ import annotations

import html
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

MAX_ELEMENTS = 20_000  # per prospect; a real one has under 200
MAX_DEPTH = 60  # deeper elements give their text to the one at this depth
MAX_TEXT = 100_000  # characters of one piece of text that are read; the raw text is kept whole

_MARK = re.compile(r"<(?:!\[CDATA\[|!--|!DOCTYPE|!|\?|/?[A-Za-z_])", re.IGNORECASE)
_NAME = re.compile(r"(?:[A-Za-z_][\w.\-]{0,60}:)?([A-Za-z_][\w.\-]{0,60})")
_ATTRIBUTE = re.compile(
    r"""\s*(?:[A-Za-z_][\w.\-]{0,60}:)?([A-Za-z_][\w.\-]{0,60})(?:\s{0,20}=\s{0,20}"""
    r"""(?:"([^"<]{0,2000})"|'([^'<]{0,2000})'|[“”„]([^“”„<]{0,2000})[“”„]|([^\s<>"'“”„]{1,2000})))?"""
)
_CHARACTER = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_AFTER_NAME = " \t\r\n/><\"'“”"
_SPACE = re.compile(r"\s+")
_INSTRUCTIONS = {"?": "?>", "!--": "-->", "![cdata[": "]]>"}


@dataclass(slots=True)
class Node:
    """One element: its name without prefix in lower case, its attributes likewise, its own text in pieces, its elements."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    pieces: list[str] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)

    def own_text(self) -> str:
        """The element's own text with single blanks; the text of everything inside it where it has none itself."""
        return _SPACE.sub(" ", "".join(self.pieces)).strip() or self.full_text()

    def full_text(self) -> str:
        """The text of the element and of everything inside it, with single blanks."""
        return _SPACE.sub(" ", " ".join("".join(n.pieces) for n in self.walk())).strip()

    def walk(self) -> Iterator[Node]:
        """The element and everything inside it, outermost first."""
        waiting = deque([self])
        while waiting:
            node = waiting.popleft()
            yield node
            waiting.extend(node.children)

    def find_all(self, name: str, skip: frozenset[str] = frozenset()) -> list[Node]:
        """Elements of this name inside this one, the outermost first; nothing inside an element named in `skip`."""
        found, waiting = [], deque(self.children)
        while waiting:
            node = waiting.popleft()
            if node.name == name:
                found.append(node)
            if node.name not in skip:
                waiting.extend(node.children)
        return found

    def find(self, name: str, skip: frozenset[str] = frozenset()) -> Node | None:
        """The outermost, first element of this name."""
        return next(iter(self.find_all(name, skip)), None)

    def text_of(self, name: str, skip: frozenset[str] = frozenset()) -> str | None:
        """Text of the first element of this name that has any; None where there is none."""
        return next((t for n in self.find_all(name, skip) if (t := n.own_text())), None)


class _Ends:
    """Where the next closing mark is, asked again and again: remembers, so that a text without one is searched once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._known: dict[str, int] = {}

    def next(self, mark: str, start: int) -> int:
        """Position of `mark` at or after `start`, -1 if there is none."""
        known = self._known.get(mark, -2)
        if known == -1 or known >= start:
            return known
        self._known[mark] = known = self.text.find(mark, start)
        return known


@dataclass(slots=True, frozen=True)
class Token:
    """A piece of markup: kind is open, close, empty, cdata or skip; the text between tokens is between their positions."""

    kind: str
    start: int
    end: int
    name: str = ""


def tokens(text: str) -> Iterator[Token]:
    """The markup of a text, in order. Comments, instructions and declarations are `skip`."""
    ends, position = _Ends(text), 0
    while found := _MARK.search(text, position):
        start, opened = found.start(), found.group()[1:].lower()
        position = found.end()
        if opened in _INSTRUCTIONS:
            mark = _INSTRUCTIONS[opened]
            end = ends.next(mark, position)
            if end < 0 or (opened == "?" and 0 <= ends.next("<", position) < end):
                # never closed (`<?XML VERSION “1.0”]>`): only up to the next `>`, or the mark alone, so that nothing is swallowed
                end, mark = (ends.next(">", position), ">") if opened == "?" else (position, "")
            if opened == "![cdata[" and mark:
                yield Token("cdata", start, end + 3)
            elif end >= 0:
                yield Token("skip", start, end + len(mark))
            position = end + len(mark) if end >= 0 else position
        elif opened.startswith("!"):
            position = _declaration_end(text, ends, position, with_subset=opened == "!doctype")
            yield Token("skip", start, position)
        else:
            token = _tag(text, ends, start)
            if token:
                yield token
                position = token.end


def _declaration_end(text: str, ends: _Ends, position: int, with_subset: bool) -> int:
    """End of a declaration; a DOCTYPE may hold others in brackets, all of it is passed over."""
    end = ends.next(">", position)
    bracket = ends.next("[", position) if with_subset else -1
    if 0 <= bracket < end:
        closed = ends.next("]", bracket)
        end = ends.next(">", closed) if closed >= 0 else end
    return end + 1 if end >= 0 else position


def _tag(text: str, ends: _Ends, start: int) -> Token | None:
    closing = text.startswith("</", start)
    name = _NAME.match(text, start + 1 + closing)
    if not name or (name.end() < len(text) and text[name.end()] not in _AFTER_NAME):
        return None  # `Name <name@example.com>`: text
    position = name.end()
    while attribute := _ATTRIBUTE.match(text, position):  # a `>` inside a quoted value does not end the tag
        position = attribute.end()
    closer, opener = ends.next(">", position), ends.next("<", position)
    if closer < 0 or 0 <= opener < closer:  # a tag cut off: it ends where the next begins, or with the text
        end = opener if opener >= 0 else len(text)
        return Token("close" if closing else "open", start, end, name.group(1).lower())
    kind = "close" if closing else "empty" if text[closer - 1] == "/" else "open"
    return Token(kind, start, closer + 1, name.group(1).lower())


def attributes_of(tag: str) -> dict[str, str]:
    """Attributes of a start tag, names in lower case, values as text; the first of a repeated name counts."""
    name = _NAME.match(tag, 1)
    found: dict[str, str] = {}
    position = name.end() if name else len(tag)
    while match := _ATTRIBUTE.match(tag, position):
        position = match.end()
        value = next((v for v in match.groups()[1:] if v is not None), "")
        if value.endswith("/") and match.group(5) and tag[position:].startswith(">"):
            value = value[:-1]  # `<phone type=voice/>`
        found.setdefault(match.group(1).lower(), plain(value).strip())
    return found


def plain(text: str) -> str:
    """Character data as text: the characters HTML names are resolved, anything else after an `&` stays as it stands."""
    return _CHARACTER.sub(lambda m: html.unescape(m.group()), text) if "&" in text else text


def read_tree(text: str, siblings: frozenset[str] = frozenset()) -> tuple[Node, bool]:
    """The tree of a text under a root of no name, and whether it was read whole.

    `siblings` are elements that do not contain each other: one that opens while another is open closes it (a lost end tag).
    """
    root = Node("")
    stack, count, position, whole = [root], 0, 0, True
    surplus = 0  # open elements beyond MAX_DEPTH
    for token in tokens(text):
        if token.start > position:
            stack[-1].pieces.append(plain(text[position : min(token.start, position + MAX_TEXT)]))
        position = token.end
        if token.kind == "cdata":
            stack[-1].pieces.append(text[token.start + 9 : min(token.end - 3, token.start + 9 + MAX_TEXT)])
        elif token.kind in ("open", "empty"):
            count += 1
            if count > MAX_ELEMENTS:
                whole = False
                break
            if token.name in siblings:
                at = next((i for i in range(len(stack) - 1, 0, -1) if stack[i].name in siblings), 0)
                if at:
                    del stack[at:]
                    surplus = 0
            if len(stack) >= MAX_DEPTH:
                surplus += token.kind == "open"
                continue
            node = Node(token.name, attributes_of(text[token.start : token.end]))
            stack[-1].children.append(node)
            if token.kind == "open":
                stack.append(node)
        elif token.kind == "close":
            if surplus:
                surplus -= 1
                continue
            at = next((i for i in range(len(stack) - 1, 0, -1) if stack[i].name == token.name), 0)
            if at:  # elements left open inside it end with it; an end tag without a start is passed over
                del stack[at:]
    else:
        stack[-1].pieces.append(plain(text[position : position + MAX_TEXT]))
    return root, whole
