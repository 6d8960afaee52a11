/** English words of the page `accounts`. */
export const accountsEn = {
  heading: "Accounts",
  lead: "The Puter accounts behind this gateway, and how each of them does.",
};
