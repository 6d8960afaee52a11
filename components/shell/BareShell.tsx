import type { ComponentChildren } from "preact";
import type { Speech } from "../../lib/i18n/mod.ts";
import type { Theme } from "../../lib/i18n/theme.ts";
import { Brand } from "./Brand.tsx";
import { ChoiceLinks } from "./ChoiceLinks.tsx";

export interface BareShellProps {
  url: URL;
  speech: Speech;
  theme: Theme;
  banner: ComponentChildren;
  children: ComponentChildren;
}

/** The frame of pages for everybody; it holds no script. */
export function BareShell(props: BareShellProps) {
  const { url, speech: { language, words }, theme } = props;
  return (
    <div class="bare">
      {props.banner}
      <header class="bare-top">
        <Brand title={words.title} />
        <ChoiceLinks
          url={url}
          language={language}
          theme={theme}
          words={words.shell}
        />
      </header>
      <main class="content" id="content" tabindex={-1}>
        {props.children}
      </main>
    </div>
  );
}
