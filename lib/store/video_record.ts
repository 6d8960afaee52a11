/** An instance at work on a job, until when unless it renews that. */
export interface VideoWorker {
  instance: string;
  /** Unix ms; an instance that has not renewed by then is taken for dead. */
  until: number;
}

/** Where the finished video is. */
export type VideoResult =
  /** At the vendor, which keeps it for a while. */
  | { type: "url"; url: string }
  /** Here, in the store of files. */
  | { type: "file"; fileId: string };

/** How far a job is; times are Unix ms. */
export type VideoState =
  /** Nothing was asked of Puter yet; without a worker it waits for one. */
  | { status: "queued"; worker?: VideoWorker }
  /** Puter was asked, or is about to be: it must not be asked again. */
  | { status: "in_progress"; worker: VideoWorker; startedAt: number }
  | { status: "completed"; completedAt: number; result: VideoResult }
  | {
    status: "failed";
    completedAt: number;
    error: { code: string; message: string };
  };

/** A video job as stored; its prompt is kept beside it. */
export interface VideoRecord {
  /** `video_` and a ULID: ordered by creation. */
  id: string;
  /** The key that created it, the only one that sees it. */
  keyId: string;
  /** The request that created it. */
  requestId: string;
  /** Unix ms. */
  createdAt: number;
  /** Unix ms; from then on the job does not exist any more. */
  expiresAt: number;
  /** The model as the client wrote it. */
  model: string;
  /** Who makes it. */
  upstream: "puter" | "simulator";
  seconds: number;
  /** Such as `1280x720`, or a tier such as `720p`. */
  size: string;
  /** The job that this one is a remix of. */
  remixedFrom?: string;
  /** 0 to 100; never falls. */
  progress: number;
  state: VideoState;
}
