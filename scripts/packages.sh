# shellcheck shell=sh
# The Debian packages that this project needs, and how the scripts install them. Sourced, not run.

# What Swift's own programs load and call; then what `exhibit` is built on; then what a capture with a browser
# needs: the authorities that servers are checked against, a browser, setpriv (in util-linux) to run it
# without rights, and fonts for every script and emoji, so that a screenshot shows what a reader saw.
# shellcheck disable=SC2034
program_packages="git binutils libc6-dev libstdc++-12-dev libcurl4 libncurses6 libxml2
    libssl-dev zlib1g-dev libdeflate-dev libgumbo-dev libbrotli-dev libzstd-dev libsqlite3-dev libqrencode-dev pkgconf
    tzdata
    libssl-dev zlib1g-dev libdeflate-dev libgumbo-dev libbrotli-dev libzstd-dev libpng-dev libsqlite3-dev pkgconf
    ca-certificates chromium util-linux
    fonts-liberation fonts-noto-core fonts-noto-cjk fonts-noto-color-emoji"

# For the tests besides: programs of others that must agree with ours, and tools that break things on purpose.
# shellcheck disable=SC2034
test_packages="openssl unzip strace jq curl time python3-venv softhsm2 opensc xvfb qrencode zbar-tools poppler-utils
    xauth firefox-esr webkit2gtk-driver"

# For the benchmarks: a web server, a client, and a clock that measures memory too.
# shellcheck disable=SC2034
bench_packages="nginx-light curl time"

say() { printf '%s\n' "$*" >&2; }

# missing_packages PACKAGE…: those that are not installed, on one line.
missing_packages() {
    installed=$(dpkg-query --show --showformat '${db:Status-Status} ${Package}\n' "$@" 2>/dev/null || true)
    missing=
    for package in "$@"; do
        printf '%s\n' "$installed" | grep -qxF "installed $package" || missing="$missing $package"
    done
    printf '%s' "${missing# }"
}

# need_packages LOG PACKAGE…: installs what is missing when root; else says what to run and ends with status
# 69. Nothing is asked, standard input is left alone, and what apt says goes to LOG, shown when it fails.
need_packages() {
    log=$1
    shift
    if ! command -v dpkg-query >/dev/null; then
        say "this is not a Debian system, so these packages were not looked for: $*"
        return
    fi
    missing=$(missing_packages "$@")
    [ -n "$missing" ] || return 0
    if [ "$(id -u)" -ne 0 ]; then
        say "some packages are missing on this machine; run this line, then try again:"
        say "    sudo apt-get update && sudo apt-get install --no-install-recommends $missing"
        exit 69
    fi
    say "installing packages (this can take some minutes): $missing"
    # The lists of packages first: old ones lead to a browser without its latest security updates.
    apt-get -q -o DPkg::Lock::Timeout=600 update >"$log" 2>&1 </dev/null ||
        say "the lists of packages could not be brought up to date; going on with those that are here"
    # shellcheck disable=SC2086
    install_packages $missing >>"$log" 2>&1 </dev/null || {
        tail -n 20 "$log" >&2
        say "apt-get could not install these packages: $missing"
        exit 69
    }
}

install_packages() {
    DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=600 \
        install --no-install-recommends "$@"
}

# need_swift: ends with status 69 when there is no Swift.
need_swift() {
    command -v swift >/dev/null || {
        say "swift is not in PATH; install Swift 6.3 from https://www.swift.org/install and try again"
        exit 69
    }
}
