/** A document whose text is to be read. */
export interface OcrRequest {
  /** The model as the client wrote it, or the default. */
  model: string;
  /** A data URL, its data perhaps a placeholder, or an https URL. */
  source: string;
  /** Pages to read, counted from 0; all when absent. */
  pages?: number[];
  includeImages?: boolean;
  imageLimit?: number;
  imageMinSize?: number;
}

/** What was read. */
export interface OcrResult {
  /** The vendor's name of the model; undefined when it gives none. */
  model: string | undefined;
  pages: OcrPage[];
  /** The whole text. */
  text: string;
  lines: OcrLine[];
  /** Pages that were charged; undefined when the vendor does not say. */
  pagesProcessed: number | undefined;
}

/** A page of a document. */
export interface OcrPage {
  /** Counted from 0. */
  index: number;
  markdown: string;
  /** Pictures on the page, as the vendor tells them. */
  images?: Record<string, unknown>[];
  dimensions?: Record<string, unknown>;
}

/** A line of text. */
export interface OcrLine {
  text: string;
  /** Counted from 0; undefined when the vendor does not say. */
  page?: number;
  /** In percent; undefined when the vendor does not say. */
  confidence?: number;
}
