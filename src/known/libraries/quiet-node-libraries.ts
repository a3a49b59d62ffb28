import { sourced } from "../sources.ts";
import type { Evidence } from "../evidence.ts";
import { never } from "./library-rows.ts";
import type { LibraryRow } from "./library-rows.ts";

const dropped = (version: string): Evidence => ({
  kind: "measured",
  source: `version ${version} as PID 1 in a program without a handler, Debian 12, 2026-11: SIGTERM is dropped`,
});

const loaded = (version: string): Evidence => ({
  kind: "measured",
  source:
    `version ${version} loaded, Node 20, 2026-11: it listens to no signal, ` +
    "and no file of it or of what it brings sets a handler",
});

const read = (version: string): Evidence =>
  sourced(`version ${version}: no file of it or of what it brings sets a handler`);

const elsewhere = (version: string): Evidence => ({
  kind: "measured",
  source:
    `version ${version} loaded, Node 20, 2026-11: it listens to no signal; ` +
    "what sets a handler in its files or in what it brings is a command of its own, or is there for a child process",
});

/** Libraries of Node that are known to set no handler. */
export const quietNodeLibraries: readonly LibraryRow[] = [
  ...never(
    "@feathersjs/koa@5.0.50 @grpc/grpc-js@1.14.7 @hapi/hapi@21.4.10 @hono/node-server@2.1.9 " +
      "@tinyhttp/app@3.0.11 aedes@1.2.0 bee-queue@2.0.0 bree@9.2.9 bull@4.16.5 bullmq@6.7.0 connect@3.7.0 " +
      "croner@11.0.1 discord.js@14.28.1 express@5.3.0 fastify@5.12.8 grammy@1.46.0 http-terminator@3.2.0 " +
      "kafkajs@2.2.4 koa@3.3.0 node-cron@4.6.0 node-schedule@2.1.1 polka@0.5.2 restify@11.1.0 " +
      "signal-exit@4.1.0 socket.io@4.8.4 stoppable@1.1.0 telegraf@4.16.3 ws@8.23.0",
    dropped,
  ),
  ...never(
    "@aws-sdk/client-dynamodb@3.1169.0 @aws-sdk/client-s3@3.1175.0 @aws-sdk/client-sqs@3.1175.0 " +
      "@elastic/elasticsearch@9.4.3 @fastify/cookie@11.1.5 @fastify/cors@11.4.3 " +
      "@fastify/env@7.0.0 @fastify/formbody@9.0.1 @fastify/helmet@13.2.0 @fastify/jwt@10.2.8 " +
      "@fastify/multipart@10.1.9 @fastify/rate-limit@11.2.0 @fastify/sensible@6.0.6 @fastify/session@11.1.3 " +
      "@fastify/static@10.1.11 @fastify/swagger@9.9.3 @fastify/swagger-ui@6.1.3 @fastify/websocket@11.3.7 " +
      "@feathersjs/express@5.0.50 @feathersjs/feathers@5.0.50 @google-cloud/storage@7.22.0 " +
      "@grpc/proto-loader@0.8.1 @koa/cors@5.0.0 @koa/router@15.7.0 @nestjs/axios@12.0.1 " +
      "@nestjs/bullmq@12.0.0 @nestjs/cache-manager@12.0.0 @nestjs/common@12.5.1 @nestjs/cqrs@12.0.0 " +
      "@nestjs/event-emitter@12.0.1 @nestjs/graphql@14.0.3 @nestjs/jwt@12.0.2 @nestjs/microservices@12.1.1 " +
      "@nestjs/mongoose@12.0.0 @nestjs/passport@12.0.0 @nestjs/platform-express@12.5.1 " +
      "@nestjs/platform-socket.io@12.1.1 @nestjs/schedule@12.0.2 @nestjs/swagger@12.0.2 " +
      "@nestjs/terminus@12.1.0 @nestjs/throttler@6.7.1 @nestjs/typeorm@12.0.2 @nestjs/websockets@12.1.1 " +
      "@opentelemetry/api@1.10.0 @opentelemetry/sdk-node@0.223.0 @react-router/express@7.18.4 " +
      "@react-router/node@7.18.5 @remix-run/express@2.17.5 @sendgrid/mail@8.1.6 @slack/bolt@5.1.0 " +
      "@slack/web-api@8.2.0 @socket.io/admin-ui@0.5.1 @socket.io/redis-adapter@8.3.0 adm-zip@0.6.1 " +
      "agenda@6.2.6 ajv@8.20.0 amqp-connection-manager@5.0.0 amqplib@2.3.1 archiver@8.0.0 async@3.2.6 " +
      "axios@1.21.1 basic-auth@2.0.1 basic-ftp@6.2.6 bcrypt@6.0.0 bcryptjs@3.0.3 better-sqlite3@12.11.1 " +
      "bignumber.js@11.1.5 body-parser@2.4.0 bottleneck@2.19.5 cache-manager@7.2.9 chalk@5.6.2 " +
      "cheerio@1.2.0 chokidar@5.0.0 class-transformer@0.5.1 class-validator@0.15.1 compression@1.8.2 " +
      "config@5.0.1 connect-flash@0.1.1 connect-history-api-fallback@2.0.0 connect-mongo@6.0.0 " +
      "connect-redis@9.0.0 connect-timeout@1.9.1 cookie@1.1.1 cookie-parser@1.4.7 cookie-session@2.1.1 " +
      "cors@2.8.6 cron@4.4.0 cross-fetch@4.1.0 cross-spawn@7.0.6 crypto-js@4.2.0 csurf@1.11.0 " +
      "csv-parse@7.0.3 csv-parser@3.2.1 date-fns@4.4.0 dayjs@1.11.23 debug@4.4.3 decimal.js@10.6.0 " +
      "dompurify@3.5.0 dotenv-expand@1000.0.0 ejs@7.0.2 engine.io@6.6.13 envalid@8.2.0 errorhandler@1.5.2 " +
      "eventemitter3@5.0.4 events@3.3.0 express-async-handler@1.2.0 express-basic-auth@1.2.1 " +
      "express-fileupload@1.5.2 express-graceful-exit@0.5.2 express-graphql@0.12.0 express-http-proxy@2.1.2 " +
      "express-jwt@8.5.1 express-list-endpoints@7.1.1 express-mongo-sanitize@2.2.0 " +
      "express-openapi-validator@5.6.2 express-prom-bundle@8.0.0 express-rate-limit@8.7.5 " +
      "express-session@1.19.0 express-useragent@2.2.3 express-validator@7.3.2 express-winston@4.2.0 " +
      "express-ws@5.0.2 fast-xml-parser@5.12.1 fastify-plugin@6.0.1 fastify-type-provider-zod@7.0.0 " +
      "file-type@22.3.0 find-my-way@9.10.2 firebase-admin@13.10.0 form-data@4.0.6 fs-extra@11.4.1 " +
      "globby@16.2.4 got@14.6.6 graceful-fs@4.2.12 graphql@16.15.0 graphql-http@1.23.1 handlebars@4.7.10 " +
      "hbs@4.3.1 helmet@8.3.0 hono@4.13.19 hpp@0.2.3 http-errors@2.0.1 http-proxy@1.18.1 " +
      "http-proxy-middleware@3.0.11 http-status-codes@2.3.0 i18n@0.15.4 i18next@26.7.2 imap@0.8.19 " +
      "inversify@8.2.3 ioredis@6.0.0 joi@18.3.2 jose@6.2.18 js-yaml@5.5.0 jsdom@29.1.1 jsonwebtoken@9.0.3 " +
      "jwks-rsa@4.1.0 koa-body@8.0.1 koa-bodyparser@4.4.1 koa-compose@4.2.0 koa-helmet@9.0.0 " +
      "koa-logger@4.0.0 koa-router@14.0.0 koa-session@7.0.2 koa-static@5.0.0 ky@1.14.3 kysely@0.28.19 " +
      "ldapjs@3.0.7 lodash@4.18.1 loglevel@1.9.2 lru-cache@11.5.3 luxon@3.7.2 mailparser@3.14.2 " +
      "markdown-it@15.0.3 method-override@3.0.0 mime@4.1.2 mime-types@3.0.2 minimist@1.2.8 minio@8.0.7 " +
      "moment@2.31.0 moment-timezone@0.6.6 mongodb@7.9.0 mongoose@9.12.1 morgan@1.12.1 morgan-body@2.6.9 " +
      "mqtt@5.16.0 ms@2.1.3 multer@2.5.0 mysql@2.18.1 mysql2@3.24.6 nanoid@5.1.16 nats@2.29.3 needle@3.5.0 " +
      "nest-winston@2.0.0 nestjs-pino@4.6.1 node-cache@5.1.2 node-fetch@3.3.2 nodemailer@10.6.1 " +
      "oauth2-server@3.1.1 objection@3.1.5 on-finished@2.4.2 openai@6.49.0 openid-client@6.9.0 " +
      "opossum@9.0.0 p-limit@7.3.3 p-map@7.1.1 p-queue@9.3.5 p-retry@7.1.1 passport@0.7.0 " +
      "passport-github2@0.1.12 passport-google-oauth20@2.0.0 passport-jwt@4.0.1 passport-local@1.0.0 " +
      "passport-oauth2@1.8.0 path-to-regexp@9.0.0 pg@8.23.1 pg-pool@3.14.0 pg-promise@12.7.1 postgres@3.4.9 " +
      "prom-client@15.1.3 pug@3.0.4 qrcode@1.5.4 qs@6.17.1 ramda@0.32.0 rate-limiter-flexible@11.4.0 " +
      "react@19.3.1 react-router@7.18.7 redis@6.3.1 reflect-metadata@0.2.2 request@2.88.2 request-ip@3.3.0 " +
      "response-time@2.3.4 rxjs@7.8.2 sanitize-html@2.17.5 semver@7.8.6 sequelize@6.37.8 " +
      "serve-favicon@2.5.1 serve-static@2.2.1 serverless-http@4.0.0 sharp@0.35.5 smtp-server@3.21.6 " +
      "socket.io-redis@6.1.1 source-map-support@0.5.21 sqs-consumer@14.2.8 ssh2@1.17.0 stripe@23.1.0 " +
      "superagent@10.4.2 swagger-ui-express@5.0.1 tedious@19.2.2 tough-cookie@6.1.0 tsconfig-paths@4.2.0 " +
      "tslib@2.9.1 twilio@6.3.1 type-graphql@1.1.1 typeorm@1.1.1 ua-parser-js@2.0.10 underscore@1.13.8 " +
      "undici@7.30.2 uuid@14.0.3 validator@13.15.35 vhost@3.0.2 winston@3.19.0 " +
      "winston-daily-rotate-file@5.0.0 xml2js@0.6.2 xss-clean@0.1.4 yaml@2.9.1 yargs@18.2.0 yup@1.7.1 " +
      "zod@4.6.7",
    loaded,
  ),
  ...never("express-async-errors@3.1.1 module-alias@2.3.4 sqlite3@6.0.1 tsyringe@4.10.0", read),
  ...never(
    "@google-cloud/firestore@8.7.1 @google-cloud/pubsub@5.3.1 @nestjs/config@12.0.1 " +
      "@nestjs/platform-fastify@12.5.0 @sentry/node@11.12.0 @trpc/server@11.25.2 argon2@0.45.1 bunyan@2.0.5 " +
      "commander@14.0.3 dotenv@18.0.10 exceljs@4.4.0 execa@9.6.1 express-handlebars@8.0.1 inquirer@14.2.5 " +
      "knex@3.3.0 marked@18.2.1 mssql@12.7.14 nunjucks@3.2.4 ora@9.4.1 pdfkit@0.20.2 pino@10.4.0 " +
      "pino-http@11.0.0 pino-pretty@13.2.0 swagger-jsdoc@6.3.0 xss@1.0.17",
    elsewhere,
  ),
];
