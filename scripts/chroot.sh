# Bare Debian 12 systems for what must be tried on one: source it after lib.sh. Needs root and debootstrap. Mirror, proxy and
# certificates are this machine's own. The bare system is kept in build/chroot-base.tar; remove that file to make it anew.
bare=$root/build/chroot-base.tar
world=()

# bare_system <folder>: a system that can install packages. Sets `world`, the variables by which it reaches the world.
bare_system() {
  local system=$1 sources mirror name
  ((EUID == 0)) || die "a bare system needs root"
  command -v debootstrap >/dev/null || die "debootstrap is missing: apt-get install debootstrap"
  # Debian's own sources of this machine, as "address suite component"; other people's are left out.
  sources=$(apt-get indextargets --format '$(SITE) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' |
    awk '$2 ~ /^bookworm(-updates|-security)?$/ && $3 == "main"' | sort -u)
  mirror=$(awk '$2 == "bookworm" {print $1; exit}' <<<"$sources")
  [[ -n $mirror ]] || die "this machine has no source of Debian 12 (bookworm) that a mirror could be taken from"
  if [[ -f $bare ]]; then
    tar -C "$system" -xf "$bare"
  else
    echo "making a bare system from this machine's mirror"
    mkdir -p "$root/build/logs"
    debootstrap --variant=minbase --include=git bookworm "$system" "$mirror" >"$root/build/logs/debootstrap.log" 2>&1 ||
      { tail -n 20 "$root/build/logs/debootstrap.log" >&2; die "debootstrap failed"; }
    rm -rf "$system"/var/cache/apt/archives/*.deb
    tar -C "$system" -cf "$bare.new" .
    mv "$bare.new" "$bare"
  fi

  chmod 755 "$system" # whoever the folder was made for, users of the system must get into it

  # It is thrown away: no need to flush every unpacked file to the disk. (Container images of Debian do the same.)
  echo force-unsafe-io >"$system/etc/dpkg/dpkg.cfg.d/unsafe-io"

  # How this machine reaches the world.
  awk '{print "deb", $1, $2, $3}' <<<"$sources" >"$system/etc/apt/sources.list"
  apt-config dump | grep -E '^Acquire::https?::Proxy' >"$system/etc/apt/apt.conf.d/90proxy" || true
  cp -L /etc/resolv.conf /etc/hosts "$system/etc/"
  for name in http_proxy https_proxy no_proxy HTTP_PROXY HTTPS_PROXY NO_PROXY; do
    [[ -z ${!name:-} ]] || world+=("$name=${!name}")
  done
  for name in NODE_EXTRA_CA_CERTS SSL_CERT_FILE GIT_SSL_CAINFO; do
    if [[ -f ${!name:-} ]]; then
      install -D -m 644 "${!name}" "$system${!name}"
      world+=("$name=${!name}")
    fi
  done
  # Kept by the package ca-certificates when it is installed over there.
  if [[ -d /usr/local/share/ca-certificates ]]; then
    mkdir -p "$system/usr/local/share"
    cp -rL /usr/local/share/ca-certificates "$system/usr/local/share/"
  fi
  if [[ -f $HOME/.npmrc ]]; then install -m 600 "$HOME/.npmrc" "$system/root/.npmrc"; fi
}

# mount_in <folder>: what a running system has. Only in a mount namespace of one's own, which takes it along when it ends.
mount_in() {
  mount -t proc proc "$1/proc"
  mount --bind /dev "$1/dev"
  mount -t devpts devpts "$1/dev/pts" -o newinstance,ptmxmode=0666,mode=0620
  mount -t tmpfs -o mode=1777 tmpfs "$1/dev/shm"
  mount -t tmpfs -o mode=755 tmpfs "$1/run"
}

# inside <folder> <command...>: there, as root, with nothing of this environment but the way to the world.
inside() {
  local system=$1
  shift
  chroot "$system" /usr/bin/env -i HOME=/root LANG=C.UTF-8 TERM="${TERM:-dumb}" DEBIAN_FRONTEND=noninteractive \
    PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "${world[@]}" "$@"
}
