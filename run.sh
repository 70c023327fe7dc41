#!/usr/bin/env bash
# The workflow, one verb each; see `./run.sh help`. Set-up prints to stderr and is done once for each pyproject.toml.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

VENV=.venv
bin=$PWD/$VENV/bin

say() { printf '%s\n' "run.sh: $*" >&2; }
die() { say "$*"; exit 2; }

python() {  # the first Python that is new enough and can make a virtual environment
  local candidate
  for candidate in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
    if "$candidate" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
      command -v "$candidate"
      return
    fi
  done
  return 1
}

debian_root() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null && [ -e /etc/debian_version ]; }

apt() {  # never removes a package of the machine's, such as another mail server
  say "installing $*"
  DEBIAN_FRONTEND=noninteractive apt-get -qq update &&
    DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends --no-remove install "$@"
}

stamp() { { cat pyproject.toml; pwd; "$bin/python" --version; } 2>&1 | cksum; }

setup() {  # setup [dev]: the virtual environment with what the program needs, and what its developers need
  local wanted=${1:-run} interpreter
  if [ ! -x "$bin/python" ]; then
    interpreter=$(python) || { debian_root && apt python3-venv && interpreter=$(python); } ||
      die "needs Python 3.11 or newer with venv; install it, or name one: PYTHON=/path/to/python ./run.sh …"
    say "making $VENV with $interpreter"
    "$interpreter" -m venv "$VENV"
  fi
  if [ "$(cat "$VENV/stamp-$wanted" 2>/dev/null)" = "$(stamp)" ]; then return; fi
  say "installing the dependencies"
  if [ "$wanted" = dev ]; then
    # --group came with pip 25.1; the one inside the virtual environment is as old as its Python
    "$bin/python" -m pip install --help | grep -q -e '--group' || "$bin/python" -m pip install -q --upgrade 'pip>=25.1'
    "$bin/python" -m pip install -q -e . --group dev
    stamp >"$VENV/stamp-run"
  else
    "$bin/python" -m pip install -q -e .
  fi
  stamp >"$VENV/stamp-$wanted"
}

servers() {  # the system servers that tests run privately; where they cannot be had those tests are skipped, with the reason
  local missing=()
  command -v dovecot >/dev/null || [ -x /usr/sbin/dovecot ] || missing+=(dovecot-imapd)
  command -v smtpd >/dev/null || [ -x /usr/sbin/smtpd ] || missing+=(opensmtpd)
  command -v initdb >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || missing+=(postgresql)
  if [ ${#missing[@]} -gt 0 ] && debian_root; then
    apt "${missing[@]}" || say "could not install ${missing[*]}"
  fi
}

prism() {  # reads our requests to a provider against the provider's own description; its lock file names what it is
  if command -v npm >/dev/null && [ ! tests/prism/node_modules/.package-lock.json -nt tests/prism/package-lock.json ]; then
    say "installing Prism"
    (cd tests/prism && npm ci --no-progress --loglevel=error && touch node_modules/.package-lock.json) || say "could not install Prism"
  fi
}

prepare() {  # two that start at once must not install over each other
  (
    if command -v flock >/dev/null; then flock 9; fi
    setup "$1"
    if [ "${2:-}" = servers ]; then servers; prism; fi
  ) 9<run.sh </dev/null >&2
}

lint() { prepare dev; "$bin/ruff" check .; "$bin/lint-imports"; }
types() { prepare dev; "$bin/mypy"; }
docs() { prepare dev; "$bin/pytest" -q tests/test_docs.py tests/test_house.py; }
tests() { prepare dev servers; "$bin/pytest" -n 2 --dist loadscope "$@"; }
bench() {
  [ -x bench/run ] || die "there is nothing to measure with yet (bench/run)"
  prepare dev servers
  bench/run "$@"
}

verb=${1:-help}
shift || true
case $verb in
  demo) prepare run; exec "$bin/inbox" demo "$@" ;;
  test) tests "$@" ;;
  lint) lint ;;
  types) types ;;
  docs) docs ;;
  bench) bench "$@" ;;
  all) lint; types; docs; tests; bench ;;
  help | -h | --help)
    cat <<'END'
./run.sh demo [--port N] [--data DIR] [--no-traffic]   try it: the daemon with sandbox channels, nothing else needed
./run.sh test [pytest's arguments]                     all tests
./run.sh lint | types | docs                           ruff and the import contracts; mypy; what is documented
./run.sh bench                                         how fast it is
./run.sh all                                           everything above but the demo
END
    ;;
  *) die "there is no verb '$verb'; ./run.sh help shows all" ;;
esac
