# Shared by what starts the demo's daemon: source it after lib.sh. Sets url, and stops the daemon when the script ends.
daemon=
box=

# start_daemon <binary> <data folder> [port]: the demo organisation in that folder. A ballot box of its own, so that two
# daemons never share one. Sets url; returns 1 (and shows the log) when it does not come up.
start_daemon() {
  local binary=$1 data=$2 port=${3:-0} tries=0
  mkdir -p "$data"
  data=$(cd "$data" && pwd)
  box=${box:-$(mktemp -d -p /dev/shm refleks-demo-XXXXXX)}
  sed -e "s|^data = .*|data = \"$data\"|" -e "s|^listen = .*|listen = \"127.0.0.1:$port\"|" docs/demo.toml >"$data/refleks.toml"
  : >"$data/address"
  RUNTIME_DIRECTORY=$box "$binary" serve --config "$data/refleks.toml" >"$data/address" 2>>"$data/refleks.log" &
  daemon=$!
  until url=$(head -n 1 "$data/address") && [[ $url == http* ]]; do
    if ((++tries > 1200)) || ! kill -0 "$daemon" 2>/dev/null; then
      echo "the daemon did not start:" >&2
      tail -n 20 "$data/refleks.log" >&2
      return 1
    fi
    sleep 0.05
  done
  url=${url%/}
}

stop_daemon() {
  if [[ -n $daemon ]]; then
    kill "$daemon" 2>/dev/null || true
    wait "$daemon" 2>/dev/null || true
    daemon=
  fi
}

end_daemon() {
  stop_daemon
  if [[ -n $box ]]; then rm -rf "$box"; fi
}
