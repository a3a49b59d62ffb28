import { either, image, runs, script, withTags } from "./image-rows.ts";
import { sourced, unsourced } from "../sources.ts";

const docker = "docker-entrypoint.sh";
const apache = { cmd: ["apache2-foreground"], stopSignal: "SIGWINCH" };
const php = { ...script("docker-php-entrypoint", "apache2-foreground"), stopSignal: "SIGWINCH" };
const fpm = { cmd: ["php-fpm"], stopSignal: "SIGQUIT" };

/** Its settings have `daemon off`, which the start script exports. */
const nginxOfKong = ["/usr/local/openresty/nginx/sbin/nginx", "-g", "daemon off;", "-p"];

/** Applications, data stores and brokers that people run, and build on. */
export const applications = [
  image(
    "ghost",
    either,
    script(docker, "node current/index.js"),
    sourced("docker-library/ghost 6/bookworm/Dockerfile"),
  ),
  withTags(image("drupal", either, php, sourced("docker-library/drupal 11.3/php8.4/apache-trixie/Dockerfile")), {
    flavours: [[/fpm/, fpm]],
  }),
  withTags(
    image("joomla matomo phpmyadmin mediawiki", either, { ...script("/entrypoint.sh", null), ...apache }, unsourced),
    { flavours: [[/fpm/, fpm]] },
  ),
  withTags(
    image(
      "monica",
      either,
      {
        ...script("entrypoint.sh", "apache2-foreground", { stopSignal: "SIGWINCH" }),
        scripts: [
          runs("cron.sh", [/^/, "busybox crond -f -l 0 -L /proc/1/fd/1"]),
          runs("queue.sh", [/^/, "php /var/www/html/artisan queue:work"]),
        ],
      },
      sourced("monicahq/docker 5/apache/Dockerfile, entrypoint.sh, cron.sh, queue.sh"),
    ),
    { flavours: [[/fpm/, fpm]] },
  ),
  image(
    "gotenberg/gotenberg",
    ["debian"],
    { entrypoint: ["/usr/bin/tini", "--"], cmd: ["gotenberg"], init: "tini", user: "gotenberg" },
    sourced("gotenberg/gotenberg build/Dockerfile"),
  ),
  image(
    "redmine",
    either,
    script("/docker-entrypoint.sh", "rails server -b 0.0.0.0"),
    sourced("docker-library/redmine 6.1/bookworm/Dockerfile"),
  ),
  image("odoo", ["ubuntu"], script("/entrypoint.sh", "odoo", { user: "odoo" }), sourced("odoo/docker 19.0/Dockerfile")),
  image(
    "kong kong/kong",
    ["ubuntu"],
    {
      ...script("/docker-entrypoint.sh", "kong docker-start", { user: "kong", stopSignal: "SIGQUIT" }),
      scripts: [runs("kong", [/^docker-start$/, nginxOfKong, 1])],
    },
    sourced("Kong/docker-kong Dockerfile.deb, docker-entrypoint.sh"),
  ),
  image(
    "couchdb apache/couchdb",
    ["debian"],
    {
      ...script("/docker-entrypoint.sh", "/opt/couchdb/bin/couchdb", { init: "tini" }),
      entrypoint: ["tini", "--", "/docker-entrypoint.sh"],
    },
    sourced("apache/couchdb-docker 3.3.3/Dockerfile"),
  ),
  image(
    "neo4j",
    ["debian"],
    {
      ...script("/startup/docker-entrypoint.sh", "neo4j", { init: "tini" }),
      entrypoint: ["tini", "-g", "--", "/startup/docker-entrypoint.sh"],
      scripts: [runs(docker, [/^neo4j$/, "neo4j console", 1])],
    },
    sourced("neo4j/docker-neo4j docker-image-src/5/coredb/docker-entrypoint.sh"),
  ),
  image(
    "solr",
    ["ubuntu"],
    {
      ...script(docker, "solr-foreground", { user: "solr" }),
      scripts: [runs("solr-foreground", [/^/, "solr start -f"])],
    },
    sourced("docker-solr/docker-solr 8.11/scripts/solr-foreground"),
  ),
  image(
    "sonatype/nexus3",
    ["el9minimal"],
    { cmd: ["/opt/sonatype/nexus/bin/nexus", "run"], user: "nexus" },
    sourced("sonatype/docker-nexus3 Dockerfile.java21"),
  ),
  withTags(
    image(
      "nats",
      ["none", "alpine"],
      { entrypoint: ["/nats-server"], cmd: ["--config", "nats-server.conf"] },
      sourced("nats-io/nats-docker 2.12.x/scratch/Dockerfile"),
    ),
    {
      flavours: [
        [
          /alpine/,
          {
            entrypoint: [docker],
            cmd: ["nats-server", "--config", "/etc/nats/nats-server.conf"],
            entrypointExecsArgs: true,
            scripts: [runs(docker, [/^$|^-/, "nats-server"])],
          },
        ],
      ],
    },
  ),
  image(
    "registry distribution/distribution",
    ["alpine"],
    {
      ...script("/entrypoint.sh", "/etc/distribution/config.yml"),
      scripts: [
        runs("entrypoint.sh", [/\.ya?ml$/, "registry serve"], [/^(serve|garbage-collect|help|-.*)$/, "registry"]),
      ],
    },
    sourced("distribution/distribution-library-image entrypoint.sh"),
  ),
  image(
    "minio/minio quay.io/minio/minio",
    ["el9micro"],
    { ...script("/usr/bin/docker-entrypoint.sh", "minio"), scripts: [runs(docker, [/^minio$/, ""], [/./, "minio"])] },
    sourced("minio/minio Dockerfile.release, dockerscripts/docker-entrypoint.sh"),
  ),
  withTags(
    image(
      "fluent/fluentd fluentd",
      ["alpine", "debian"],
      {
        ...script("/bin/entrypoint.sh", "fluentd", { user: "fluent", init: "tini" }),
        entrypoint: ["tini", "--", "/bin/entrypoint.sh"],
        scripts: [runs("entrypoint.sh", [/^-/, "fluentd"])],
      },
      sourced("fluent/fluentd-docker-image v1.15/debian/Dockerfile"),
    ),
    {},
  ),
  image(
    "docker.elastic.co/kibana/kibana kibana",
    ["some"],
    {
      entrypoint: ["/bin/tini", "--"],
      cmd: ["/usr/local/bin/kibana-docker"],
      user: "1000",
      init: "tini",
      scripts: [runs("kibana-docker", [/^/, "kibana"])],
    },
    unsourced,
  ),
  image(
    "docker.elastic.co/logstash/logstash logstash",
    ["some"],
    {
      entrypoint: ["/usr/local/bin/docker-entrypoint"],
      user: "1000",
      scripts: [runs("docker-entrypoint", [/^$|^-/, "logstash"], [/./, ""])],
    },
    unsourced,
  ),
  image(
    "eclipse-mosquitto",
    ["alpine"],
    script("/docker-entrypoint.sh", "/usr/sbin/mosquitto -c /mosquitto/config/mosquitto.conf"),
    sourced("eclipse/mosquitto docker/2.0/Dockerfile"),
  ),
  image(
    "metabase/metabase",
    ["alpine"],
    {
      entrypoint: ["/app/run_metabase.sh"],
      scripts: [runs("run_metabase.sh", [/^/, "java -jar /app/metabase.jar", 99])],
    },
    unsourced,
  ),
  withTags(
    image(
      "envoyproxy/envoy",
      ["ubuntu"],
      script("/docker-entrypoint.sh", "envoy -c /etc/envoy/envoy.yaml"),
      sourced("envoyproxy/envoy distribution/docker/Dockerfile-envoy"),
    ),
    { flavours: [[/distroless/, { entrypoint: ["/usr/local/bin/envoy"], cmd: ["-c", "/etc/envoy/envoy.yaml"] }]] },
  ),
  image(
    "apache/kafka",
    ["alpine"],
    {
      ...script("/__cacert_entrypoint.sh", "/etc/kafka/docker/run", { user: "appuser" }),
      scripts: [runs("run", [/^$/, "java kafka.Kafka"])],
    },
    unsourced,
  ),
  image(
    "confluentinc/cp-kafka confluentinc/cp-zookeeper confluentinc/cp-schema-registry confluentinc/cp-server " +
      "confluentinc/cp-kafka-connect confluentinc/cp-kafka-rest confluentinc/cp-ksqldb-server",
    ["el8minimal", "el9minimal"],
    { cmd: ["/etc/confluent/docker/run"], user: "appuser", scripts: [runs("run", [/^$/, "java io.confluent.docker"])] },
    unsourced,
  ),
  image(
    "otel/opentelemetry-collector",
    ["none"],
    { entrypoint: ["/otelcol"], cmd: ["--config", "/etc/otelcol/config.yaml"], user: "10001" },
    sourced("open-telemetry/opentelemetry-collector-releases distributions/otelcol/Dockerfile"),
  ),
  image(
    "otel/opentelemetry-collector-contrib",
    ["none"],
    { entrypoint: ["/otelcol-contrib"], cmd: ["--config", "/etc/otelcol-contrib/config.yaml"], user: "10001" },
    sourced("open-telemetry/opentelemetry-collector-releases distributions/otelcol-contrib/Dockerfile"),
  ),
  image("valkey/valkey", either, script(docker, "valkey-server"), unsourced),
  withTags(
    image(
      "jetty",
      ["ubuntu"],
      { ...script("/docker-entrypoint.sh", "java -jar /usr/local/jetty/start.jar"), user: "jetty" },
      unsourced,
    ),
    {},
  ),
  image(
    "quay.io/wildfly/wildfly jboss/wildfly",
    ["el9minimal"],
    {
      cmd: ["/opt/jboss/wildfly/bin/standalone.sh", "-b", "0.0.0.0"],
      user: "jboss",
      // The image sets LAUNCH_JBOSS_IN_BACKGROUND, with which the script forwards signals to Java.
      scripts: [runs("standalone.sh", [/^/, "java -jar /opt/jboss/wildfly/jboss-modules.jar"])],
    },
    unsourced,
  ),
  image(
    "varnish",
    ["debian"],
    {
      ...script("/usr/local/bin/docker-varnish-entrypoint", null),
      scripts: [runs("docker-varnish-entrypoint", [/^$|^-/, "varnishd -F"])],
      user: "varnish",
    },
    unsourced,
  ),
  image(
    "mcr.microsoft.com/mssql/server",
    ["ubuntu"],
    { ...script("/opt/mssql/bin/launch_sqlservr.sh", ["/opt/mssql/bin/sqlservr"]), user: "mssql" },
    unsourced,
  ),
  image(
    "grafana/loki",
    ["none"],
    { entrypoint: ["/usr/bin/loki"], cmd: ["-config.file=/etc/loki/local-config.yaml"], user: "10001" },
    unsourced,
  ),
  image(
    "prom/alertmanager",
    ["busybox"],
    { entrypoint: ["/bin/alertmanager"], cmd: ["--config.file=/etc/alertmanager/alertmanager.yml"], user: "nobody" },
    unsourced,
  ),
  image(
    "prom/node-exporter quay.io/prometheus/node-exporter",
    ["busybox"],
    { entrypoint: ["/bin/node_exporter"], user: "nobody" },
    unsourced,
  ),
  image("quay.io/coreos/etcd gcr.io/etcd-development/etcd", ["none"], { cmd: ["/usr/local/bin/etcd"] }, unsourced),
  image(
    "timescale/timescaledb postgis/postgis pgvector/pgvector ankane/pgvector",
    either,
    script(docker, "postgres", { stopSignal: "SIGINT" }),
    unsourced,
  ),
  image("percona percona/percona-server", ["el9minimal"], script("/docker-entrypoint.sh", "mysqld"), unsourced),
];

/** Tools: what runs them ends when they are done. */
export const tools = [
  image("curlimages/curl", ["alpine"], script("/entrypoint.sh", "curl", { user: "curl_user" }), unsourced),
  image("alpine/git", ["alpine"], { entrypoint: ["git"], cmd: ["--help"] }, unsourced),
  image("amazon/aws-cli", ["al2023"], { entrypoint: ["/usr/local/bin/aws"] }, unsourced),
  image("hashicorp/terraform", ["alpine"], { entrypoint: ["/bin/terraform"] }, unsourced),
  withTags(
    image(
      "google/cloud-sdk gcr.io/google.com/cloudsdktool/cloud-sdk",
      ["debian", "alpine"],
      { cmd: ["bash"] },
      unsourced,
    ),
    { flavours: [[/alpine/, { cmd: ["/bin/sh"] }]] },
  ),
  image("alpine/helm", ["alpine"], { entrypoint: ["helm"], cmd: ["--help"] }, unsourced),
  image("mcr.microsoft.com/azure-cli", ["azurelinux"], { cmd: ["bash"] }, unsourced),
  image("mcr.microsoft.com/powershell", ["ubuntu"], { cmd: ["pwsh"] }, unsourced),
];
