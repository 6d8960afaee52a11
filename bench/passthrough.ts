// The least a proxy on Deno can do: the measure for everything else. With "js"
// its answers go through JavaScript, as they must where they are converted: what
// that holds, no converter can undercut.

const [port, upstream, through] = Deno.args;

Deno.serve({
  hostname: "127.0.0.1",
  port: Number(port),
  onListen: () => {},
}, async (req) => {
  const path = req.url.slice(req.url.indexOf("/", 8));
  const { status, headers, body } = await fetch(upstream + path, {
    method: req.method,
    headers: req.headers,
    body: req.body,
  });
  const isPulled = through === "js" && body !== null;
  return new Response(isPulled ? pulled(body) : body, { status, headers });
});

function pulled(body: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await reader.read();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: (reason) => reader.cancel(reason),
  }, { highWaterMark: 0 });
}
