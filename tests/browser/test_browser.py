"""The application in a real browser: a person enters, decides by keys, and the database has it."""

from pathlib import Path

import pytest
from selenium.webdriver.common.keys import Keys

from store import State, Store
from tests.build import keys

from .browser import Browser, binaries, children, says, served, surroundings
from .conftest import Door


@pytest.fixture(autouse=True)
def _browser_is_here() -> None:
    binaries()


def test_a_person_enters_and_decides_by_keys(door: Door, tmp_path: Path) -> None:
    with served(door.folder) as (address, server), Browser(tmp_path / "profile") as browser:
        browser.enter(address, "ann", "not the token")
        browser.until(lambda here: "do not belong together" in here.page)
        assert children(server) == []
        browser.enter(address, "ann", door.tokens["ann"])
        browser.until(lambda here: "Night Baker" in here.screen and "We bake bread" in here.screen)
        assert door.tokens["ann"] not in browser.driver.current_url
        [cookie] = browser.driver.get_cookies()
        assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Strict")
        assert door.tokens["ann"] not in cookie["value"]
        browser.press("f")
        browser.until(lambda here: "saved #1" in here.screen)
        browser.press("I")
        browser.until(lambda here: "imported where Postil runs" in here.screen)
        with Store.open(door.db, readonly=True) as store:
            assert store.posting("ann", keys(store)[0]).state is State.FLAGGED
            assert [event.annotator for event in store.events()] == ["ann"]
        [process] = children(server)
        assert door.tokens["ann"] not in " ".join(says(process))
        assert not [name for name in surroundings(process) if name.startswith("POSTIL")]


def test_each_has_a_process_and_sees_what_the_other_does(door: Door, tmp_path: Path) -> None:
    with (
        served(door.folder) as (address, server),
        Browser(tmp_path / "ann") as ann,
        Browser(tmp_path / "bob") as bob,
    ):
        for browser, name in ((ann, "ann"), (bob, "bob")):
            browser.enter(address, name, door.tokens[name])
            browser.until(lambda here: "We bake bread" in here.screen)
        assert len(children(server)) == 2
        ann.press(f"nbrass{Keys.ENTER}")
        bob.until(lambda here: "ann: brass" in here.screen)
        ann.press_with_control("q")
        ann.until(lambda here: "You have left" in here.page)
        ann.until(lambda _: len(children(server)) == 1)
        with Store.open(door.db) as store:
            store.keep_out("bob")
        bob.until(lambda here: "You have left" in here.page)
        bob.until(lambda _: not children(server))
        bob.driver.get(address)
        bob.until(lambda here: "Token" in here.page)
