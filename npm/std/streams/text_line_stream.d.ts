/** Options of {@link TextLineStream}. */
export interface TextLineStreamOptions {
  /** Also split at a lone `\r`. */
  allowCR?: boolean;
}

/** Splits text chunks into lines, without their `\n` or `\r\n`. */
export class TextLineStream extends TransformStream<string, string> {
  constructor(options?: TextLineStreamOptions);
}
