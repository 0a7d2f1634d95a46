"""The files of figures beside the documentation: a run adds to them what it measured, if on the same machine."""

import json, os, pathlib, platform, re, subprocess, sys

ROOT = pathlib.Path(__file__).resolve().parents[3]
FOLDER = ROOT / "docs/performance"


def machine():
    """What the figures depend on, in the words that the documentation has for it."""
    cpu = re.search(r"model name\s*:\s*(.+)", pathlib.Path("/proc/cpuinfo").read_text())
    memory_kib = re.search(r"MemTotal:\s*(\d+)", pathlib.Path("/proc/meminfo").read_text()).group(1)
    java = subprocess.run(
        ["java", "-XshowSettings:properties", "-version"], capture_output=True, text=True, check=True
    ).stderr
    vm, version = (re.search(rf"{key} = (.+)", java).group(1) for key in ("java.vm.name", "java.vm.version"))
    return dict(
        cpu=cpu.group(1) if cpu else platform.machine(),
        cores=f"{os.cpu_count()} cores",
        memory=f"{round(int(memory_kib) / 2**20)} GiB",
        system=platform.system(),
        java=f"{vm} {version}",
    )


def read(file):
    return json.loads(file.read_text()) if file.exists() else {}


def check(file, afresh=False):
    """Returns the figures of a file that others may be added to. Those of two machines do not go into one file."""
    figures = {} if afresh else read(file)
    if figures and figures["machine"] != machine():
        sys.exit(f"{file} has figures of another machine: {figures['machine']}; measure all of it here, with --afresh")
    return figures


def add(file, measured, afresh=False):
    """Adds figures to a file, or begins a new one."""
    figures = check(file, afresh)
    for key, value in measured.items():
        if isinstance(value, dict):
            figures.setdefault(key, {}).update(value)
        else:
            figures[key] = value
    figures["machine"] = machine()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(figures, indent=1, sort_keys=True) + "\n")
