import {
  elementScroll,
  observeElementOffset,
  observeElementRect,
  Virtualizer,
} from "@tanstack/virtual-core";

/** What `VirtualRows` work with. */
export interface VirtualRowsOptions {
  scroller: HTMLElement;
  /** Height of every row, in CSS pixels. */
  rowHeight: number;
  /** Height of what lies above the rows and scrolls with them. */
  headHeight: number;
  onChange: () => void;
}

/** The rows that are drawn, and where. */
export interface DrawnRows {
  first: number;
  /** Not drawn itself. */
  end: number;
  /** CSS pixels from the top of the first row that the list has room for. */
  offset: number;
  /** Room for all rows and for what is above, in CSS pixels. */
  height: number;
}

/**
 * Rows that the list has room for at once. Browsers end an element at some
 * 17,000,000 pixels, and a million rows are higher.
 */
const SPAN = 100_000;

/** When less than this lies before an end of the span, the span moves. */
const MARGIN = 10_000;

const OVERSCAN = 8;

/**
 * Which of very many rows are to be drawn. The list has room for a span of
 * them, which moves along without anybody seeing it.
 */
export class VirtualRows {
  readonly #options: VirtualRowsOptions;
  readonly #virtualizer: Virtualizer<HTMLElement, HTMLElement>;
  readonly #unmount: () => void;
  #base = 0;
  #count = 0;

  constructor(options: VirtualRowsOptions) {
    this.#options = options;
    this.#virtualizer = new Virtualizer(this.#settings());
    this.#unmount = this.#virtualizer._didMount();
    this.#virtualizer._willUpdate();
  }

  /** Rows that the viewport has room for, at least one. */
  get pageRows(): number {
    const { rowHeight, headHeight, scroller } = this.#options;
    const room = scroller.clientHeight - headHeight;
    return Math.max(1, Math.floor(room / rowHeight));
  }

  /** True while the first row is seen. */
  get isAtTop(): boolean {
    const { scroller, rowHeight } = this.#options;
    return this.#base === 0 && scroller.scrollTop < rowHeight / 2;
  }

  /** The first row that is wholly seen. */
  get firstSeen(): number {
    const { scroller, rowHeight } = this.#options;
    return this.#base + Math.ceil(scroller.scrollTop / rowHeight);
  }

  /** What is to be drawn of so many rows. */
  drawn(count: number): DrawnRows {
    if (count !== this.#count) {
      this.#count = count;
      this.#base = Math.min(this.#base, Math.max(0, count - SPAN));
      this.#update();
    }
    this.#follow();
    const items = this.#virtualizer.getVirtualItems();
    const first = items[0];
    const last = items.at(-1);
    return {
      first: this.#base + (first?.index ?? 0),
      end: this.#base + (last?.index ?? -1) + 1,
      offset: first?.start ?? 0,
      height: this.#options.headHeight + this.#virtualizer.getTotalSize(),
    };
  }

  /** Scrolls just as far as is needed to see a row. */
  reveal(index: number): void {
    const { scroller, rowHeight, headHeight } = this.#options;
    if (index < this.#base || index >= this.#base + SPAN) {
      this.#move(index - SPAN / 2);
    }
    const top = (index - this.#base) * rowHeight;
    const room = scroller.clientHeight - headHeight - rowHeight;
    if (scroller.scrollTop > top) this.#scrollTo(top);
    else if (scroller.scrollTop < top - room) this.#scrollTo(top - room);
  }

  close(): void {
    this.#unmount();
  }

  #settings() {
    const { scroller, rowHeight, onChange } = this.#options;
    return {
      count: Math.min(SPAN, this.#count - this.#base),
      getScrollElement: () => scroller,
      estimateSize: () => rowHeight,
      overscan: OVERSCAN,
      initialRect: {
        width: scroller.clientWidth,
        height: scroller.clientHeight,
      },
      initialOffset: scroller.scrollTop,
      scrollToFn: elementScroll,
      observeElementRect,
      observeElementOffset,
      onChange,
    };
  }

  #update(): void {
    this.#virtualizer.setOptions(this.#settings());
    this.#virtualizer._willUpdate();
  }

  /** Moves the span before an end of it is seen. */
  #follow(): void {
    const { rowHeight, scroller } = this.#options;
    const seen = scroller.scrollTop / rowHeight;
    const isLow = seen < MARGIN && this.#base > 0;
    const isHigh = seen > SPAN - MARGIN && this.#base + SPAN < this.#count;
    if (!isLow && !isHigh) return;
    const row = this.#base + seen;
    const before = this.#base;
    this.#move(Math.floor(row) - SPAN / 2);
    this.#scrollTo(scroller.scrollTop - (this.#base - before) * rowHeight);
  }

  #move(base: number): void {
    const highest = Math.max(0, this.#count - SPAN);
    this.#base = Math.max(0, Math.min(base, highest));
    this.#update();
  }

  #scrollTo(offset: number): void {
    const { scroller } = this.#options;
    scroller.scrollTop = offset;
    // The scroll event comes a frame later, when it would be seen.
    this.#virtualizer.scrollOffset = scroller.scrollTop;
  }
}
