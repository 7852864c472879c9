"""The thresholds of a verdict: every number a person may want to change, with its unit and reason."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field

from pipelines.rhythm import RhythmPolicy


@dataclass(frozen=True, slots=True)
class Policy:
    """Thresholds in force for a scan; stamped into it.  Values from decision-model.md unless a reason stands beside."""

    declared_confidence: float = 0.6  # a notice weaker than this is a hint, not an end
    declared_doubt_confidence: float = 0.4  # from here on a notice raises a doubt that a person should look at
    contradiction_days: int = 120  # own content dated so long after a notice speaks against it
    foreign_confidence: float = 0.7  # take-over and parking below this are a doubt
    parked_days: int = 7  # between two sightings of a parked page
    parked_may_recover_days: int = 45  # a lapsed .jp name can still be won back
    hijacked_days: int = 3
    emptied_days: int = 30  # a default page may be a server move
    static_confirm_days: int = 14  # two sightings of staleness before active turns static
    revived_days: int = 7  # two good visits with the own identity before ceased is left
    change_weight: int = 4  # characters; a smaller change of text is a correction of a typing error
    kept_up_days: int = 480  # at first sight: a date shown is the least that was done, changes without one are more
    unchanged_days: int = 365  # without any date: no change of text for so long means static
    rhythm: RhythmPolicy = field(default_factory=RhythmPolicy)

    def as_dict(self) -> dict[str, object]:
        """All thresholds, to be stamped into a scan."""
        return asdict(self)
