/**
 * A Puter look-alike that runs inside the process: for trying the product
 * without an account, and for tests.
 *
 * @module
 */
export type { AccountOptions, SimAccount, SimTier } from "./account.ts";
export { type Fault, FAULTS, Faults } from "./faults.ts";
export { type VendorFile, vendorFile } from "./media/files.ts";
export { SIMULATED_SPEECH } from "./media/voices.ts";
export type { NewAccount } from "./registry.ts";
export { Simulator, type SimulatorOptions } from "./simulator.ts";
export { makeFakeToken, type SimTokenKind } from "./tokens.ts";
export { simulatorTransport } from "./transport.ts";
export type { CallRecord } from "./world.ts";
