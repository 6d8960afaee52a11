/** All entries of a database but the revision, in order. */
export async function dump(kv: Deno.Kv): Promise<[Deno.KvKey, unknown][]> {
  const entries: [Deno.KvKey, unknown][] = [];
  for await (const { key, value } of kv.list({ prefix: [] })) {
    if (key[0] !== "revision") entries.push([key, value]);
  }
  return entries;
}

/** A database whose commits fail from a certain one on, as after a crash. */
export function crashingKv(kv: Deno.Kv, commits: () => number): Deno.Kv {
  let made = 0;
  const atomic = () => {
    const operation = kv.atomic();
    const commit = operation.commit.bind(operation);
    operation.commit = () => {
      if (++made > commits()) throw new Error("The process has ended");
      return commit();
    };
    return operation;
  };
  return new Proxy(kv, {
    get(target, name) {
      if (name === "atomic") return atomic;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}
