"""A drawn photo for the demonstration."""

import random
from io import BytesIO

from PIL import Image, ImageDraw


def picture(rng: random.Random) -> bytes:
    """A drawn corridor with a lamp: a picture of a thing, nobody in it."""
    image = Image.new("RGB", (960, 720), "#d9d3c7")
    draw = ImageDraw.Draw(image)
    draw.polygon([(0, 720), (330, 430), (630, 430), (960, 720)], fill="#8d8577")
    draw.polygon([(0, 0), (330, 250), (630, 250), (960, 0)], fill="#efece6")
    draw.rectangle((330, 250, 630, 430), fill="#b9b1a2", outline="#6b6f76", width=3)
    for door in range(3):
        left = 40 + door * 95
        draw.polygon(
            [
                (left, 260 + door * 30),
                (left + 60, 290 + door * 25),
                (left + 60, 640 - door * 70),
                (left, 690 - door * 70),
            ],
            fill=rng.choice(("#7a4f2b", "#6b4a33", "#855c38")),
        )
    draw.ellipse((430, 110, 530, 150), fill="#fff6d8", outline="#9a5b00", width=4)
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
