"""Owns the demonstration: a nurturing journey checked, tested, rehearsed on records and compiled, by the real commands.
Must not know journeyc's insides: it types what a person would type."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "build" / "demo"

STEPS = {
    "Is the journey sound?": "check examples/nurture/nurture.journey",
    "Do its own tests pass?": "test examples/nurture/nurture.journey",
    "What would it have done with these leads and events?": """run examples/nurture/nurture.journey
        --leads examples/nurture/leads.csv --events examples/nurture/events.jsonl --actions build/demo/actions.jsonl""",
    "A Python program that does the same": """build examples/nurture/nurture.journey
        --target python --out build/demo/python""",
    "The part of it that HubSpot can do, and what it cannot": """build examples/nurture/nurture.journey
        --target hubspot --bindings examples/nurture/hubspot.bindings.yaml --out build/demo/hubspot
        --allow-loss JC501 --allow-loss JC503 --allow-loss JC501:policy.quiet --allow-loss JC501:policy.cap""",
}


def main() -> int:
    OUT.mkdir(parents=True, exist_ok=True)
    for purpose, command in STEPS.items():
        arguments = command.split()
        print(f"\n# {purpose}\n$ journeyc {' '.join(arguments)}", flush=True)
        status = subprocess.run([sys.executable, "-m", "journeyc", *arguments], cwd=ROOT, check=False).returncode
        if status != 0:
            print(f"\ndemo: this command ended with exit code {status}", file=sys.stderr)
            return status
    print(f"\nWhat was made is in {OUT.relative_to(ROOT)}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
