/**
 * The key of a guest link: from the address, where it stands behind the `#`
 * that no server gets, or kept from then for this tab alone. It leaves the
 * address bar at once, so that nobody reads it there or copies it by chance.
 */
export function guestKey(id: string): string | null {
  const name = `p2a_guest_${id}`;
  const given = decodeURIComponent(location.hash.slice(1));
  if (given !== "") {
    sessionStorage.setItem(name, given);
    history.replaceState(null, "", location.pathname + location.search);
  }
  return sessionStorage.getItem(name);
}
