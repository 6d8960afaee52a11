/** The media type of a content type header: lower case, no parameters. */
export function mediaType(header: string | null | undefined): string {
  if (!header) return "";
  const end = header.indexOf(";");
  return (end < 0 ? header : header.slice(0, end)).trim().toLowerCase();
}
