const SAMPLE_RATE = 24_000;
const TONE_HZ = 440;
const MS_PER_LETTER = 40;

/** An MP3 of silence: an empty ID3 tag and padding, as it was captured. */
const SILENT_MP3: Uint8Array<ArrayBuffer> = new Uint8Array(74).fill(0x55);
SILENT_MP3.set([0x49, 0x44, 0x33, 0x03, 0, 0, 0, 0, 0, 0]);

/** How a format's files begin, where they are more than samples. */
const BEGINNINGS: Readonly<Record<string, string>> = {
  opus: "OggS\0\x02",
  flac: "fLaC",
  aac: "\xff\xf1\x50\x80",
};

/** Media types by format. */
const TYPES: Readonly<Record<string, string>> = {
  mp3: "audio/mpeg",
  opus: "audio/opus",
  aac: "audio/aac",
  flac: "audio/flac",
  wav: "audio/wav",
  pcm: "audio/pcm",
  ogg: "audio/ogg",
  mulaw: "audio/basic",
  alaw: "audio/x-alaw-basic",
};

/** A made-up recording. */
export interface Sound {
  contentType: string;
  bytes: Uint8Array<ArrayBuffer>;
}

/** Sound of a text: a tone in WAV and PCM, silence in other formats. */
export function soundOf(text: string, format: string): Sound {
  const contentType = TYPES[format] ?? "audio/mpeg";
  switch (format) {
    case "wav":
      return { contentType, bytes: wavOf(text) };
    case "pcm":
      return { contentType, bytes: samplesOf(text) };
    default:
      return { contentType, bytes: silence(BEGINNINGS[format]) };
  }
}

function silence(beginning: string | undefined): Uint8Array<ArrayBuffer> {
  const bytes = SILENT_MP3.slice();
  if (beginning === undefined) return bytes;
  bytes.fill(0);
  for (let index = 0; index < beginning.length; index++) {
    bytes[index] = beginning.charCodeAt(index);
  }
  return bytes;
}

/** One channel of 16 bits at 24 kHz, which is what Gemini speaks. */
function wavOf(text: string): Uint8Array<ArrayBuffer> {
  const samples = samplesOf(text);
  const bytes = new Uint8Array(44 + samples.length);
  const view = new DataView(bytes.buffer);
  const words: [at: number, word: string][] = [
    [0, "RIFF"],
    [8, "WAVE"],
    [12, "fmt "],
    [36, "data"],
  ];
  for (const [at, word] of words) {
    for (let index = 0; index < word.length; index++) {
      bytes[at + index] = word.charCodeAt(index);
    }
  }
  view.setUint32(4, bytes.length - 8, true);
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, SAMPLE_RATE, true);
  view.setUint32(28, SAMPLE_RATE * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  view.setUint32(40, samples.length, true);
  bytes.set(samples, 44);
  return bytes;
}

/** A tone as long as the text; the captures' `hi` takes 10 ms. */
function samplesOf(text: string): Uint8Array<ArrayBuffer> {
  const ms = text === "hi" ? 10 : Math.min(text.length * MS_PER_LETTER, 10_000);
  const samples = new Int16Array(Math.round(SAMPLE_RATE * ms / 1000));
  for (let index = 0; index < samples.length; index++) {
    const angle = 2 * Math.PI * TONE_HZ * index / SAMPLE_RATE;
    samples[index] = Math.round(Math.sin(angle) * 8000);
  }
  return new Uint8Array(samples.buffer);
}
