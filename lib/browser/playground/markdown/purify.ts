import createPurifier from "dompurify";

const TAGS = [
  ...["a", "b", "blockquote", "br", "code", "del", "em", "h1", "h2", "h3"],
  ...["h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "mark", "ol"],
  ...["p", "pre", "s", "small", "span", "strong", "sub", "sup", "table"],
  ...["tbody", "td", "th", "thead", "tr", "u", "ul"],
];

const ATTRIBUTES = ["href", "title", "src", "alt", "class", "start", "align"];

/** Where links may lead; pictures are in the text itself. */
const PROTOCOLS: ReadonlySet<string> = new Set(["http:", "https:", "mailto:"]);
const PICTURE = /^(?:data:image\/(?:png|jpeg|gif|webp|avif);base64,|blob:)/i;

/** Classes that colour code; others would look like parts of the page. */
const CLASS = /^(?:hljs-[\w-]+|language-[\w+#-]*|function_|class_)$/;

let purifier: ReturnType<typeof createPurifier> | undefined;

/**
 * HTML that a model had a hand in, as nodes that can do nothing: no scripts,
 * styles, forms, SVG or MathML, nothing from the network, and links that lead
 * to other sites in tabs of their own. For browsers.
 */
export function purified(html: string): DocumentFragment {
  purifier ??= makePurifier();
  return purifier.sanitize(html, {
    ALLOWED_TAGS: TAGS,
    ALLOWED_ATTR: ATTRIBUTES,
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
    RETURN_DOM_FRAGMENT: true,
  });
}

function makePurifier() {
  const made = createPurifier(window);
  made.addHook("afterSanitizeAttributes", (node) => {
    if (node.hasAttribute("class")) keepClasses(node);
    if (node.hasAttribute("src")) keepPicture(node);
    if (node.nodeName === "A") keepLink(node);
    else node.removeAttribute("href");
  });
  return made;
}

function keepClasses(node: Element): void {
  const kept = [...node.classList].filter((name) => CLASS.test(name));
  if (kept.length === 0) node.removeAttribute("class");
  else node.setAttribute("class", kept.join(" "));
}

function keepPicture(node: Element): void {
  const isPicture = node.nodeName === "IMG" &&
    PICTURE.test(node.getAttribute("src") ?? "");
  if (!isPicture) node.removeAttribute("src");
}

function keepLink(node: Element): void {
  if (!isSafeLink(node.getAttribute("href") ?? "")) {
    node.removeAttribute("href");
    return;
  }
  node.setAttribute("target", "_blank");
  node.setAttribute("rel", "noopener noreferrer nofollow");
}

/** True for whole addresses of other sites, and for nothing else. */
export function isSafeLink(href: string): boolean {
  // A relative address would lead into the cockpit.
  if (!/^[a-z]+:/i.test(href)) return false;
  try {
    return PROTOCOLS.has(new URL(href).protocol);
  } catch {
    return false;
  }
}
