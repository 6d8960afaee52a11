// @ts-types="./cookie.d.ts"
export * from "deno-std/http/cookie.js";
