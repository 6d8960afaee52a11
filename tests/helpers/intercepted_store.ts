import { Store } from "../../lib/store/kv.ts";

/** The same database, with something done before each of its commits. */
export function interceptedStore(
  store: Store,
  beforeCommit: () => Promise<void> | void,
): Store {
  return new Store({
    advice: "try again",
    open: async () => {
      const kv = await store.kv();
      return new Proxy(kv, {
        get(target, name) {
          if (name === "atomic") return () => intercepted(target.atomic());
          const value = Reflect.get(target, name);
          return typeof value === "function" ? value.bind(target) : value;
        },
      });
    },
  });

  function intercepted(operation: Deno.AtomicOperation): Deno.AtomicOperation {
    const commit = operation.commit.bind(operation);
    operation.commit = async () => {
      await beforeCommit();
      return await commit();
    };
    return operation;
  }
}
