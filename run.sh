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
    INBOX_SKIP_WEB=1 "$bin/python" -m pip install -q -e . --group dev
    stamp >"$VENV/stamp-run"
  else
    INBOX_SKIP_WEB=1 "$bin/python" -m pip install -q -e .
  fi
  stamp >"$VENV/stamp-$wanted"
}

page() {  # the agents' page, when its sources have changed; Node comes from PyPI where the system's is missing or too old
  local code=0
  if [ -n "${INBOX_SKIP_WEB:-}" ]; then return; fi
  if [ "$1" = run ] && "$bin/python" -c 'import sys; from inbox.web import building; sys.exit(not building.fresh())'; then return; fi
  if ! "$bin/python" -m inbox.web node >/dev/null 2>&1; then
    say "installing Node"  # a wheel or nothing: where PyPI has none it would be compiled for hours
    "$bin/python" -m pip install -q --only-binary :all: "$("$bin/python" -c 'from inbox.web import building; print(building.PACKAGE)')" ||
      say "PyPI has no Node for this machine"
  fi
  "$bin/python" -m inbox.web build || code=$?
  if [ $code = 2 ]; then say "going on without the agents' page"; elif [ $code != 0 ]; then die "the agents' page could not be built"; fi
}

servers() {  # the system servers that tests run privately; where they cannot be had those tests are skipped, with the reason
  local missing=()
  command -v dovecot >/dev/null || [ -x /usr/sbin/dovecot ] || missing+=(dovecot-imapd)
  command -v smtpd >/dev/null || [ -x /usr/sbin/smtpd ] || missing+=(opensmtpd)
  command -v initdb >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || missing+=(postgresql)
  command -v pgbouncer >/dev/null || [ -x /usr/sbin/pgbouncer ] || missing+=(pgbouncer)
  command -v ip >/dev/null || [ -x /usr/sbin/ip ] || missing+=(iproute2)
  command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || missing+=(chromium)
  # what pictures of the page are drawn with, Persian, Tamil and Japanese too
  [ -e /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf ] || missing+=(fonts-dejavu-core)
  compgen -G '/usr/share/fonts/truetype/noto/NotoSansArabic*' >/dev/null || missing+=(fonts-noto-core)
  compgen -G '/usr/share/fonts/*/*/*-microhei*' >/dev/null || compgen -G '/usr/share/fonts/*/noto/*CJK*' >/dev/null || missing+=(fonts-wqy-microhei)
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

prepare() {  # prepare run|dev [page|servers|prism …]; two that start at once must not install over each other
  local level=$1 step
  shift
  (
    if command -v flock >/dev/null; then flock 9; fi
    setup "$level"
    for step in "$@"; do "$step" "$level"; done
  ) 9<run.sh </dev/null >&2
}

lint() { prepare dev; "$bin/ruff" check .; "$bin/lint-imports"; }
types() { prepare dev; "$bin/mypy"; }
docs() { prepare dev; "$bin/pytest" -q tests/test_docs.py tests/test_house.py; }
web() { prepare dev page; "$bin/python" -m inbox.web check; "$bin/python" -m inbox.web test; }
# four at once, on two cores too: half of the time a test waits for a server of its own
tests() { prepare dev page servers prism; "$bin/pytest" -n 4 --dist loadscope --no-loadscope-reorder "$@"; }
bench() {
  [ -x bench/run ] || die "there is nothing to measure with yet (bench/run)"
  prepare dev page servers
  bench/run "$@"
}
shots() {
  [ -f tests/web/shots.py ] || die "there is nothing to take pictures with yet (tests/web/shots.py)"
  prepare dev page servers
  "$bin/python" tests/web/shots.py "$@"
}
faults() {
  prepare dev page servers
  "$bin/python" tests/faults/run.py "$@"
}
fuzz() {
  [ -f tests/fuzz/run.py ] || die "there is nothing to fuzz with here (tests/fuzz/run.py)"
  prepare dev
  "$bin/python" tests/fuzz/run.py "$@"
}
audit() {  # 0: asked, and nothing is known; 1: something is; 3: could not ask
  [ -f .ci/audit.py ] || die "there is nothing to ask with here (.ci/audit.py)"
  prepare dev
  "$bin/python" .ci/audit.py
}
many() {
  [ -f tests/many/run.py ] || die "there is nothing here that strikes several daemons (tests/many/run.py)"
  prepare dev servers
  PYTHONPATH=tests "$bin/python" tests/many/run.py "$@"
}
bench_page() {
  [ -f bench/page.py ] || die "there is nothing to measure the page with yet (bench/page.py)"
  prepare dev page servers
  "$bin/python" bench/page.py "$@"
}

verb=${1:-help}
shift || true
case $verb in
  demo) prepare run page; exec "$bin/inbox" demo "$@" ;;
  test) tests "$@" ;;
  lint) lint ;;
  types) types ;;
  docs) docs ;;
  web) web ;;
  shots) shots "$@" ;;
  bench) bench "$@" ;;
  bench-page) bench_page "$@" ;;
  faults) faults "$@" ;;
  many) many "$@" ;;
  fuzz) fuzz "$@" ;;
  audit) audit ;;
  all) audit || [ $? = 3 ]; lint; types; docs; web; INBOX_ALL_CORNERS=1 tests; shots; bench; bench_page ;;
  help | -h | --help)
    cat <<'END'
./run.sh demo [--port N] [--data DIR] [--no-traffic]   try it: the daemon with sandbox channels, nothing else needed
./run.sh test [pytest's arguments]                     all tests
./run.sh lint | types | docs                           ruff and the import contracts; mypy; what is documented
./run.sh web                                           the agents' page: types, translations, sizes, its API types, vitest
./run.sh shots                                         pictures of every route of the page, with axe's judgement
./run.sh bench | bench-page                            how fast it is; how fast the page is in Chromium
./run.sh bench --peer                                  with django-helpdesk at the same work beside it
./run.sh faults [--histories N] [--seed S]             random histories of faults against the daemon; --crash-points
./run.sh many [--minutes N] [--seed S]                 three daemons on PostgreSQL, one after the other killed, stopped or cut off
./run.sh fuzz [--minutes N] [--seed S] [--only TARGET]  made-up input for every door to the outside
./run.sh audit                                         known vulnerabilities in what it is made of; 3: could not ask
./run.sh all                                           everything above but the demo
END
    ;;
  *) die "there is no verb '$verb'; ./run.sh help shows all" ;;
esac
