import { soundType, type SpeechFormat } from "../../media/speech.ts";
import type { DriverAnswer, DriverMedia } from "../../puter/driver_call.ts";
import { PuterError, unreadableAnswer } from "../../puter/errors/classify.ts";

/** Sound that is coming, and the media type to give it. */
export interface Sound extends DriverMedia {
  label: string;
}

/**
 * Takes the answer of a driver that makes sound.
 *
 * @throws {PuterError} when it is no sound
 */
export function soundOf(
  answer: DriverAnswer,
  { format, model }: { format: SpeechFormat; model: string },
): Sound {
  if (answer.type !== "media") {
    throw new PuterError(unreadableAnswer({ model }));
  }
  return {
    type: "media",
    contentType: answer.contentType,
    label: soundType(format, answer.contentType),
    read: () => answer.read(),
  };
}
