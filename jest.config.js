/** @type {import("jest").Config} */
export default {
  testEnvironment: "node",
  // Some tests start child processes; a busy machine takes its time.
  testTimeout: 60_000,
  roots: ["<rootDir>/test"],
  // They need a container engine: `npm run test:engine`.
  testPathIgnorePatterns: ["/node_modules/", "<rootDir>/test/engine/"],
  extensionsToTreatAsEsm: [".ts"],
  transform: {
    "^.+\\.ts$": ["@swc/jest", { jsc: { parser: { syntax: "typescript" }, target: "es2022" }, module: { type: "es6" } }],
  },
};
