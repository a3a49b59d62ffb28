/** Suites that take a minute or more: `npm run test:long`. */
export const long = [
  "test/application/measured-again\\.test\\.ts$",
  "test/attacks/",
  "test/files/kill\\.test\\.ts$",
  "test/growth\\.test\\.ts$",
  "test/parse/dockerfile-properties\\.test\\.ts$",
  "test/properties/",
  "test/report/hostile\\.test\\.ts$",
  "test/shell/budget\\.test\\.ts$",
  "test/startup/semantics\\.test\\.ts$",
];

/** @type {import("jest").Config} */
export default {
  testEnvironment: "node",
  // It only ends what hangs: some tests start child processes, and a busy machine takes its time.
  testTimeout: 300_000,
  // Jest would leave a processor idle; on two that is half of them.
  maxWorkers: "100%",
  roots: ["<rootDir>/test"],
  // They need a container engine, and programs of other people: `npm run test:engine`, `npm run test:integration`.
  testPathIgnorePatterns: [
    "/node_modules/",
    "<rootDir>/test/engine/",
    "<rootDir>/test/integration/",
    ...long.map((path) => `<rootDir>/${path}`),
  ],
  extensionsToTreatAsEsm: [".ts"],
  transform: {
    "^.+\\.ts$": [
      "@swc/jest",
      { jsc: { parser: { syntax: "typescript" }, target: "es2022" }, module: { type: "es6" } },
    ],
  },
};
