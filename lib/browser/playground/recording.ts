/** A recording that runs. */
export interface Recording {
  /** Ends it and gives what was recorded. */
  end(): Promise<File>;
  cancel(): void;
}

/** What browsers record, the best known first. */
const TYPES = ["audio/webm", "audio/mp4", "audio/ogg"];

/** Starts to record the microphone; null where that is not allowed. */
export async function startRecording(): Promise<Recording | null> {
  let stream: MediaStream;
  try {
    // Pages without TLS have no `mediaDevices` at all.
    stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  } catch {
    return null;
  }
  const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type));
  const recorder = new MediaRecorder(stream, mimeType ? { mimeType } : {});
  const parts: Blob[] = [];
  recorder.ondataavailable = ({ data }) => parts.push(data);
  const stopped = new Promise<void>((resolve) => {
    recorder.onstop = () => resolve();
  });
  recorder.start();
  const stop = () => {
    if (recorder.state !== "inactive") recorder.stop();
    for (const track of stream.getTracks()) track.stop();
  };
  return {
    async end() {
      stop();
      await stopped;
      const [type = "audio/webm"] = recorder.mimeType.split(";");
      const name = `recording.${type.split("/")[1] ?? "webm"}`;
      return new File(parts, name, { type });
    },
    cancel: stop,
  };
}
