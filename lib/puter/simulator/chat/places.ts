/** Cities that are written without capitals, or in Chinese. */
const CITIES = [
  ...["北京", "上海", "广州", "深圳", "杭州", "成都", "香港", "台北", "东京"],
  ...["巴黎", "罗马", "伦敦", "纽约", "柏林", "新加坡", "旧金山"],
  ...["paris", "rome", "london", "berlin", "tokyo", "new york", "boston"],
  ...["san francisco", "beijing", "shanghai", "singapore", "sydney"],
];

/** Capitalised words that begin questions, or are no place. */
const NO_PLACES: ReadonlySet<string> = new Set(
  ("What Whats Which Where When Who Why How Is Are Was Were Do Does Did Can " +
    "Could Would Should Will Please Tell Give Get Find Show Compare Check Look " +
    "Use Call I Im The A An And Or In For At Of To Both Today Tomorrow Now " +
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday Celsius " +
    "Fahrenheit Also Then Thanks Hello Hi Hey Weather Time").split(" "),
);

/** The places a question names, each once, in its order. */
export function placesIn(text: string): string[] {
  const found = new Map<string, number>();
  const lower = text.toLowerCase();
  for (const city of CITIES) {
    const at = lower.indexOf(city);
    if (at >= 0) found.set(text.slice(at, at + city.length), at);
  }
  const capitals = /\p{Lu}[\p{L}'’-]*(?:\s\p{Lu}[\p{L}'’-]*)*/gu;
  for (const { 0: words, index } of text.matchAll(capitals)) {
    const name = words.split(/\s/).filter((word) =>
      !NO_PLACES.has(word.replace(/['’].*$/, ""))
    ).join(" ");
    const known = [...found.keys()].some((place) =>
      place.toLowerCase().includes(name.toLowerCase()) ||
      name.toLowerCase().includes(place.toLowerCase())
    );
    if (name.length > 2 && !known && !/^[A-Z]+$/.test(name)) {
      found.set(name, index);
    }
  }
  return [...found].sort(([, one], [, other]) => one - other)
    .map(([place]) => place);
}
