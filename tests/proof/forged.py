"""Forged tokens by the million: `python -m tests.proof.forged 2500000`. None may be taken, the genuine one must."""

import random
import secrets
import sys

from core.tokens import ALPHABET, BODY_LENGTH, KID_LENGTH, Purpose, make_token, new_handle, verify_token

KID = "00a"
# One in so many is a genuine one with one character changed.
CHANGED = 2


def forged(dice: random.Random, real: str) -> str:
    """A token under a kid that everybody knows: made up, or a genuine one with one character changed."""
    if dice.randrange(CHANGED):
        return KID + "".join(dice.choices(ALPHABET, k=BODY_LENGTH))
    place = dice.randrange(KID_LENGTH, len(real))
    other = dice.choice(ALPHABET.replace(real[place], ""))
    return real[:place] + other + real[place + 1 :]


def main() -> None:
    number = int(sys.argv[1])
    keys = {KID: secrets.token_bytes(32)}
    # Not the same ones again in the next run.
    dice = random.Random(secrets.randbits(64))
    real = make_token(Purpose.BOOK, KID, new_handle(), keys)
    taken = sum(verify_token(Purpose.BOOK, forged(dice, real), keys) is not None for _ in range(number))
    if verify_token(Purpose.BOOK, real, keys) is None:
        sys.exit("The control failed: the genuine token was refused, so nothing was tried.")
    print(f"{number:,} forged tokens, {taken} taken; the genuine one was.")
    sys.exit(taken > 0)


if __name__ == "__main__":
    main()
