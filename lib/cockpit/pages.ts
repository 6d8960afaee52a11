/** The pages of the cockpit, in the order of its navigation. */
export const PAGES = [
  "overview",
  "accounts",
  "keys",
  "requests",
  "analytics",
  "playground",
  "connect",
  "settings",
] as const;

/** A page of the cockpit; `login` stands outside of its navigation. */
export type PageName = typeof PAGES[number] | "login";

/** The address of a page. */
export function pathOfPage(page: PageName): string {
  return page === "overview" ? "/" : `/${page}`;
}

/** The page that a path belongs to; null where it is none of the cockpit's. */
export function pageOfPath(pathname: string): PageName | null {
  const [first = ""] = pathname.split("/").filter((segment) => segment !== "");
  if (first === "") return "overview";
  const names: readonly string[] = [...PAGES, "login"];
  return first !== "overview" && names.includes(first)
    ? first as PageName
    : null;
}

/**
 * True for what a visitor without a session may see: the front page, which
 * shows something else then, and the way in.
 */
export function isPublicPage(pathname: string): boolean {
  const page = pageOfPath(pathname);
  return page === null || page === "overview" || page === "login";
}

/** Paths whose query is a secret of one moment. */
const WITHOUT_QUERY: Record<string, string> = {
  "/accounts/callback": "/accounts",
};

/** Where a visitor wants to be, who has to sign in first. */
export function wantedPath({ pathname, search }: URL): string {
  return WITHOUT_QUERY[pathname] ?? pathname + search;
}
