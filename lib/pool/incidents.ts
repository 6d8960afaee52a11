/** A fault that several accounts showed at once: not theirs. Unix ms. */
export interface Incident {
  /** What the accounts were refused with. */
  code: string;
  since: number;
  /** When judgement returns, unless the fault shows again. */
  until: number;
  /** How many accounts have shown it. */
  accounts: number;
}

/** Faults alike within this many ms belong together. */
export const TOGETHER_MS = 5000;

/** An incident ends this many ms after several accounts showed it last. */
export const INCIDENT_MS = 60_000;

/** Fewer accounts than this can fail alike by chance. */
const LEAST_ACCOUNTS = 2;

interface Sightings {
  /** When each account showed the fault last, Unix ms. */
  at: Map<string, number>;
  incident: Incident | null;
}

/**
 * Notices when too many accounts fail alike for it to be about them: a third
 * of those in use, and at least two.
 */
export class IncidentWatch {
  #byCode = new Map<string, Sightings>();

  /**
   * Takes note of a fault of an account; `inUse` accounts could have shown it.
   * The incident that it opened, else null.
   */
  note(
    code: string,
    accountId: string,
    { at, inUse }: { at: number; inUse: number },
  ): Incident | null {
    const sightings = this.#sightings(code);
    for (const [id, seen] of sightings.at) {
      if (seen < at - TOGETHER_MS) sightings.at.delete(id);
    }
    sightings.at.set(accountId, at);
    const { incident } = sightings;
    const accounts = sightings.at.size;
    // One account that goes on failing alone must not keep it open.
    if (accounts < Math.max(LEAST_ACCOUNTS, Math.ceil(inUse / 3))) return null;
    if (incident !== null && at < incident.until) {
      const most = Math.max(incident.accounts, accounts);
      const until = Math.max(incident.until, at + INCIDENT_MS);
      sightings.incident = { ...incident, until, accounts: most };
      return null;
    }
    const since = Math.min(...sightings.at.values());
    const until = at + INCIDENT_MS;
    sightings.incident = { code, since, until, accounts };
    return sightings.incident;
  }

  /** True while faults with this code say nothing about accounts. */
  isOpen(code: string, now: number): boolean {
    const incident = this.#byCode.get(code)?.incident ?? null;
    return incident !== null && now < incident.until;
  }

  /** Learns of an incident that another instance noticed; true when new. */
  learn(told: Incident, now: number): boolean {
    if (told.until <= now) return false;
    const sightings = this.#sightings(told.code);
    const known = sightings.incident;
    const isNew = known === null || known.until <= now;
    sightings.incident = isNew ? told : {
      ...known,
      since: Math.min(known.since, told.since),
      until: Math.max(known.until, told.until),
      accounts: Math.max(known.accounts, told.accounts),
    };
    return isNew;
  }

  /** The incidents that run at `now` (Unix ms), oldest first. */
  open(now: number): Incident[] {
    const running: Incident[] = [];
    for (const { incident } of this.#byCode.values()) {
      if (incident !== null && now < incident.until) running.push(incident);
    }
    return running.sort((a, b) => a.since - b.since);
  }

  #sightings(code: string): Sightings {
    let sightings = this.#byCode.get(code);
    if (sightings === undefined) {
      sightings = { at: new Map(), incident: null };
      this.#byCode.set(code, sightings);
    }
    return sightings;
  }
}
