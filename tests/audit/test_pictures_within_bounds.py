"""The largest pictures that are let in, each in a process of its own with limits: time and memory stay bounded.

PILLOW_TEST_IMAGES=/path/to/Pillow/Tests/images tries Pillow's own collection of hostile files as well: none may end its
process in any other way than with a photo or a sentence.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

pytestmark = pytest.mark.audit

MEMORY = 1500  # MB of addresses; Python with Django takes 500 of them before any picture
SECONDS = 60  # of the processor
COLLECTION = os.environ.get("PILLOW_TEST_IMAGES", "")

LARGEST = {
    "rgb.png": ("RGB", (8000, 6200), "PNG"),
    "rgba.png": ("RGBA", (8000, 6200), "PNG"),
    "grey.png": ("I;16", (8000, 6200), "PNG"),
    "palette.png": ("P", (8000, 6200), "PNG"),
    "wide.png": ("RGB", (1_000_000, 40), "PNG"),
    "camera.jpg": ("RGB", (8000, 6200), "JPEG"),
    "press.jpg": ("CMYK", (8000, 6200), "JPEG"),
    "web.webp": ("RGBA", (6000, 4000), "WEBP"),
}

TRY = """
import json, resource, sys
import django
django.setup()
from articles import photos
memory, seconds = int(sys.argv[1]) * 1024 * 1024, int(sys.argv[2])
resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
try:
    with open(sys.argv[3], "rb") as file:
        kept = photos.read_upload(file)
    said = f"kept {kept.width}x{kept.height}"
except photos.UnreadablePhoto:
    said = "refused"
used = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps({"said": said, "megabytes": used.ru_maxrss // 1024, "seconds": used.ru_utime}))
"""

MAKE = """
import sys
from PIL import Image
mode, width, height, kind, path = sys.argv[1:]
options = {"lossless": True, "quality": 0, "method": 0} if kind == "WEBP" else {}
Image.new(mode, (int(width), int(height))).save(path, kind, **options)
"""


def tried(path: Path, *, home: Path) -> dict:
    """What became of one file in its process."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "gazette.settings", "GAZETTE_HOME": str(home), "SECRET_KEY": "k" * 50,
    }  # fmt: skip
    command = [sys.executable, "-W", "ignore", "-c", TRY, str(MEMORY), str(SECONDS), str(path)]
    finished = subprocess.run(
        command, env=environment, cwd=settings.BASE_DIR, capture_output=True, text=True, timeout=300, check=False
    )
    assert finished.returncode == 0, (path.name, finished.stderr[-2000:])
    return json.loads(finished.stdout)


@pytest.mark.parametrize("name", LARGEST)
def test_the_largest_picture_of_each_kind_stays_within_its_bounds(name, tmp_path):
    mode, (width, height), kind = LARGEST[name]
    path = tmp_path / name
    subprocess.run([sys.executable, "-c", MAKE, mode, str(width), str(height), kind, str(path)], check=True)
    became = tried(path, home=tmp_path / "home")
    assert became["said"].startswith("kept"), became
    assert became["megabytes"] < 700, became


@pytest.mark.skipif(not COLLECTION, reason="PILLOW_TEST_IMAGES names no folder")
def test_no_file_of_pillows_own_collection_ends_its_process(tmp_path):
    files = sorted(path for path in Path(COLLECTION).rglob("*") if path.is_file())
    assert files
    for path in files:
        tried(path, home=tmp_path / "home")
