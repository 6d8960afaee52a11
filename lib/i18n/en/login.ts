/** English words of the sign-in page. */
export const loginEn = {
  heading: "Sign in",
  lead: "The cockpit is for the owner of this gateway.",
  key: "Owner key",
  keyHint:
    "The value of API_MASTER_KEY or, where that is not set, the key the server printed once in its log at the first start.",
  submit: "Sign in",
  wrong: "This is not the owner's key.",
  tooMany: "Too many attempts. Try again in {seconds} s.",
  elsewhere: "This form was sent from another site. Send it again from here.",
  noDatabase: "The gateway has no database yet, so nobody can sign in.",
  device: "You stay signed in on this browser until it was idle for 14 days.",
};
