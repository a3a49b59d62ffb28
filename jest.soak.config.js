import config from "./jest.config.js";

// `npm run test:soak`: the properties of test/properties and test/fuzz over many more cases than `npm test` takes, others each time. The processes that jest starts inherit the numbers.
process.env.PID1LINT_RUNS ??= "100000";
process.env.PID1LINT_FUZZ ??= "1000000";
process.env.PID1LINT_FUZZ_FROM ??= String(Date.now());

/** @type {import("jest").Config} */
export default { ...config, roots: ["<rootDir>/test/properties", "<rootDir>/test/fuzz"] };
