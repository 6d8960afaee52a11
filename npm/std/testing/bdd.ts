import * as node from "node:test";

/** A hook or test body. */
export type Body = () => void | Promise<void>;

/** Registers a test. */
export interface It {
  (name: string, fn: Body): void;
  only(name: string, fn: Body): void;
  skip(name: string, fn: Body): void;
}

/** Registers a group of tests. */
export interface Describe {
  (name: string, fn: () => void): void;
  only(name: string, fn: () => void): void;
  skip(name: string, fn: () => void): void;
}

export const it: It = wrap(node.it);

export const test: It = it;

export const describe: Describe = wrap(node.describe);

export const beforeAll: (fn: Body) => void = (fn) => node.before(() => fn());

export const before: (fn: Body) => void = beforeAll;

export const afterAll: (fn: Body) => void = (fn) => node.after(() => fn());

export const after: (fn: Body) => void = afterAll;

export const beforeEach: (fn: Body) => void = (fn) =>
  node.beforeEach(() => fn());

export const afterEach: (fn: Body) => void = (fn) => node.afterEach(() => fn());

type Register = (name: string, fn: Body) => unknown;

/** Hides node's test context: a declared parameter there means a callback. */
function wrap(register: Register & { only: Register; skip: Register }): It {
  return Object.assign(call(register), {
    only: call(register.only),
    skip: call(register.skip),
  });
}

function call(register: Register): (name: string, fn: Body) => void {
  return (name, fn) => {
    register(name, () => fn());
  };
}
