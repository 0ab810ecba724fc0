"""One line of the table: what was measured, and whether it clears its bar."""

import dataclasses


@dataclasses.dataclass
class Line:
    work: str
    ours: str
    other: str
    measured: float
    bar: float
    at_least: bool  # else: at most
    unit: str = "×"

    def cleared(self):
        return self.measured >= self.bar if self.at_least else self.measured <= self.bar

    def verdict(self):
        if self.cleared():
            return "PASS"
        share = self.bar / self.measured - 1 if self.at_least else self.measured / self.bar - 1
        return f"missed by {100 * share:.0f} %"

    def cells(self):
        sign = "≥" if self.at_least else "≤"
        return [
            self.work,
            self.ours,
            self.other,
            f"{self.measured:.3g} {self.unit}",
            f"{sign} {self.bar:g} {self.unit}",
            self.verdict(),
        ]


def at_most(work, ours, other, measured, bar, unit="×"):
    return Line(work, ours, other, measured, bar, False, unit)


def at_least(work, ours, other, measured, bar, unit="×"):
    return Line(work, ours, other, measured, bar, True, unit)


@dataclasses.dataclass
class Missing:
    """A row that could not be measured, and why."""

    work: str
    why: str

    def cells(self):
        return [self.work, "", "", "", "", f"not measured: {self.why}"]


HEAD = ["Work", "exhibit", "compared with", "measured", "bar", ""]


def cpu(cost):
    return f"{cost.cpu:.2f} s CPU"


def print_head():
    print("| " + " | ".join(HEAD) + " |")
    print("|" + "---|" * len(HEAD), flush=True)


def print_line(line):
    print("| " + " | ".join(line.cells()) + " |", flush=True)
