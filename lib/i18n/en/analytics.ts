/** English words of the page `analytics`. */
export const analyticsEn = {
  heading: "Analytics",
  lead: "Requests, tokens, cost and speed over time.",
};
