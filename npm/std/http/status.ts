// @ts-types="./status.d.ts"
export * from "deno-std/http/status.js";
