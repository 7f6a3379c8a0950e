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
