"""Printing the rows of the bench: what was measured, as a ratio, and whether it is within its budget."""


def report_at_most(name: str, ratio: float, budget: float, goal: float) -> None:
    report_row(name, ratio, f"<= {budget:g} ({goal:g})", ratio <= budget)


def report_at_least(name: str, ratio: float, budget: float, goal: float) -> None:
    report_row(name, ratio, f">= {budget:g} ({goal:g})", ratio >= budget)


def report_row(name: str, ratio: float, budget: str, is_kept: bool) -> None:
    print(f"{name:<78}{ratio:>8.2f}   {budget:<16}{'ok' if is_kept else 'OVER'}", flush=True)
