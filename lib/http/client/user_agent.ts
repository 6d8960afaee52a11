/** Says honestly who calls. */
export const USER_AGENT = "puter-2api/1.0";
