#!/bin/sh
# The base images, made by hand, for a machine that reaches no registry: from Debian's packages, and
# from what Maven has fetched for `mvn verify`. What the images of the vendors promise is what they
# do: users, folders, entry points.
#
#   bases.sh make FOLDER       trees in FOLDER/trees: as root, with a network; ten minutes
#   bases.sh import FOLDER     to the engine of DOCKER_HOST, as check/debian, check/redis, ...
set -eu
command=$1
folder=$(mkdir -p "$2/trees" && cd "$2/trees" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
suite=trixie
# nginx that looks up its upstreams while it runs (1.27.3) is in Debian's next one only
nginx_suite=forky
repository=${MAVEN_REPOSITORY:-$HOME/.m2/repository}

say() {
  echo "bases: $*"
}

# made beside its place, so that what was broken off is made again
tree() {
  if [ ! -d "$folder/$1" ]; then
    say "$1"
    rm -rf "$folder/$1.new"
    "$2" "$folder/$1.new"
    mv "$folder/$1.new" "$folder/$1"
  fi
}

install_in() {
  root=$1
  shift
  cp /etc/resolv.conf "$root/etc/resolv.conf"
  mount -t proc proc "$root/proc"
  DEBIAN_FRONTEND=noninteractive chroot "$root" sh -eu -c '
    apt-get -qq update
    apt-get -qq -y --no-install-recommends install "$@"
    apt-get clean
    rm -rf /var/lib/apt/lists/*
  ' sh "$@" > "$folder/apt.log" 2>&1 || { umount "$root/proc"; tail -n 20 "$folder/apt.log" >&2; return 1; }
  umount "$root/proc"
}

debian() {
  debootstrap --variant=minbase --include=ca-certificates "$suite" "$1" > "$folder/debootstrap.log"
}

copy() {
  cp -a "$folder/debian" "$1"
}

redis() {
  copy "$1"
  install_in "$1" redis-server
}

postgres() {
  copy "$1"
  install_in "$1" postgresql
  # shellcheck disable=SC2016 # meant for the shell inside
  chroot "$1" sh -eu -c '
    usermod --uid 999 postgres && groupmod --gid 999 postgres
    rm -rf /var/lib/postgresql && mkdir -p /var/lib/postgresql /docker-entrypoint-initdb.d
    chown -R postgres:postgres /var/lib/postgresql /var/run/postgresql
    ln -s "$(ls -d /usr/lib/postgresql/*/bin)"/* /usr/local/bin/
  '
  install --mode 755 "$here/postgres-entrypoint.sh" "$1/usr/local/bin/docker-entrypoint.sh"
}

nginx() {
  copy "$1"
  sed -i "s/$suite/$nginx_suite/" "$1/etc/apt/sources.list"
  # a mirror's copy of a suite under way may be an old one
  echo 'Acquire::Check-Valid-Until "false";' > "$1/etc/apt/apt.conf.d/check"
  chroot "$1" useradd --system --uid 101 --no-create-home --shell /usr/sbin/nologin nginx
  install_in "$1" nginx libnginx-mod-stream curl openssl
}

liberty() {
  copy "$1"
  install_in "$1" openjdk-21-jre-headless unzip curl
  mkdir -p "$1/opt/ol/helpers/build"
  unzip -q "$(find "$repository/io/openliberty/openliberty-runtime" -name '*.zip')" -d "$1/opt/ol"
  cp "$here/liberty-features.sh" "$1/opt/ol/helpers/build/features.sh"
  cp "$here/liberty-configure.sh" "$1/opt/ol/helpers/build/configure.sh"
  chroot "$1" sh -eu -c '
    useradd --uid 1001 --gid 0 --home-dir /home/default --create-home default
    mkdir -p /opt/ol/wlp/usr/servers/defaultServer /opt/ol/wlp/output/defaultServer /logs
    ln -s /opt/ol/wlp/usr/servers/defaultServer /config
    ln -s /opt/ol/wlp/output/defaultServer /output
    ln -s /opt/ol/wlp /liberty
    mkdir -p /opt/ol/wlp/usr/shared/resources
    chown -R 1001:0 /opt/ol /logs
    chmod -R g=u /opt/ol/wlp/usr /opt/ol/wlp/output /logs
    chmod 755 /opt/ol/helpers/build/*
  '
}

maven() {
  copy "$1"
  install_in "$1" openjdk-21-jdk-headless maven
  mkdir -p "$1/opt"
  cp -a "$repository" "$1/opt/m2"
}

import() {
  say "import $1"
  image=$1
  shift
  tar --create --directory "$folder/$image" . | docker import "$@" - "check/$image" > /dev/null
}

case $command in
make)
  for name in debian redis postgres nginx liberty maven; do
    tree "$name" "$name"
  done
  ;;
import)
  java="ENV JAVA_HOME=/usr/lib/jvm/java-21-openjdk-$(dpkg --print-architecture)"
  import redis
  import nginx
  import postgres \
    --change 'ENTRYPOINT ["docker-entrypoint.sh"]' --change 'CMD ["postgres"]' \
    --change 'ENV PGDATA=/var/lib/postgresql/18/docker' --change 'VOLUME /var/lib/postgresql'
  import liberty --change "$java" --change 'ENV WLP_OUTPUT_DIR=/opt/ol/wlp/output LOG_DIR=/logs' \
    --change 'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/opt/ol/wlp/bin:/opt/ol/helpers/build' \
    --change 'USER 1001'
  import maven --change "$java"
  ;;
*)
  echo "usage: bases.sh make|import FOLDER" >&2
  exit 2
  ;;
esac
