"""Datasets in the forms of other tools. Each says what it cannot hold, and lists what was lost."""

from .base import ForeignLayout, Format
from .cards import Cards
from .conll import Conll
from .docbin import DocBin
from .doccano import Doccano
from .huggingface import HuggingFace
from .label_studio import LabelStudio
from .labels import LabelOf
from .losses import Losses, Lossy
from .prodigy import Prodigy

FOREIGN: dict[str, type[Format]] = {
    form.name: form for form in (Prodigy, DocBin, LabelStudio, Doccano, Conll, HuggingFace, Cards)
}

__all__ = ["FOREIGN", "ForeignLayout", "Format", "LabelOf", "Losses", "Lossy"]
