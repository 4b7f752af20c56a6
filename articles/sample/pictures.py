"""The sample's pictures: painted, so that nothing shows a real place or person, and drawn whenever they are wanted."""

from collections.abc import Callable

from PIL import Image

from articles.sample import scenes_buildings, scenes_country, scenes_river, scenes_town
from articles.sample.painting import jpeg

PICTURES: dict[str, Callable[[], Image.Image]] = {
    scene.__name__: scene
    for scene in (
        scenes_river.levee,
        scenes_river.dragonboats,
        scenes_river.bridge,
        scenes_river.marathon,
        scenes_country.harvest,
        scenes_country.greenhouse,
        scenes_country.stage,
        scenes_country.snow,
        scenes_buildings.library,
        scenes_buildings.school,
        scenes_town.ginkgo,
        scenes_town.market,
        scenes_town.skyline,
        scenes_buildings.workshop,
    )
}


def draw(name: str) -> bytes:
    """The picture of that name, a JPEG of 1600 by 1067 pixels, always the same bytes. Raises KeyError for others."""
    return jpeg(PICTURES[name]())
