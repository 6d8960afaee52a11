/** English words of the page `playground`. */
export const playgroundEn = {
  heading: "Playground",
  lead: "Try models as your clients would.",
};
