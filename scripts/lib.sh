# Shared by the scripts: sourced first, it stops on errors and goes to the top of the working copy.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"

die() {
  printf '%s\n' "$*" >&2
  exit 1
}

# How many compilers at once: one a core, but no more than memory allows (a whole folder wants 2 GB).
parallel_jobs() {
  local cores memory limit
  cores=$(nproc)
  memory=$(awk '/^MemAvailable:/ {print int($2 / 1024)}' /proc/meminfo)
  limit=$(cat /sys/fs/cgroup/memory.max 2>/dev/null || true)
  if [[ $limit =~ ^[0-9]+$ ]] && ((limit / 1048576 < memory)); then memory=$((limit / 1048576)); fi
  local fit=$((memory / 2000))
  ((fit >= 1)) || fit=1
  echo $((fit < cores ? fit : cores))
}

# Seconds as m:ss.
clock() { printf '%d:%02d' $(($1 / 60)) $(($1 % 60)); }

# What a folder asks of npm, as its lock file says. Of two steps beside each other one installs, and the other waits.
npm_packages() { # <folder>...
  local folder
  for folder in "$@"; do
    (
      cd "$folder" && exec 9<. && flock 9 || exit
      cmp -s package-lock.json node_modules/.installed ||
        { timeout 600 npm ci --no-audit --no-fund --loglevel=error && cp package-lock.json node_modules/.installed; }
    ) || die "npm ci failed in $folder"
  done
}
