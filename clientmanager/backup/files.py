"""Where the sealed files lie: `DATA_DIR/snapshots/<practice>/<snapshot>.cmbackup`, readable by this account alone."""

import contextlib
from collections.abc import Collection
from pathlib import Path
from uuid import UUID

from clientmanager.config import settings


def path_of(practice_id: UUID, snapshot_id: UUID) -> Path:
    return _folder(practice_id) / f"{snapshot_id}.cmbackup"


def present(practice_id: UUID) -> list[Path]:
    """Every file there is, unfinished ones and strays too."""
    with contextlib.suppress(FileNotFoundError):
        return list(_folder(practice_id).iterdir())
    return []


def remove_all_but(kept: Collection[UUID], found: list[Path]) -> None:
    names = {str(snapshot_id) for snapshot_id in kept}
    for path in found:
        if path.name.partition(".")[0] not in names:
            path.unlink(missing_ok=True)


def _folder(practice_id: UUID) -> Path:
    return settings().data_dir / "snapshots" / str(practice_id)
