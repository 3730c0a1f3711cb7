"""Which file system a path is on: a database in use must be on a disk of the machine that uses it."""

import re
from pathlib import Path

MOUNTS = Path("/proc/self/mounts")
"""Where Linux tells what is mounted. Where there is no such file, no file system is known."""

# Several hosts see these, or a machine and the one it runs on, and their memory of a file is not one. SQLite keeps
# who reads what in shared memory beside the database, so a second host would write over the first.
_OVER_A_NETWORK = frozenset(
    [
        "9p",
        "afs",
        "beegfs",
        "ceph",
        "cifs",
        "coda",
        "davfs",
        "gfs2",
        "glusterfs",
        "gpfs",
        "lustre",
        "ncpfs",
        "nfs",
        "nfs4",
        "ocfs2",
        "orangefs",
        "smb2",
        "smb3",
        "smbfs",
        "vboxsf",
        "virtiofs",
        "vmhgfs",
    ]
)
_IN_USER_SPACE = frozenset(
    [
        "ceph",
        "cephfs",
        "davfs2",
        "gcsfuse",
        "glusterfs",
        "goofys",
        "gvfsd-fuse",
        "nfs-ganesha",
        "rclone",
        "s3fs",
        "smbnetfs",
        "sshfs",
        "vmhgfs-fuse",
    ]
)
_OCTAL = re.compile(r"\\([0-7]{3})")


def network_file_system(path: Path, mounts: Path = MOUNTS) -> str | None:
    """Return the kind of network file system that a path is on, None where it is on none, or on one unknown here."""
    try:
        table = mounts.read_text(encoding="utf-8", errors="surrogateescape")
        where = path.absolute().resolve()
    except (OSError, RuntimeError):  # RuntimeError: links that lead round in a circle
        return None
    over = {where, *where.parents}
    found = ""
    longest = 0
    for line in table.splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        mounted = Path(_OCTAL.sub(lambda code: chr(int(code[1], 8)), fields[1]))
        if mounted in over and len(mounted.parts) >= longest:  # of several on one place the last one counts
            longest, found = len(mounted.parts), fields[2]
    kind = found.removeprefix("fuse.")
    known = _IN_USER_SPACE | _OVER_A_NETWORK if found.startswith("fuse.") else _OVER_A_NETWORK
    return kind if kind in known else None
