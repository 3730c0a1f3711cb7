"""THE table of keys. Bindings, the help screen, the palette and the README's table all come from it."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

Scope = Literal[
    "app",
    "review",
    "text",
    "pair",
    "family",
    "preview",
    "problems",
    "progress",
    "adjudication",
    "skills",
    "search",
    "picker",
    "note",
    "files",
    "choice",
    "answer",
    "record",
    "go",
    "help",
]
SCOPES: dict[Scope, str] = {
    "review": "Reviewing postings",
    "text": "In a posting's text",
    "pair": "Settling pairs",
    "family": "Settling a family",
    "preview": "Before an import",
    "problems": "Problems of an import",
    "progress": "Seeing where the work stands",
    "adjudication": "Settling disagreements",
    "skills": "Looking after the skills",
    "app": "Everywhere",
    "search": "Typing a search",
    "picker": "Choosing a skill",
    "note": "Writing a note",
    "files": "Choosing what to import",
    "choice": "Choosing one of several",
    "answer": "Typing an answer",
    "record": "Reading a refused record",
    "go": "Going somewhere",
    "help": "Reading the keys",
}


@dataclass(frozen=True, slots=True)
class Command:
    """Something a key does. `keys` are Textual's names; `label` is shown on the footer, None leaves it out."""

    id: str
    keys: tuple[str, ...]
    action: str
    title: str
    help: str
    scope: Scope
    label: str | None = None


ALWAYS = frozenset({"palette", "quit"})
"""Commands of the scope "app" that work also while one types or chooses."""

COMMANDS: tuple[Command, ...] = (
    Command("next", ("j", "down"), "next", "Next posting", "go to the next posting of the queue", "review"),
    Command("previous", ("k", "up"), "previous", "Previous posting", "go to the posting before", "review"),
    Command("first", ("home",), "first", "First posting", "go to the start of the queue", "review"),
    Command("last", ("end",), "last", "Last posting", "go to the end of the queue", "review"),
    Command("done", ("space",), "state('done')", "Done", "mark the posting done and go to the next", "review", "done"),
    Command("skip", ("x",), "state('skipped')", "Skip", "mark the posting skipped and go to the next", "review", "skip"),
    Command("flag", ("f",), "state('flagged')", "Flag", "flag the posting for a second look, go to the next", "review", "flag"),
    Command("todo", ("t",), "state('todo')", "Back to do", "make the posting to do again", "review"),
    Command("tag", ("s",), "tag", "Tag a skill", "tag a skill: type to find it", "review", "tag"),
    Command("required", ("q",), "require('required')", "Required", "the tag or mention under the cursor is required", "review"),
    Command("preferred", ("p",), "require('preferred')", "Preferred", "the tag or mention under the cursor is preferred", "review"),
    Command("mentioned", ("m",), "require('mentioned')", "Mentioned", "the tag or mention under the cursor is mentioned", "review"),
    Command("next-tag", ("tab",), "next_stop", "Next tag or mention", "move to the next tag or mention of the text", "review", "mention"),
    Command("previous-tag", ("shift+tab",), "previous_stop", "Tag or mention before", "move to the tag or mention before", "review"),
    Command("accept", ("a",), "accept", "Accept the mention", "tag the skill that is mentioned under the cursor", "review", "accept"),
    Command("untag", ("r", "delete"), "reject", "Reject, or remove the tag", "remove the tag, or reject the mention, at the cursor", "review", "reject"),
    Command("suggestion-1", ("1",), "suggestion(1)", "Suggestion 1", "accept suggestion 1, or reject it behind R", "review"),
    Command("suggestion-2", ("2",), "suggestion(2)", "Suggestion 2", "accept suggestion 2, or reject it behind R", "review"),
    Command("suggestion-3", ("3",), "suggestion(3)", "Suggestion 3", "accept suggestion 3, or reject it behind R", "review"),
    Command("suggestion-4", ("4",), "suggestion(4)", "Suggestion 4", "accept suggestion 4, or reject it behind R", "review"),
    Command("suggestion-5", ("5",), "suggestion(5)", "Suggestion 5", "accept suggestion 5, or reject it behind R", "review"),
    Command("suggestion-6", ("6",), "suggestion(6)", "Suggestion 6", "accept suggestion 6, or reject it behind R", "review"),
    Command("suggestion-7", ("7",), "suggestion(7)", "Suggestion 7", "accept suggestion 7, or reject it behind R", "review"),
    Command("suggestion-8", ("8",), "suggestion(8)", "Suggestion 8", "accept suggestion 8, or reject it behind R", "review"),
    Command("suggestion-9", ("9",), "suggestion(9)", "Suggestion 9", "accept suggestion 9, or reject it behind R", "review"),
    Command("reject-number", ("R",), "reject_number", "Reject a suggestion", "reject the suggestion of the number that follows", "review"),
    Command("why", ("w",), "why", "Why?", "show all reasons of the suggestions with figures, or less", "review", "why"),
    Command("suggest-anew", ("e",), "suggest_anew", "Suggest anew", "fill the numbers with what there is to suggest now", "review"),
    Command("repeat", ("full_stop",), "repeat", "The same again", "do the last edit of a tag again, on this posting", "review"),
    Command("copy", ("c",), "copy", "Copy the tags…", "copy the tags to the cluster, or to all the search finds", "review", "copy"),
    Command("note", ("n",), "note", "Write a note", "write a note on the posting", "review", "note"),
    Command("rewrite", ("N",), "rewrite", "Rewrite your note", "write your last note on the posting anew; emptied, it goes", "review"),
    Command("text", ("enter",), "open_text", "Open the text", "move in the text by word, to select words of it", "review", "text"),
    Command("page-down", ("pagedown",), "page(1)", "Page down", "read on in the text", "review"),
    Command("page-up", ("pageup",), "page(-1)", "Page up", "read back in the text", "review"),
    Command("pairs", ("d",), "pairs", "Pairs of this posting", "see this posting's family, or the posting beside its duplicate", "review", "pairs"),
    Command("guidelines", ("f1",), "guidelines", "Guidelines", "show the project's own page of guidelines, or hide it", "review"),
    Command("guidelines-down", ("J",), "guidelines_scroll(1)", "Guidelines down", "read on in the guidelines", "review"),
    Command("guidelines-up", ("K",), "guidelines_scroll(-1)", "Guidelines up", "read back in the guidelines", "review"),
    Command("search", ("slash",), "search", "Search", "show only what matches: words, \"phrases\", fields, -not", "review", "search"),
    Command("clear", ("escape",), "clear", "Clear the search", "hide the guidelines, or go back to the whole queue", "review"),
    Command("searches", ("S",), "searches", "Kept searches…", "go to a search that is kept under a name, or keep this one", "review"),
    Command("queue-order", ("o",), "order", "Order of the queue…", "choose what comes first: imported, unseen, duplicates, unlike", "review"),
    Command("word-right", ("right", "l", "w"), "word(1)", "Next word", "move to the next word", "text"),
    Command("word-left", ("left", "h", "b"), "word(-1)", "Word before", "move to the word before", "text"),
    Command("line-down", ("down", "j"), "line(1)", "Line down", "move down a line", "text"),
    Command("line-up", ("up", "k"), "line(-1)", "Line up", "move up a line", "text"),
    Command("select", ("v",), "select", "Select", "start a selection here, or drop it", "text", "select"),
    Command("tag-span", ("s",), "screen.tag_span", "Tag these words", "tag a skill on the selected words", "text", "tag"),
    Command("note-span", ("n",), "screen.note_span", "Note on these words", "write a note on the selected words", "text", "note"),
    Command("leave-text", ("escape", "enter"), "screen.leave_text", "Leave the text", "go back to the queue", "text", "back"),
    Command("next-pair", ("j", "down", "space"), "next", "Next pair", "go to the next pair without deciding", "pair"),
    Command("previous-pair", ("k", "up"), "previous", "Previous pair", "go to the pair before", "pair"),
    Command("duplicate", ("y",), "judge('duplicate')", "Duplicate", "the same job, advertised again", "pair", "duplicate"),
    Command("variant", ("v",), "judge('variant')", "Variant", "the same advertisement for another place or date", "pair", "variant"),
    Command("related", ("r",), "judge('related')", "Related", "belongs together, but is not the same job", "pair", "related"),
    Command("distinct", ("n",), "judge('distinct')", "Distinct", "two different jobs", "pair", "distinct"),
    Command("unsure", ("i",), "judge('unsure')", "Unsure", "cannot be said from the texts", "pair", "unsure"),
    Command("canonical", ("c",), "canonical", "Canonical side", "choose the other side to stand for the cluster", "pair", "canonical"),
    Command("family", ("A",), "family", "The whole family", "settle all of the family as one cluster, once the pair is a duplicate or a variant; one undo takes it back", "pair"),
    Command("open-family", ("f",), "open_family", "Show the family", "see the whole family of this pair in a list, to settle it at once", "pair", "family"),
    Command("take-back", ("delete", "backspace"), "judge('none')", "No verdict", "take your verdict on this pair back", "pair"),
    Command("contradiction", ("x",), "contradiction", "What contradicts", "go to the verdicts that contradict this pair, first to the one to take back", "pair"),
    Command("order", ("o",), "order", "Another order", "take the open pairs in another order: most uncertain, largest family or most similar first", "pair", "order"),
    Command("layout", ("l",), "layout", "Side by side or one column", "show the two side by side, or in one column with what differs in brackets", "pair"),
    Command("pair-page-down", ("pagedown",), "page(1)", "Page down", "read on in both texts", "pair"),
    Command("pair-page-up", ("pageup",), "page(-1)", "Page up", "read back in both texts", "pair"),
    Command("leave-pairs", ("escape", "d"), "leave", "Back to the review", "go back to the queue", "pair", "back"),
    Command("family-next", ("j", "down"), "move(1)", "Next member", "go to the next posting of the family", "family"),
    Command("family-previous", ("k", "up"), "move(-1)", "Member before", "go to the posting before", "family"),
    Command("take-out", ("n",), "judge('distinct')", "Take out", "take it out: it and the canonical posting are distinct", "family", "take out"),
    Command("take-out-related", ("r",), "judge('related')", "Take out, related", "take it out: it and the canonical posting are related", "family", "related"),
    Command("take-all-out", ("N",), "take_out", "Take out with its own", "take it out as distinct, and with it all that nothing else ties to the canonical posting", "family"),
    Command("member-duplicate", ("y",), "judge('duplicate')", "Duplicate", "it and the canonical posting are duplicates", "family"),
    Command("member-variant", ("v",), "judge('variant')", "Variant", "it is a variant of the canonical posting", "family"),
    Command("member-unsure", ("i",), "judge('unsure')", "Unsure", "leave it open: it cannot be said from the texts", "family"),
    Command("settle", ("A",), "settle", "Settle the rest", "settle all that was not taken out as one cluster; one undo takes it back", "family", "settle the rest"),
    Command("beside", ("enter",), "open", "Beside the canonical", "see it beside the canonical posting", "family", "beside"),
    Command("family-canonical", ("c",), "canonical", "Canonical", "choose it to stand for the family", "family", "canonical"),
    Command("family-contradiction", ("x",), "contradiction", "What contradicts", "go to the verdicts that contradict each other here", "family"),
    Command("family-pairs", ("d",), "pairs", "Its pairs", "see all pairs of this posting", "family"),
    Command("family-page-down", ("pagedown", "space"), "page(1)", "Page down", "go on by a page", "family"),
    Command("family-page-up", ("pageup",), "page(-1)", "Page up", "go back by a page", "family"),
    Command("family-first", ("home",), "edge(-1)", "First", "go to the canonical posting", "family"),
    Command("family-last", ("end",), "edge(1)", "Last", "go to the last one", "family"),
    Command("leave-family", ("escape",), "leave", "Back", "go back", "family", "back"),
    Command("progress-down", ("j", "down"), "scroll(1)", "Down", "read on by a line", "progress"),
    Command("progress-up", ("k", "up"), "scroll(-1)", "Up", "read back by a line", "progress"),
    Command("progress-page-down", ("pagedown", "space"), "page(1)", "Page down", "read on by a page", "progress", "more"),
    Command("progress-page-up", ("pageup",), "page(-1)", "Page up", "read back by a page", "progress"),
    Command("count-again", ("r",), "count", "Count again", "count again: what others did meanwhile is shown too", "progress", "count again"),
    Command("leave-progress", ("escape",), "leave", "Back", "go back", "progress", "back"),
    Command("take-1", ("1",), "take(1)", "Take answer 1", "settle it as the first of the answers", "adjudication", "take it"),
    Command("take-2", ("2",), "take(2)", "Take answer 2", "settle it as the second", "adjudication"),
    Command("take-3", ("3",), "take(3)", "Take answer 3", "settle it as the third", "adjudication"),
    Command("take-4", ("4",), "take(4)", "Take answer 4", "settle it as the fourth", "adjudication"),
    Command("take-5", ("5",), "take(5)", "Take answer 5", "settle it as the fifth", "adjudication"),
    Command("take-majority", ("m",), "majority", "Take the majority", "settle it as more than half answered", "adjudication", "majority"),
    Command("edit-answer", ("e",), "edit", "Another answer…", "settle it as something that nobody answered", "adjudication", "edit"),
    Command("reason", ("r",), "reason", "Reason…", "say why the answers differ, for what you settle next", "adjudication", "reason"),
    Command("adjudication-note", ("n",), "note", "Note", "write a note, for what you settle next", "adjudication", "note"),
    Command("accept-all", ("A",), "accept_all", "Accept the unanimous", "accept all that everybody agrees on, as one decision", "adjudication", "accept unanimous"),
    Command("hide-names", ("h",), "hide_names", "Hide the names", "show letters in place of names, or the names again", "adjudication"),
    Command("anyway", ("w",), "anyway", "Those that wait", "show also what somebody is still at work on, or not again", "adjudication"),
    Command("next-disagreement", ("j", "down", "space"), "next", "Next disagreement", "go on without settling it", "adjudication"),
    Command("previous-disagreement", ("k", "up"), "previous", "Disagreement before", "go to the one before", "adjudication"),
    Command("adjudication-page-down", ("pagedown",), "page(1)", "Page down", "read on in the text", "adjudication"),
    Command("adjudication-page-up", ("pageup",), "page(-1)", "Page up", "read back in the text", "adjudication"),
    Command("leave-adjudication", ("escape",), "leave", "Back", "go back", "adjudication", "back"),
    Command("next-skill", ("j", "down"), "move(1)", "Next skill", "go to the next skill", "skills"),
    Command("previous-skill", ("k", "up"), "move(-1)", "Skill before", "go to the skill before", "skills"),
    Command("skills-page-down", ("pagedown", "space"), "page(1)", "Page down", "go on by a page", "skills"),
    Command("skills-page-up", ("pageup",), "page(-1)", "Page up", "go back by a page", "skills"),
    Command("first-skill", ("home",), "edge(-1)", "First skill", "go to the first skill", "skills"),
    Command("last-skill", ("end",), "edge(1)", "Last skill", "go to the last skill", "skills"),
    Command("skill-search", ("slash",), "search", "Find skills", "show only skills with a label like what you type", "skills", "find"),
    Command("skill-postings", ("enter",), "postings", "Its postings", "show the postings tagged with it", "skills", "postings"),
    Command("rename", ("n",), "rename", "Rename", "give the skill another name; the old one still finds it", "skills", "rename"),
    Command("label", ("l",), "label", "Another label", "give the skill another label by which it is found", "skills", "label"),
    Command("merge", ("m",), "merge", "Merge", "merge the skill into another one: its tags and labels go there", "skills", "merge"),
    Command("retire", ("x",), "retire", "Retire, bring back", "offer the skill no longer, or again; its tags stay", "skills", "retire"),
    Command("leave-skills", ("escape",), "leave", "Back", "go back; with a search, show all skills again", "skills", "back"),
    Command("leave-search", ("enter", "escape"), "leave_search", "Leave the search", "keep what is shown and go back to the queue", "search", "back to the queue"),
    Command("pick", ("enter",), "screen.pick", "Tag", "tag the chosen skill", "picker"),
    Command("pick-next", ("down", "ctrl+n"), "screen.move(1)", "Next skill", "go to the next choice", "picker"),
    Command("pick-previous", ("up",), "screen.move(-1)", "Skill before", "go to the choice before", "picker"),
    Command("pick-back", ("escape",), "screen.back", "Back", "choose nothing", "picker"),
    Command("keep-note", ("enter",), "keep", "Save", "save the note", "note", "save"),
    Command("new-line", ("ctrl+j", "alt+enter", "shift+enter"), "new_line", "New line", "begin a new line", "note", "line"),
    Command("put-by", ("escape",), "put_by", "Back", "leave; what was typed comes back next time", "note", "later"),
    Command("leave-note", ("ctrl+q",), "leave", "Quit", "leave Postil; what was typed comes back next time", "note"),
    Command("import-now", ("enter",), "take", "Import", "import what is shown", "preview", "import"),
    Command("change", ("c",), "change", "Change the line", "take the field from another column, the column for a field, or say otherwise what the line says", "preview", "change"),
    Command("format", ("f",), "format", "Another format", "read it as another format", "preview", "format"),
    Command("source", ("s",), "source", "Another source name", "give the source another name than the file's", "preview", "source"),
    Command("encoding", ("e",), "encoding", "Another encoding", "read it in another encoding", "preview", "encoding"),
    Command("rejects", ("r",), "rejects", "A file for what is refused", "write the refused records to a file, to be mended and imported", "preview"),
    Command("preview-next", ("j", "down"), "move(1)", "Next line", "go to the next line", "preview"),
    Command("preview-previous", ("k", "up"), "move(-1)", "Line before", "go to the line before", "preview"),
    Command("preview-page-down", ("pagedown", "space"), "page(1)", "Page down", "read on in the first posting", "preview"),
    Command("preview-page-up", ("pageup",), "page(-1)", "Page up", "read back in the first posting", "preview"),
    Command("preview-first", ("home",), "edge(-1)", "First line", "go to the first line", "preview"),
    Command("preview-last", ("end",), "edge(1)", "Last line", "go to the last line", "preview"),
    Command("leave-preview", ("escape",), "leave", "Back", "import nothing, choose another file", "preview", "back"),
    Command("open-problem", ("enter",), "open", "Open", "go to the posting it is about, or read the refused record", "problems", "open"),
    Command("next-problem", ("j", "down"), "move(1)", "Next problem", "go to the next problem", "problems"),
    Command("previous-problem", ("k", "up"), "move(-1)", "Problem before", "go to the problem before", "problems"),
    Command("problems-page-down", ("pagedown", "space"), "page(1)", "Page down", "go on by a page", "problems"),
    Command("problems-page-up", ("pageup",), "page(-1)", "Page up", "go back by a page", "problems"),
    Command("leave-problems", ("escape",), "leave", "Back", "go back; they can be shown again", "problems", "back"),
    Command("choose-file", ("enter",), "screen.choose", "Choose", "open the folder, or look at what an import would do", "files"),
    Command("mark-file", ("ctrl+t",), "screen.mark", "Mark", "mark it, or take the mark away: all that is marked is imported together", "files"),
    Command("complete", ("tab",), "screen.complete", "Complete", "open the folder, or complete the file's name", "files"),
    Command("next-file", ("down", "ctrl+n"), "screen.move(1)", "Next", "go to the next choice", "files"),
    Command("previous-file", ("up",), "screen.move(-1)", "Before", "go to the choice before", "files"),
    Command("files-page-down", ("pagedown",), "screen.page(1)", "Page down", "go on by a page", "files"),
    Command("files-page-up", ("pageup",), "screen.page(-1)", "Page up", "go back by a page", "files"),
    Command("leave-files", ("escape",), "screen.back", "Back", "import nothing", "files"),
    Command("choose", ("enter",), "choose", "Choose", "take this one", "choice"),
    Command("next-choice", ("j", "down"), "move(1)", "Next", "go to the next choice", "choice"),
    Command("previous-choice", ("k", "up"), "move(-1)", "Before", "go to the choice before", "choice"),
    Command("choice-page-down", ("pagedown",), "page(1)", "Page down", "go on by a page", "choice"),
    Command("choice-page-up", ("pageup",), "page(-1)", "Page up", "go back by a page", "choice"),
    Command("leave-choice", ("escape",), "dismiss(None)", "Back", "leave it as it is", "choice"),
    Command("take-answer", ("enter",), "screen.take", "Take it", "take what was typed", "answer"),
    Command("leave-answer", ("escape",), "screen.leave", "Back", "leave it as it is", "answer"),
    Command("leave-record", ("escape", "enter"), "dismiss(None)", "Back", "go back to the problems", "record"),
    Command("go-review", ("r",), "dismiss('review')", "The review", "go to the review", "go"),
    Command("go-duplicates", ("d",), "dismiss('duplicates')", "The open pairs", "go to the open pairs", "go"),
    Command("go-skills", ("s",), "dismiss('skills')", "The skills", "go to the skills, to rename, merge or retire them", "go"),
    Command("go-progress", ("p",), "dismiss('progress')", "The progress", "go to the progress: what is done, how fast, by whom", "go"),
    Command("go-adjudication", ("a",), "dismiss('adjudication')", "The disagreements", "go to what annotators answered differently, to settle it", "go"),
    Command("go-back", ("escape", "g"), "dismiss(None)", "Stay", "stay here", "go"),
    Command("leave-help", ("escape", "question_mark", "enter"), "dismiss(None)", "Back", "leave this page", "help"),
    Command("undo", ("u",), "undo", "Undo", "take back your last decision, wherever it was", "app", "undo"),
    Command("redo", ("U",), "redo", "Redo", "bring back what you undid last", "app"),
    Command("go", ("g",), "go", "Go to…", "go to the review, pairs, skills, progress, disagreements", "app", "go to"),
    Command("import", ("I",), "import_files", "Import…", "import postings from a file or a folder, while reviewing goes on", "app"),
    Command("import-problems", ("P",), "import_problems", "Problems of the import", "list what the last import could not take, or repaired", "app"),
    Command("find-duplicates", ("F",), "find_duplicates", "Find duplicates", "find pairs among what is new and all there is, or stop the search that runs", "app"),
    Command("export", ("E",), "export", "Export…", "write a dataset to a folder, while reviewing goes on, or stop the one that runs", "app"),
    Command("help", ("question_mark",), "help", "Help", "show the keys of this screen", "app", "help"),
    Command("palette", ("ctrl+p",), "command_palette", "Palette", "find a command by its name", "app"),
    Command("quit", ("ctrl+q",), "quit", "Quit", "leave; all is saved already", "app"),
)  # fmt: skip

_NAMES = {
    "backslash": "\\",
    "at": "@",
    "minus": "-",
    "plus": "+",
    "underscore": "_",
    "slash": "/",
    "question_mark": "?",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "escape": "Esc",
    "shift+tab": "shift+tab",
}

_IN_SENTENCES = {"enter": "Enter", "delete": "Del", "up": "↑", "down": "↓"}


def key_name(key: str) -> str:
    """Return how a key is written for people."""
    if key in _NAMES or len(key) == 1:
        return _NAMES.get(key, key)
    try:
        sign = unicodedata.lookup(key.replace("_", " "))
    except KeyError:
        return key
    return sign if sign.isprintable() and not sign.isspace() else key


_in_force: dict[Scope, tuple[Command, ...]] = {}


def use_keys(own: Mapping[str, tuple[str, ...]]) -> None:
    """Give commands, named `scope.id`, keys of the person's own; all others have those of the table again."""
    for scope in SCOPES:
        _in_force[scope] = tuple(
            replace(command, keys=own.get(f"{scope}.{command.id}", command.keys))
            for command in COMMANDS
            if command.scope == scope
        )


use_keys({})


def in_scope(scope: Scope) -> tuple[Command, ...]:
    """Return the commands of a scope with the keys they have now, in the order of the table."""
    return _in_force[scope]


def key_of(scope: Scope, id_: str) -> str:
    """Return how the first key of a command is written in a sentence."""
    key = next(command for command in in_scope(scope) if command.id == id_).keys[0]
    return _IN_SENTENCES.get(key) or key_name(key)


def command_at(scope: Scope, key: str) -> Command | None:
    """Return the command that a key gives in a scope, or None."""
    return next((command for command in in_scope(scope) if key in command.keys), None)


def hidden_by(scope: Scope, other: Scope) -> frozenset[str]:
    """Return the names of a scope's actions whose keys mean something else in `other`."""
    taken = {key for command in in_scope(other) for key in command.keys}
    return frozenset(
        command.action.split("(")[0] for command in in_scope(scope) if taken.intersection(command.keys)
    )
