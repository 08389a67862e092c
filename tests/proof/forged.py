"""Verify forged tokens: `python -m tests.proof.forged 2500000`. None may be accepted; the genuine one must be."""

import random
import secrets
import sys

from core.tokens import ALPHABET, BODY_LENGTH, KID_LENGTH, Purpose, make_token, new_handle, verify_token

KID = "00a"
# One in so many forged tokens is the genuine one with one character changed.
CHANGED = 2


def forge_token(rng: random.Random, genuine: str) -> str:
    """Return a forged token with a known kid: random, or the genuine one with one character changed."""
    if rng.randrange(CHANGED):
        return KID + "".join(rng.choices(ALPHABET, k=BODY_LENGTH))
    place = rng.randrange(KID_LENGTH, len(genuine))
    other = rng.choice(ALPHABET.replace(genuine[place], ""))
    return genuine[:place] + other + genuine[place + 1 :]


def main() -> None:
    number = int(sys.argv[1])
    keys = {KID: secrets.token_bytes(32)}
    # Each run forges other tokens.
    rng = random.Random(secrets.randbits(64))
    genuine = make_token(Purpose.BOOK, KID, new_handle(), keys)
    accepted = sum(verify_token(Purpose.BOOK, forge_token(rng, genuine), keys) is not None for _ in range(number))
    if verify_token(Purpose.BOOK, genuine, keys) is None:
        sys.exit("The control failed: the genuine token was refused, so nothing was tried.")
    print(f"{number:,} forged tokens, {accepted} accepted; the genuine one was.")
    sys.exit(accepted > 0)


if __name__ == "__main__":
    main()
