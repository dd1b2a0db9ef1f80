/** Version of this package, which is the version of cc-report: all four are released together. */
export const GENERATOR_VERSION = '0.1.0';
