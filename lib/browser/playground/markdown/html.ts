import { Marked, type Tokens } from "marked";
import { highlighted } from "./highlight.ts";

/** Tags that say something without an attribute. */
const PLAIN_TAG =
  /^<\/?(?:b|br|del|em|i|ins|kbd|mark|s|small|strong|sub|sup|u)\s*\/?>\s*$/i;

/** Pictures that are in the text itself. */
const OWN_PICTURE =
  /^(?:data:image\/(?:png|jpeg|gif|webp|avif);base64,|blob:)/i;

const marked = new Marked({
  gfm: true,
  breaks: true,
  renderer: {
    code({ text, lang = "" }: Tokens.Code) {
      const [language = ""] = lang.toLowerCase().match(/^[\w+#-]+/) ?? [];
      const html = highlighted(text, language) ?? escapeHtml(text);
      return `<pre><code class="language-${
        escapeHtml(language)
      }">${html}</code></pre>`;
    },
    // A model's own HTML is shown as what it is: text.
    html({ text }: Tokens.HTML | Tokens.Tag) {
      return PLAIN_TAG.test(text) ? text : escapeHtml(text);
    },
    // The policy of the page lets no picture come from elsewhere.
    image({ href, text }: Tokens.Image) {
      const alt = escapeHtml(text);
      return OWN_PICTURE.test(href)
        ? `<img src="${escapeHtml(href)}" alt="${alt}">`
        : `<a href="${escapeHtml(href)}">${alt || escapeHtml(href)}</a>`;
    },
    checkbox({ checked }: Tokens.Checkbox) {
      return checked ? "☑ " : "☐ ";
    },
  },
});

/**
 * Markdown as HTML. Not yet safe to show: an address may be anything.
 *
 * @throws {RangeError} when it is nested too deeply
 */
export function toHtml(source: string): string {
  return marked.parse(source, { async: false });
}

function escapeHtml(text: string): string {
  return text.replace(
    /[&<>"']/g,
    (sign) => `&#${sign.charCodeAt(0)};`,
  );
}
