/** English words of the page `requests`. */
export const requestsEn = {
  heading: "Requests",
  lead: "Every request as it ends, and why it went the way it did.",
};
