/** English words of the page `overview`. */
export const overviewEn = {
  heading: "Overview",
  lead: "What the pool can carry now, what it did, and what needs you.",
};
