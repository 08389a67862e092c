"""Rows of the bench: what was measured, as a ratio, and whether it keeps its budget."""


def at_most(name: str, ratio: float, budget: float, goal: float) -> None:
    show(name, ratio, f"<= {budget:g} ({goal:g})", ratio <= budget)


def at_least(name: str, ratio: float, budget: float, goal: float) -> None:
    show(name, ratio, f">= {budget:g} ({goal:g})", ratio >= budget)


def show(name: str, ratio: float, budget: str, kept: bool) -> None:
    print(f"{name:<78}{ratio:>8.2f}   {budget:<16}{'ok' if kept else 'OVER'}", flush=True)
