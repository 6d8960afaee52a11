/** The name of the product, which leads to the front page. */
export function Brand({ title }: { title: string }) {
  return (
    <a class="brand" href="/" aria-current="false">
      <svg class="brand-mark" viewBox="0 0 32 32" aria-hidden="true">
        <rect width="32" height="32" rx="8" fill="#2f6f6a" />
        <path
          d="M8 11h7m-7 5h7m-7 5h7"
          fill="none"
          stroke="#bfe3dc"
          stroke-width="2.5"
          stroke-linecap="round"
        />
        <path
          d="M17 11c5 0 1 5 7 5-6 0-2 5-7 5"
          fill="none"
          stroke="#fff"
          stroke-width="2.5"
          stroke-linecap="round"
        />
      </svg>
      {title}
    </a>
  );
}
