#!/usr/bin/env bash
# Lives the short histories of tests/reference/digests.py on this machine and under an emulated arm64 processor, and
# compares what they lead to. Takes the Python of this machine, .venv/bin/python if none is given, and a file, if any,
# into which it writes why it was skipped where it was.
#
# Emulator and Python for arm64 are Debian's packages, unpacked into .venv-matrix/arm64 and kept there for the next
# time, some 700 MB with the locked libraries. Nothing is installed, and neither root nor a container is needed.
#
# Ends with 0 where the digests are equal, and where this machine cannot try it ("Skipped"); with 1 where they differ.
set -euo pipefail

why=${2:-}
skip() {
  echo "Skipped: $1"
  if test -n "$why"; then echo "$1" > "$why"; fi
  exit 0
}

for tool in apt-get dpkg; do
  command -v "$tool" >/dev/null 2>&1 || skip "$tool is not on this machine; the emulator comes from Debian's packages."
done
here=$(dpkg --print-architecture)
test "$here" != arm64 || skip "this machine is arm64 itself; hold its \"make digests\" against those of another one."

cd "$(dirname "${BASH_SOURCE[0]}")/../.."
python=${1:-.venv/bin/python}
"$python" -c '' 2>/dev/null || { echo "$python does not run: make setup-dev sets it up." >&2; exit 2; }
arm=$PWD/.venv-matrix/arm64
log=$arm/fetching.log
mkdir -p "$arm"

# Without -S, a Python of Debian's would also look for libraries that this machine has for its own processor.
emulated() {
  env -u PYTHONHOME PYTHONNOUSERSITE=1 PYTHONPYCACHEPREFIX="$arm/bytecode" NUMBA_CACHE_DIR="$arm/kernels" \
    "$arm/qemu" -L "$arm/system" "$arm/system/usr/bin/python3" -S "$@"
}

# apt-get with the sources and the keys of this machine, but lists, packages and a record of what is installed (nothing)
# of its own; the lines with # are orders to apt-get: what this machine does after an update is not done.
fetch_packages() {
  rm -rf "$arm/apt"
  mkdir -p "$arm/apt/state/lists/partial" "$arm/apt/cache/archives/partial"
  : > "$arm/apt/installed"
  cat > "$arm/apt/settings" << END
#clear APT::Update;
#clear APT::Architectures;
APT::Architectures { "$here"; "arm64"; };
APT::Install-Recommends "false";
Dir::State "$arm/apt/state";
Dir::State::status "$arm/apt/installed";
Dir::Cache "$arm/apt/cache";
Dir::Cache::archives "archives";
END
  apt-get --config-file "$arm/apt/settings" --quiet update &&
    apt-get --config-file "$arm/apt/settings" --quiet --yes --download-only install \
      qemu-user-static python3:arm64 libstdc++6:arm64
}

unpack_packages() {
  rm -rf "$arm/system" "$arm/system.new"
  mkdir "$arm/system.new"
  for package in "$arm"/apt/cache/archives/qemu-user*_"$here".deb; do
    dpkg -x "$package" "$arm/apt/emulators"
  done
  for name in qemu-aarch64 qemu-aarch64-static; do
    if test -e "$arm/apt/emulators/usr/bin/$name"; then cp "$arm/apt/emulators/usr/bin/$name" "$arm/qemu"; fi
  done
  for package in "$arm"/apt/cache/archives/*_arm64.deb; do
    dpkg -x "$package" "$arm/system.new"
  done
  test -e "$arm/system.new/lib" || ln -s usr/lib "$arm/system.new/lib" # newer releases have usr/lib alone
  rm -rf "$arm/apt"
  mv "$arm/system.new" "$arm/system"
}

# The emulated Python runs this machine's pip, so that pip chooses what is right for that Python and that processor.
fetch_libraries() {
  rm -rf "$arm/libraries" "$arm/libraries.new" "$arm/locked"
  local pip
  pip=$("$python" -c 'import pathlib, pip; print(pathlib.Path(pip.__file__).parents[1])') &&
    PYTHONPATH=$pip emulated -m pip install --quiet --disable-pip-version-check --no-input --no-cache-dir \
      --no-compile --require-hashes --only-binary=:all: --target "$arm/libraries.new" -r requirements-dev.txt &&
    mv "$arm/libraries.new" "$arm/libraries" &&
    cp requirements-dev.txt "$arm/locked"
}

if ! test -e "$arm/system"; then
  echo "Fetching an emulator and Python for arm64, some 90 MB (apt-get; once)."
  fetch_packages > "$log" 2>&1 || skip "Debian's packages for arm64 could not be fetched; $log says why."
  unpack_packages
fi
if ! cmp -s requirements-dev.txt "$arm/locked"; then
  echo "Fetching the locked libraries for arm64 (pip, itself emulated; once, in one or two minutes)."
  fetch_libraries > "$log" 2>&1 || skip "the libraries for arm64 could not be fetched; $log says why."
fi
emulated -c 'import platform; print("Emulated:", platform.machine(), "with Python", platform.python_version() + ".")'

answer=0
# $1: which histories; $2: 1 without a compiler, else 0; $3: the same in words
compare() {
  echo "Living histories $3: here, then emulated."
  NUMBA_DISABLE_JIT=$2 "$python" -m tests.reference.digests "$1" > "$arm/$1.$here"
  NUMBA_DISABLE_JIT=$2 PYTHONPATH=$arm/libraries emulated -m tests.reference.digests "$1" > "$arm/$1.arm64"
  cat "$arm/$1.arm64"
  if ! diff "$arm/$1.$here" "$arm/$1.arm64"; then
    echo "These are not the digests that $here has: see the lines above." >&2
    answer=1
  fi
}

compare few 0 "in a few phases, compiled (minutes the first time)"
compare walk 1 "in all phases, in plain Python, one resident at a time"
test "$answer" = 1 || echo "All digests are equal: arm64, emulated, and $here lead to the same bits."
exit "$answer"
