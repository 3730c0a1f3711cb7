"""Writing notes, in the pane beside the posting. What was typed is never lost: it is put by while one writes."""

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from textual.timer import Timer

from store import Store, StoreError, UsageError

from .copying import CopyingTags
from .tagging import Selection

if TYPE_CHECKING:
    from tui.widgets.fields import NoteArea
    from tui.widgets.note_field import NoteField

PUT_BY_AFTER = 0.3  # seconds without a key after which what was typed is put by


class _Writing(NamedTuple):
    """What is being written: a note on a posting or on words of it, or one of the annotator's anew."""

    key: str
    span: tuple[int, int] | None = None
    note: str | None = None  # the uid of the one that is written anew

    @property
    def draft(self) -> str:
        """What an unsaved text is kept by."""
        return self.note or self.key


class Noting(CopyingTags):
    """Notes."""

    note_field: "NoteField"

    def __init__(self) -> None:
        super().__init__()
        self._writing: _Writing | None = None
        self._unsaved: dict[str, str] = {}  # texts, by posting or note, that the database did not take
        self._put_by_soon: Timer | None = None
        self._put = ""  # what is put by of what is being written

    def action_note(self) -> None:
        """Write a note on the posting."""
        self.lead_to_field(partial(self._write_note, None))

    def action_note_span(self) -> None:
        """Write a note on the selected words."""
        self.lead_to_field(partial(self._write_note, self.take_selection()))

    async def _write_note(self, words: Selection | None) -> None:
        posting = self.view.posting
        if posting is None:
            raise UsageError("There is no posting to write on.")
        writing = _Writing(words.key, words.span) if words else _Writing(posting.key)
        about = f"Note on “{words.quote}”" if words else "Note on this posting"
        draft = self._unsaved.get(writing.key, "")
        if not draft:
            draft = await self.app.lanes.read.run(Store.draft, self.app.annotator, writing.key)
        self._begin(writing, about, draft)

    def action_rewrite(self) -> None:
        """Write the annotator's last note on the posting anew."""
        self.lead_to_field(self._rewrite_note)

    async def _rewrite_note(self) -> None:
        posting = self.view.posting
        own = [note for note in posting.notes if note.annotator == self.app.annotator] if posting else []
        if posting is None or not own:
            raise UsageError("You have no note here to rewrite.")
        note = own[-1]
        text = self._unsaved.get(note.uid, note.text)
        self._begin(_Writing(posting.key, note=note.uid), "Your note (emptied, it goes)", text)

    def _begin(self, writing: _Writing, about: str, text: str) -> None:
        self._writing, self._put = writing, text
        self.add_class("-writing")
        self.note_field.begin(about, text)
        self.app.release_keys()

    def on_text_area_changed(self) -> None:
        """Put the note by, as soon as the typing pauses."""
        if self._put_by_soon is not None:
            self._put_by_soon.stop()
        self._put_by_soon = self.set_timer(PUT_BY_AFTER, partial(self.turns.add, self._put_by_meanwhile))

    async def _put_by_meanwhile(self) -> None:
        """Put by what stands there: if the power goes, it comes back. Held up by others, it is tried again later."""
        typed = self.note_field.typed
        if self._writing is not None and typed != self._put:
            with suppress(StoreError):
                await self._put_by(self._writing, typed)

    def on_note_area_left(self, message: "NoteArea.Left") -> None:
        """Save the note, or put it by."""
        writing, self._writing = self._writing, None
        if self._put_by_soon is not None:
            self._put_by_soon.stop()
        self.remove_class("-writing")
        self.note_field.display = False
        self.writing_ended()
        if writing is not None:
            self.turns.add(partial(self._written, writing, message.text, kept=message.kept))
        self.app.release_keys()
        if message.quitting:
            self.app.call_later(self.app.action_quit)

    def writing_ended(self) -> None:
        """Give the keys back to what had them."""
        raise NotImplementedError

    async def _written(self, writing: _Writing, text: str, *, kept: bool) -> None:
        if not kept:
            await self._put_by(writing, text)
            return
        if writing.note is None and not text.strip():
            await self._put_by(writing, "")
            return
        self._unsaved[writing.draft] = text
        write, who = self.app.lanes.write, self.app.annotator
        if writing.note is not None:
            saved = await write.run(Store.rewrite_note, who, writing.key, writing.note, text)
        else:
            saved = await write.run(Store.note, who, writing.key, text, writing.span)
        await self._put_by(writing, "")
        await self.show_again(saved)

    async def _put_by(self, writing: _Writing, text: str) -> None:
        """Keep a text for the next time, an empty one for none; one of a note there is, while the desk is open."""
        self._put = text
        if text:
            self._unsaved[writing.draft] = text
        if writing.note is None:
            await self.app.lanes.write.run(Store.keep_draft, self.app.annotator, writing.key, text)
        if writing.note is None or not text:
            self._unsaved.pop(writing.draft, None)
