"""Puts faults into a copy of the tree, one by one, and asks `mfn validate` whether it sees them.

The tree itself is never changed: tracked and new files are copied into a temporary folder. Exit
code 1 if fewer than 95 % of the faults are caught, or one does not compile and so counts for
nothing; 2 if the list of faults is wrong.
"""

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FAULTS = Path(__file__).with_name("faults.txt")
KEYS = ("file", "what", "old", "new")
# What validate looks at; a fault elsewhere would say nothing about it.
ROOMS = ("engine", "grid", "model", "rng", "spectral", "membrane")
SHARE = 0.95


def faults():
    """The faults in their order: id, file, what, old, new."""
    found, own = [], None
    for number, line in enumerate(FAULTS.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith("[") and line.endswith("]"):
            own = {"id": line[1:-1]}
            found.append(own)
            continue
        key, _, text = line.partition(": ")
        if own is None or key not in KEYS or key in own or not text:
            sys.exit(f"{FAULTS}:{number}: wanted [id], then once each of {', '.join(KEYS)}")
        own[key] = text
    return found


def flaws(found):
    """What is wrong with the list, a sentence each."""
    said, known = [], set()
    for fault in found:
        name = fault["id"]
        missing = [key for key in KEYS if key not in fault]
        if missing:
            said.append(f"{name}: lacks {', '.join(missing)}")
            continue
        if name in known:
            said.append(f"{name}: is there twice")
        known.add(name)
        if not fault["file"].startswith(tuple(f"src/{room}/" for room in ROOMS)):
            said.append(f"{name}: {fault['file']} is in none of {', '.join(ROOMS)}")
        if fault["old"] == fault["new"]:
            said.append(f"{name}: changes nothing")
        path = ROOT / fault["file"]
        count = path.read_text(encoding="utf-8").count(fault["old"]) if path.is_file() else 0
        if count != 1:
            said.append(f"{name}: its old text occurs {count} times in {fault['file']}")
    return said


def copy_tree(target):
    """Copies what is tracked, and what is new and not ignored."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, check=True, capture_output=True,
    ).stdout
    for name in filter(None, listed.decode().split("\0")):
        source = ROOT / name
        if source.is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target / name)


def build(tree, target):
    """The program, or what the compiler said."""
    done = subprocess.run(
        ["cargo", "build", "--quiet", "--locked", "--profile", "mutate", "--bin", "mfn"],
        cwd=tree, env={**os.environ, "CARGO_TARGET_DIR": str(target)},
        capture_output=True, text=True,
    )
    if done.returncode != 0:
        return None, done.stderr
    return target / "mutate" / "mfn", ""


def environment():
    return {key: text for key, text in os.environ.items() if not key.startswith("MFN_")}


def suites(program):
    """Suites with quick checks, in their order."""
    listed = subprocess.run(
        [program, "validate", "--list", "--json"], env=environment(), check=True,
        capture_output=True, text=True,
    ).stdout
    return list(dict.fromkeys(check["suite"] for check in json.loads(listed)["checks"]))


def seen(program, wanted, limit):
    """The first check that does not pass, with its number; None if all do."""
    for suite in wanted:
        command = [program, "validate", suite, "--json", "--quiet"]
        try:
            done = subprocess.run(
                command, env=environment(), timeout=limit, capture_output=True, text=True
            )
        except subprocess.TimeoutExpired:
            return f"{suite}", f"no end within {limit} s"
        if done.returncode == 0:
            continue
        if done.returncode != 1:
            return f"{suite}", f"exit code {done.returncode}"
        for check in json.loads(done.stdout)["checks"]:
            if not check["pass"]:
                return f"{suite}/{check['name']}", number(check)
    return None


def number(check):
    if check["found"] is None:
        return check["reason"] or "no finite number"
    return f"{check['found']:.4g}, not {check['expected']:.4g} ± {check['tolerance']:.2g}"


def run(chosen, arguments):
    with tempfile.TemporaryDirectory(prefix="mfn-mutate-") as folder:
        tree = Path(folder) / "tree"
        target = Path(arguments.target).resolve() if arguments.target else Path(folder) / "target"
        copy_tree(tree)
        tell("building without a fault")
        program, said = build(tree, target)
        if program is None:
            sys.exit(f"the tree does not compile:\n{said}")
        wanted = arguments.suite or suites(program)
        found = seen(program, wanted, arguments.limit)
        if found:
            sys.exit(f"validate fails without a fault: {found[0]}: {found[1]}")
        rows = []
        for index, fault in enumerate(chosen, 1):
            path = tree / fault["file"]
            text = path.read_text(encoding="utf-8")
            path.write_text(text.replace(fault["old"], fault["new"], 1), encoding="utf-8")
            program, said = build(tree, target)
            if program is None:
                outcome = ("does not compile", said.strip().splitlines()[0])
            else:
                outcome = seen(program, wanted, arguments.limit)
            path.write_text(text, encoding="utf-8")
            rows.append((fault, program is not None, outcome))
            words = ": ".join(outcome) if outcome else "NOT SEEN"
            tell(f"{index} of {len(chosen)}: {fault['id']}: {words}")
        return rows


def tell(text):
    print(text, file=sys.stderr, flush=True)


def table(rows):
    """The table in Markdown, and the share that was caught."""
    compiled = [row for row in rows if row[1]]
    caught = sum(1 for row in compiled if row[2])
    lines = ["| fault | file | what is wrong | caught by | number |", "|---|---|---|---|---|"]
    for fault, _, outcome in rows:
        by, found = outcome or ("**not seen**", "")
        cells = (f"`{fault['id']}`", f"`{fault['file']}`", fault["what"], by, found)
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    share = caught / len(compiled) if compiled else 0.0
    lines += ["", f"{caught} of {len(compiled)} faults were caught ({100 * share:.1f} %)."]
    broken = len(rows) - len(compiled)
    if broken:
        lines.append(f"{broken} do not compile: they count for nothing and are to be replaced.")
    return "\n".join(lines) + "\n", share, broken


def main():
    # An end by SIGTERM, too, removes the copy of the tree.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("ids", nargs="*", metavar="ID", help="these faults alone")
    parser.add_argument("--check", action="store_true", help="only check the list of faults")
    parser.add_argument("--suite", action="append", help="ask these suites alone")
    parser.add_argument("--limit", type=float, default=900, help="seconds a suite may take")
    parser.add_argument("--target", help="keep the builds in this folder for the next time")
    parser.add_argument("--out", help="write the table into this file too")
    arguments = parser.parse_args()
    found = faults()
    said = flaws(found)
    unknown = set(arguments.ids) - {fault["id"] for fault in found}
    said += [f"there is no fault {name}" for name in sorted(unknown)]
    if said:
        tell("\n".join(said))
        return 2
    if arguments.check:
        print(f"{len(found)} faults: every old text occurs exactly once")
        return 0
    chosen = [fault for fault in found if not arguments.ids or fault["id"] in arguments.ids]
    text, share, broken = table(run(chosen, arguments))
    print(text, end="")
    if arguments.out:
        Path(arguments.out).write_text(text, encoding="utf-8")
    return 0 if share >= SHARE and not broken else 1


if __name__ == "__main__":
    sys.exit(main())
