/** English words of the page `settings`. */
export const settingsEn = {
  heading: "Settings",
  lead: "What is in force, where it is from, and who changed it.",
};
