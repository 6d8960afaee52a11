/** English words of the page `connect`. */
export const connectEn = {
  heading: "Connect",
  lead: "Set up a client with the address of this gateway and a key.",
};
