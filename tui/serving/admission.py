"""Who is who: names and tokens at the door, and what a browser shows from then on."""

import asyncio
import secrets
import time
from dataclasses import dataclass
from pathlib import Path

from store import Store

LASTS = 12 * 3600.0  # seconds until somebody is asked again


@dataclass(frozen=True, slots=True)
class Admission:
    """Somebody who entered, until when (on this process's clock), and with which token's hash."""

    name: str
    until: float
    proof: str


class Admissions:
    """What browsers hold: a number of chance that means an admission here, and nothing elsewhere."""

    def __init__(self, db: Path) -> None:
        self._db = db
        self._admitted: dict[str, Admission] = {}

    async def admit(self, name: str, token: str) -> str | None:
        """Return what the browser is to hold, None where name and token do not belong together."""
        proof = await asyncio.to_thread(self._proof, name, token)
        if proof is None:
            return None
        now = time.monotonic()
        self._admitted = {held: one for held, one in self._admitted.items() if one.until > now}
        held = secrets.token_urlsafe(32)
        self._admitted[held] = Admission(name, now + LASTS, proof)
        return held

    async def of(self, held: str | None) -> Admission | None:
        """Return whom a browser stands for, None where it is too late, or where they may enter no longer."""
        admission = self._admitted.get(held or "")
        if admission is None:
            return None
        return admission if await self.still_holds(admission) else None

    async def still_holds(self, admission: Admission) -> bool:
        """Whether somebody may stay: they have not left, it is not too late, and they may still enter as they did."""
        if admission not in self._admitted.values() or admission.until <= time.monotonic():
            return False
        return await asyncio.to_thread(self._still_holds, admission)

    def forget(self, held: str | None) -> Admission | None:
        """Let a browser stand for nobody; return for whom it stood, None where that is nobody already."""
        return self._admitted.pop(held or "", None)

    def _proof(self, name: str, token: str) -> str | None:
        with Store.open(self._db, readonly=True) as store:
            return store.admitted(name, token)

    def _still_holds(self, admission: Admission) -> bool:
        with Store.open(self._db, readonly=True) as store:
            return store.still_admitted(admission.name, admission.proof)
