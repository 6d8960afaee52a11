/** English words of the page `keys`. */
export const keysEn = {
  heading: "Keys",
  lead: "Keys let your clients in, each with its own scope and limits.",
};
