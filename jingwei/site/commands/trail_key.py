"""`jingwei trail-key`: the public key of the trail, for whoever verifies its heads elsewhere."""

from jingwei.gate.sealing import keys


def run() -> int:
    print(keys.public_pem(), end="")  # noqa: T201
    return 0
