import config from "./jest.config.js";

// `npm run test:soak`: the properties of test/properties over many more cases than `npm test` takes. The processes that jest starts inherit the number.
process.env.PID1LINT_RUNS ??= "100000";

/** @type {import("jest").Config} */
export default { ...config, roots: ["<rootDir>/test/properties"] };
