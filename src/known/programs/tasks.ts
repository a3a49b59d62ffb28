import { family, once, runs, serves } from "./program-rows.ts";
import type { ProgramFamily } from "./program-rows.ts";
import { measured, measured1 } from "../sources.ts";

/** Commands that end by themselves; after the names, the arguments with which they do, if not with all. */
const commands: readonly (readonly [names: string, ...patterns: readonly string[]])[] = [
  // Build, test, check
  ["ninja meson cmake ant javac gcc g++ clang esbuild rollup babel swc", ""],
  ["mvn mvnw", "$", "package|install|verify|compile|test|clean|deploy|dependency:*|versions:*"],
  ["gradle gradlew", "$", "build|test|check|clean|assemble|jar|bootJar|*:build|*:test"],
  ["cargo", "build|test|check|clippy|fmt|install|doc|fetch|update|bench"],
  ["sbt", "$", "build|test|compile|package|assembly"],
  ["bazel parcel jekyll", "build|test|compile|package|assembly|gh-deploy"],
  ["hugo", "$", "build"],
  ["pytest py.test tox nox unittest coverage mypy ruff black flake8 pylint", ""],
  ["jest mocha vitest cypress eslint prettier phpunit phpstan rspec rubocop golangci-lint newman k6", ""],
  ["sphinx-build pandoc pdflatex latexmk doxygen asciidoctor", ""],
  // Migrations and set-up
  ["alembic flyway liquibase dbmate goose migrate sqitch knex typeorm sequelize sequelize-cli", ""],
  ["rake", "db:*|assets:*|test|spec|build|environment"],
  ["prisma", "migrate|db|generate|validate|format"],
  ["wp drush", ""],
  // Packages
  ["pip easy_install gem pear pecl corepack nvm", ""],
  [
    "apt apt-get apt-cache aptitude apk dnf microdnf yum zypper tdnf rpm dpkg dpkg-reconfigure " +
      "debconf-set-selections snap brew pacman",
    "",
  ],
  ["conda mamba micromamba", "install|create|env|update|config|clean"],
  ["composer", "$", "install|update|require|remove|dump-autoload|dumpautoload|config|create-project|global"],
  ["bundle bundler", "install|update|check|config|clean|package"],
  ["poetry pipenv pdm uv", "$", "install|update|lock|sync|build|add|export|config|pip|venv"],
  [
    "npm pnpm",
    "install|i|ci|add|update|uninstall|remove|rebuild|dedupe|prune|audit|cache|config|set|pack|publish" +
      "|link|fetch|store|deploy",
  ],
  [
    "yarn",
    "$",
    "install|add|remove|upgrade|cache|config|global|set|plugin|info|why|link|pack|publish|audit|workspaces",
  ],
  // Transfer and infrastructure
  ["curl wget aria2c scp sftp lftp mc s3cmd gsutil aws az helm git svn hg", ""],
  ["rclone gcloud", "copy|sync|move|ls|config|auth|storage|components|container"],
  ["kubectl oc", "version|apply|get|create|delete|wait|rollout|patch|scale|describe|exec|config"],
  [
    "docker docker-compose podman skopeo crane",
    "build|pull|push|exec|cp|copy|inspect|login|logout|tag|version|info|ps|image|images|network|volume|rm|rmi" +
      "|stop|kill",
  ],
  ["terraform tofu terragrunt pulumi packer ansible ansible-playbook ansible-galaxy", ""],
  ["certbot", "certonly|renew|run|certificates|delete"],
  // Data bases
  ["psql pg_dump pg_dumpall pg_restore createdb dropdb createuser initdb pg_basebackup", ""],
  ["mysql mariadb mysqldump mariadb-dump mysql_install_db mariadb-install-db mysqlcheck mysql_upgrade", ""],
  ["mongo mongosh mongodump mongorestore mongoimport mongoexport sqlite3 clickhouse-client cqlsh influx", ""],
  // Load
  ["ab wrk hey siege vegeta", ""],
  // Packages
  ["dpkg-buildpackage debuild dpkg-deb rpmbuild abuild makepkg fpm", ""],
];

const cutOff = measured("SIGTERM", "what it started does not finish");

/** Programs that run to their end: stopping them gracefully is nobody's concern. */
export const tasks: readonly ProgramFamily[] = [
  family(
    "make gmake",
    { valued: "-f -C -j -o -W" },
    once("*-test|*-tests|run-test*|run-lint*|*-check", { ends: "TERM" }, cutOff, { reaps: true }),
    runs("run|run-*|start|start-*|serve|serve-*|server|dev|dev-*|up|watch|watch-*", { ends: "TERM" }, cutOff, {
      reaps: true,
    }),
    once("", { ends: "TERM" }, cutOff, { reaps: true }),
  ),
  family(
    "tsc",
    { valued: "-p --project --outDir --target -t --module -m" },
    serves("-w|--watch", { ignored: "TERM" }, measured1, { name: "tsc --watch" }),
    once(""),
  ),
  ...commands.map(([names, ...patterns]) =>
    family(names, { valued: "--prefix --cwd --dir -C" }, ...patterns.map((pattern) => once(pattern))),
  ),
];
