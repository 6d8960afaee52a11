export { streamLines } from "./stream_lines.ts";
export { wholeResult } from "./whole_result.ts";
