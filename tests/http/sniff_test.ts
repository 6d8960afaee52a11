import { assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { sniffType, typeOfName } from "../../lib/http/sniff.ts";

function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

describe("sniffType()", () => {
  const known: [string, string][] = [
    ["image/png", "\x89PNG\r\n\x1a\n\0\0\0\rIHDR"],
    ["image/jpeg", "\xff\xd8\xff\xe0\0\x10JFIF"],
    ["image/gif", "GIF89a\x01\0"],
    ["image/webp", "RIFF\x24\0\0\0WEBPVP8 "],
    ["audio/wav", "RIFF\x24\0\0\0WAVEfmt "],
    ["audio/mpeg", "ID3\x04\0\0"],
    ["audio/mpeg", "\xff\xfb\x90\x64"],
    ["audio/mpeg", "\xff\xf3\x44\xc4"],
    ["audio/aac", "\xff\xf1\x50\x80"],
    ["audio/ogg", "OggS\0\x02"],
    ["audio/flac", "fLaC\0\0\0\x22"],
    ["audio/mp4", "\0\0\0\x1cftypM4A \0\0\0\0"],
    ["video/mp4", "\0\0\0\x18ftypmp42\0\0\0\0"],
    ["video/webm", "\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm"],
    ["application/pdf", "%PDF-1.7\n"],
  ];

  for (const [type, head] of known) {
    it(`knows ${type} by ${JSON.stringify(head.slice(0, 12))}`, () => {
      assertEquals(sniffType(bytesOf(head)), type);
    });
  }

  it("says nothing about text, other bytes and cut heads", () => {
    for (const head of ["", "hello", "RIFF\0\0\0\0AVI ", "\x89PN", "\xff"]) {
      assertEquals(sniffType(bytesOf(head)), undefined, head);
    }
  });
});

describe("typeOfName()", () => {
  it("goes by the ending, in any case", () => {
    assertEquals(typeOfName("Talk.MP3"), "audio/mpeg");
    assertEquals(typeOfName("archive.tar.wav"), "audio/wav");
  });

  it("says nothing about other names", () => {
    for (const name of ["", "mp3", "x.constructor", "x.unknown", "x."]) {
      assertEquals(typeOfName(name), undefined, name);
    }
  });
});
