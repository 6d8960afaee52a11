// Starts the server on the Deno that npm installed and ends it when npm ends.
// npm passes signals to its shell alone, which would leave the server behind.
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import process from "node:process";

const PARENT_CHECK_MS = 250;

const deno = createRequire(import.meta.url)("deno/install_api.cjs");
const server = spawn(
  deno.runInstall(),
  [
    "run",
    "-A",
    // Spares the end of each request an exception; nothing depends on it.
    "--unstable-no-legacy-abort",
    "--import-map",
    "npm/import_map.json",
    "main.ts",
  ],
  { stdio: "inherit" },
);

for (const signal of ["SIGTERM", "SIGHUP"]) {
  process.on(signal, () => server.kill(signal));
}
// A terminal interrupts the server directly.
process.on("SIGINT", () => {});

const parent = process.ppid;
const watch = setInterval(() => {
  if (process.ppid === parent) return;
  clearInterval(watch);
  server.kill("SIGTERM");
}, PARENT_CHECK_MS);

server.on("exit", (code, signal) => {
  clearInterval(watch);
  process.exitCode = code ?? (signal === null ? 0 : 1);
});
