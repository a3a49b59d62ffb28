import { either, image, open, runs, script, withTags, withoutBash } from "./image-rows.ts";
import { sourced, unsourced } from "../sources.ts";

const docker = "docker-entrypoint.sh";
const nginx = script("/docker-entrypoint.sh", ["nginx", "-g", "daemon off;"], { stopSignal: "SIGQUIT" });
const bitnamiShell = ["/bin/bash", "-o", "errexit", "-o", "nounset", "-o", "pipefail", "-c"];
const pipefail = ["/bin/bash", "-o", "pipefail", "-c"];

const jupyterScripts = [
  runs("start.sh", [/^$/, "bash"]),
  runs("start-notebook.py", [/^/, "jupyter lab"]),
  runs("start-notebook.sh", [/^/, "jupyter lab"]),
];

/** Servers and other programs that run in containers. */
export const servers = [
  withoutBash(image("nginx", either, nginx, sourced("nginx/docker-nginx mainline/debian/Dockerfile"))),
  image(
    "nginxinc/nginx-unprivileged",
    either,
    { ...nginx, user: "101" },
    sourced("nginx/docker-nginx-unprivileged mainline/debian/Dockerfile"),
  ),
  image(
    "openresty/openresty",
    either,
    { cmd: ["/usr/local/openresty/bin/openresty", "-g", "daemon off;"], stopSignal: "SIGQUIT" },
    sourced("openresty/docker-openresty bookworm/Dockerfile"),
  ),
  image(
    "httpd",
    either,
    { cmd: ["httpd-foreground"], stopSignal: "SIGWINCH" },
    sourced("docker-library/httpd 2.4/Dockerfile"),
  ),
  image(
    "haproxy",
    either,
    script(docker, "haproxy -f /usr/local/etc/haproxy/haproxy.cfg", { stopSignal: "SIGUSR1", user: "haproxy" }),
    sourced("docker-library/haproxy 3.2/Dockerfile"),
  ),
  withoutBash(
    image(
      "caddy",
      ["alpine"],
      { cmd: ["caddy", "run", "--config", "/etc/caddy/Caddyfile", "--adapter", "caddyfile"] },
      sourced("caddyserver/caddy-docker 2.11/alpine/Dockerfile"),
    ),
  ),
  withTags(
    image(
      "traefik",
      ["alpine"],
      script("/entrypoint.sh", "traefik"),
      sourced("traefik/traefik-library-image v3.6/alpine/Dockerfile"),
    ),
    { flavours: [[/scratch/, { entrypoint: ["/traefik"], cmd: null, entrypointExecsArgs: undefined }]] },
  ),
  withoutBash(
    image("redis", either, script(docker, "redis-server"), sourced("docker-library/redis 7.2/debian/Dockerfile")),
  ),
  image(
    "memcached",
    either,
    script(docker, "memcached", { user: "memcache" }),
    sourced("docker-library/memcached 1/debian/Dockerfile"),
  ),
  image(
    "postgres",
    either,
    script(docker, "postgres", { stopSignal: "SIGINT" }),
    sourced("docker-library/postgres 18/trixie/Dockerfile"),
  ),
  withTags(
    image(
      "mysql",
      ["el9minimal", "el8minimal", "debian"],
      script(docker, "mysqld"),
      sourced("docker-library/mysql 8.4/Dockerfile.oracle"),
    ),
    { byVersion: [[/^(8\.[4-9]|9|lts|innovation|latest)/, "el9minimal"]] },
  ),
  withTags(
    image("mariadb", ["ubuntu"], script(docker, "mariadbd"), sourced("MariaDB/mariadb-docker 11.8/Dockerfile")),
    { flavours: [[/ubi/, { user: "mysql" }]] },
  ),
  image("mongo", ["ubuntu"], script(docker, "mongod"), sourced("docker-library/mongo 8.0/Dockerfile")),
  image("cassandra", ["debian"], script(docker, "cassandra -f"), sourced("docker-library/cassandra 5.0/Dockerfile")),
  image(
    "rabbitmq",
    ["ubuntu", "alpine"],
    script(docker, "rabbitmq-server"),
    sourced("docker-library/rabbitmq 4.2/ubuntu/Dockerfile"),
  ),
  image(
    "influxdb",
    ["debian"],
    script("/entrypoint.sh", "influxd"),
    sourced("influxdata/influxdata-docker influxdb/2.6/Dockerfile"),
  ),
  image(
    "telegraf",
    either,
    script("/entrypoint.sh", "telegraf"),
    sourced("influxdata/influxdata-docker telegraf/1.38/Dockerfile"),
  ),
  image(
    "zookeeper",
    ["ubuntu"],
    script("/docker-entrypoint.sh", "zkServer.sh start-foreground"),
    sourced("31z4/zookeeper-docker 3.9.4/Dockerfile"),
  ),
  image(
    "spark apache/spark",
    ["ubuntu"],
    script("/opt/entrypoint.sh", null, { user: "spark", init: "tini" }),
    sourced("apache/spark-docker 3.5.2/scala2.12-java17-ubuntu/Dockerfile"),
  ),
  withTags(
    image(
      "tomcat",
      ["ubuntu"],
      { cmd: ["catalina.sh", "run"] },
      sourced("docker-library/tomcat 11.0/jdk21/temurin-noble/Dockerfile"),
    ),
    {
      byVersion: [
        [/corretto/, "some"],
        [/^[\w.-]*$/, "ubuntu"],
      ],
    },
  ),
  withTags(
    image(
      "wordpress",
      either,
      script(docker, "apache2-foreground", { stopSignal: "SIGWINCH" }),
      sourced("docker-library/wordpress latest/php8.4/apache/Dockerfile"),
    ),
    {
      flavours: [
        [/^(cli|.*-cli-)/, { cmd: ["wp", "shell"], stopSignal: null, user: "www-data" }],
        [/fpm/, { cmd: ["php-fpm"], stopSignal: "SIGQUIT" }],
      ],
    },
  ),
  withTags(
    image(
      "nextcloud",
      either,
      script("/entrypoint.sh", "apache2-foreground", { stopSignal: "SIGWINCH" }),
      sourced("nextcloud/docker 33/apache/Dockerfile"),
    ),
    { flavours: [[/fpm/, { cmd: ["php-fpm"], stopSignal: "SIGQUIT" }]] },
  ),
  withTags(
    image(
      "docker",
      ["alpine"],
      {
        ...script("dockerd-entrypoint.sh", null, { init: "docker-init" }),
        scripts: [runs("dockerd-entrypoint.sh", [/^$|^-/, "docker-init -- dockerd"], [/^dockerd$/, "docker-init --"])],
      },
      sourced("docker-library/docker 29/dind/Dockerfile"),
    ),
    {
      flavours: [
        [/(^|-)(cli|git)$/, { entrypoint: [docker], cmd: ["sh"], init: null }],
        [/rootless/, { user: "rootless" }],
      ],
    },
  ),
  withTags(
    image(
      "jenkins/jenkins",
      ["debian"],
      {
        entrypoint: ["/usr/bin/tini", "--", "/usr/local/bin/jenkins.sh"],
        user: "jenkins",
        init: "tini",
        entrypointExecsArgs: true,
        scripts: [runs("jenkins.sh", [/^$|^--/, "java -jar /usr/share/jenkins/jenkins.war"])],
      },
      sourced("jenkinsci/docker debian/Dockerfile, jenkins.sh"),
    ),
    { flavours: [[/alpine|rhel/, { entrypoint: ["/sbin/tini", "--", "/usr/local/bin/jenkins.sh"] }]] },
  ),
  image(
    "prom/prometheus quay.io/prometheus/prometheus",
    ["busybox"],
    {
      entrypoint: ["/bin/prometheus"],
      cmd: ["--config.file=/etc/prometheus/prometheus.yml", "--storage.tsdb.path=/prometheus"],
      user: "nobody",
    },
    sourced("prometheus/prometheus Dockerfile"),
  ),
  image(
    "grafana/grafana grafana/grafana-oss grafana/grafana-enterprise",
    ["alpine"],
    { entrypoint: ["/run.sh"], user: "472", scripts: [runs("run.sh", [/^/, "grafana server"])] },
    sourced("grafana/grafana-docker run.sh"),
  ),
  image(
    "hashicorp/vault vault",
    ["alpine"],
    {
      entrypoint: [docker],
      cmd: ["server", "-dev"],
      init: "dumb-init",
      scripts: [
        runs(docker, [/^(-.*|server|agent|proxy|version|operator|status)$/, "dumb-init vault"], [/./, "dumb-init"]),
      ],
    },
    sourced("hashicorp/docker-vault 0.X/Dockerfile, docker-entrypoint.sh"),
  ),
  image(
    "hashicorp/consul consul",
    ["alpine"],
    {
      entrypoint: [docker],
      cmd: ["agent", "-dev", "-client", "0.0.0.0"],
      init: "dumb-init",
      scripts: [
        runs(docker, [/^(-.*|agent|version|connect|kv|members|services)$/, "dumb-init consul"], [/./, "dumb-init"]),
      ],
    },
    sourced("hashicorp/docker-consul 0.X/Dockerfile, docker-entrypoint.sh"),
  ),
  image(
    "docker.elastic.co/elasticsearch/elasticsearch elasticsearch",
    ["some"],
    {
      entrypoint: ["/bin/tini", "--", "/usr/local/bin/docker-entrypoint.sh"],
      cmd: ["eswrapper"],
      user: "1000:0",
      init: "tini",
      scripts: [runs(docker, [/^eswrapper$/, "elasticsearch", 1], [/^$|^-/, "elasticsearch"])],
    },
    sourced("elastic/elasticsearch distribution/docker/src/docker/Dockerfile"),
  ),
  image(
    "quay.io/keycloak/keycloak",
    ["el9micro"],
    // Without a command it prints its help.
    { entrypoint: ["/opt/keycloak/bin/kc.sh"], user: "1000", scripts: [runs("kc.sh", [/^$/, ""])] },
    sourced("keycloak/keycloak quarkus/container/Dockerfile"),
  ),
  image("bitnami/minideb", ["debian"], { cmd: ["/bin/bash"] }, unsourced),
  image(
    "bitnami/* bitnamilegacy/* public.ecr.aws/bitnami/*",
    ["debian"],
    { ...open, shell: bitnamiShell, user: "1001", init: null },
    sourced("bitnami/containers bitnami/postgresql/13/debian-12/Dockerfile"),
  ),
  image(
    "selenium/*",
    ["ubuntu"],
    {
      cmd: ["/opt/bin/entry_point.sh"],
      user: undefined,
      scripts: [runs("entry_point.sh", [/^/, "supervisord -n", 99])],
    },
    sourced("SeleniumHQ/docker-selenium Base/Dockerfile, entry_point.sh: traps, signals supervisord and waits"),
  ),
  image(
    "quay.io/jupyter/docker-stacks-foundation jupyter/docker-stacks-foundation",
    ["ubuntu"],
    {
      entrypoint: ["tini", "-g", "--", "start.sh"],
      shell: pipefail,
      user: "1000",
      init: "tini",
      entrypointExecsArgs: true,
      scripts: jupyterScripts,
    },
    sourced("jupyter/docker-stacks images/docker-stacks-foundation/Dockerfile, start.sh"),
  ),
  image(
    "quay.io/jupyter/* jupyter/*",
    ["ubuntu"],
    {
      entrypoint: ["tini", "-g", "--", "start.sh"],
      cmd: ["start-notebook.py"],
      shell: pipefail,
      user: "1000",
      init: "tini",
      entrypointExecsArgs: true,
      scripts: jupyterScripts,
    },
    sourced("jupyter/docker-stacks images/base-notebook/Dockerfile, start-notebook.py"),
  ),
  image(
    "apache/airflow",
    ["debian"],
    {
      entrypoint: ["/usr/bin/dumb-init", "--", "/entrypoint"],
      shell: ["/bin/bash", "-o", "pipefail", "-o", "errexit", "-o", "nounset", "-o", "nolog", "-c"],
      user: "50000",
      init: "dumb-init",
      scripts: [runs("entrypoint", [/^$/, ""], [/^(bash|python|airflow)$/, ""], [/^/, "airflow"])],
    },
    unsourced,
  ),
];
