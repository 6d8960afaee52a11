import type { ComponentChildren } from "preact";

export interface PageHeadProps {
  heading: string;
  lead?: string;
  /** Buttons that act on the whole page. */
  children?: ComponentChildren;
}

/** The heading of a page. */
export function PageHead({ heading, lead, children }: PageHeadProps) {
  return (
    <header class="page-head">
      <div>
        <h1>{heading}</h1>
        {lead && <p>{lead}</p>}
      </div>
      {children && <div class="cluster">{children}</div>}
    </header>
  );
}
