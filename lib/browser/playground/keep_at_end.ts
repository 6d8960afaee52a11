/** As far from the end as this counts as being at the end, in pixels. */
const NEAR = 80;

/**
 * Keeps the end of the page in view as it grows, for a reader who is there, and
 * leaves one alone who has scrolled up. Gives a function that ends it.
 */
export function keepAtEnd(isGrowing: () => boolean): () => void {
  const page = document.documentElement;
  let isAtEnd = true;
  const look = () => {
    isAtEnd = page.scrollHeight - page.clientHeight - page.scrollTop < NEAR;
  };
  const follow = new ResizeObserver(() => {
    if (isAtEnd && isGrowing()) scrollTo({ top: page.scrollHeight });
  });
  follow.observe(document.body);
  addEventListener("scroll", look, { passive: true });
  return () => {
    follow.disconnect();
    removeEventListener("scroll", look);
  };
}
