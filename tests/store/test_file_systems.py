"""A database where several hosts could use it is refused, with what to do instead."""

from pathlib import Path

import pytest

from store import NetworkFileSystem, Store


def mounts(tmp_path: Path, *lines: str) -> Path:
    table = tmp_path / "mounts"
    table.write_text("".join(f"{line} rw 0 0\n" for line in ("/dev/sda1 / ext4", *lines)))
    return table


@pytest.mark.parametrize(
    "kind",
    [
        *("nfs", "nfs4", "cifs", "smb3", "fuse.sshfs", "9p", "ceph", "fuse.glusterfs", "afs", "lustre"),
        *("virtiofs", "vboxsf", "fuse.vmhgfs-fuse"),
    ],
)
@pytest.mark.parametrize("readonly", [True, False], ids=["read", "write"])
def test_a_network_file_system_is_refused(tmp_path: Path, kind: str, readonly: bool) -> None:
    folder = tmp_path / "a folder"
    folder.mkdir()
    path = folder / "postil.db"
    Store.open(path, create=True).close()
    table = mounts(tmp_path, f"host:/x {str(folder).replace(' ', chr(92) + '040')} {kind}")
    with pytest.raises(NetworkFileSystem, match="disk of one machine") as refused:
        Store.open(path, readonly=readonly, mounts=table)
    assert kind.removeprefix("fuse.") in str(refused.value)
    assert not (folder / "postil.db-wal").exists()


def test_nothing_is_made_there(tmp_path: Path) -> None:
    table = mounts(tmp_path, f"host:/x {tmp_path} nfs4")
    with pytest.raises(NetworkFileSystem):
        Store.open(tmp_path / "new.db", create=True, mounts=table)
    assert not (tmp_path / "new.db").exists()


def test_a_link_to_one_is_refused(tmp_path: Path) -> None:
    there = tmp_path / "there"
    there.mkdir()
    (tmp_path / "here").symlink_to(there)
    table = mounts(tmp_path, f"host:/x {there} nfs4")
    with pytest.raises(NetworkFileSystem):
        Store.open(tmp_path / "here" / "new.db", create=True, mounts=table)


@pytest.mark.parametrize(
    "line",
    ["host:/x {tmp}/elsewhere nfs", "host:/x / nfs\n/dev/sdb {tmp} xfs", "x {tmp} fuse.mine", "x {tmp}", ""],
    ids=["beside", "over", "unknown", "torn", "none"],
)
def test_a_disk_and_what_is_unknown_are_used(tmp_path: Path, line: str) -> None:
    table = mounts(tmp_path, line.format(tmp=tmp_path))
    Store.open(tmp_path / "postil.db", create=True, mounts=table).close()
    Store.open(tmp_path / "postil.db", mounts=tmp_path / "no table").close()
