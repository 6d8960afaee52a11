// @ts-types="./to_text.d.ts"
export * from "deno-std/streams/to_text.js";
