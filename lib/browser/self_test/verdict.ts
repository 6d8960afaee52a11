/** What is wrong with an answer, as a name among the words of the page. */
export interface Fault {
  problem: Problem;
  /** Filled into the words. */
  values?: Record<string, string | number>;
}

/** How a check ended; `skip` where it could not be made. */
export type Verdict =
  | { state: "pass" }
  | ({ state: "fail" } & Fault)
  | { state: "skip"; reason: SkipReason };

/** Everything that can be wrong. */
export type Problem =
  | "status"
  | "notJson"
  | "notEventStream"
  | "shape"
  | "noRole"
  | "roleRepeated"
  | "noFinish"
  | "noDone"
  | "usageMissing"
  | "usageUnasked"
  | "noToolCall"
  | "toolIdRepeated"
  | "toolNameRepeated"
  | "toolIndex"
  | "toolArguments"
  | "toolFinish"
  | "param"
  | "notCancelled"
  | "corsOrigin"
  | "corsHeaders"
  | "eventOrder"
  | "eventName"
  | "buffered"
  | "unreachable";

/** Why a check could not be made. */
export type SkipReason =
  | "oneCallOnly"
  | "tooShort"
  | "corsClosed";

/** The verdict of a judge: null where nothing is wrong. */
export function verdictOf(fault: Fault | null): Verdict {
  return fault === null ? { state: "pass" } : { state: "fail", ...fault };
}
