import type { KeptSession } from './tab-storage.js';

type Word = { readonly say: 'who' } | { readonly say: 'here'; readonly kept: KeptSession } | { readonly say: 'out' };

/** A tab that has a session answers within a few milliseconds. */
const ANSWER_MS = 250;

/** The console's other tabs: a link that opens in a new one goes on with the session of the first. */
export class OtherTabs {
  readonly #channel = new BroadcastChannel('gatehouse-console');

  /**
   * @param session what this tab has to tell, or null
   * @param onSignedOut another tab has ended the session
   */
  constructor(session: () => KeptSession | null, onSignedOut: () => void) {
    this.#channel.addEventListener('message', ({ data }: MessageEvent<Word>) => {
      const kept = session();
      if (data.say === 'who' && kept) this.#tell({ say: 'here', kept });
      if (data.say === 'out') onSignedOut();
    });
  }

  /** The session of another tab; null where no tab has one. */
  ask(): Promise<KeptSession | null> {
    return new Promise((resolve) => {
      const listener = ({ data }: MessageEvent<Word>) => {
        if (data.say === 'here') done(data.kept);
      };
      const done = (kept: KeptSession | null) => {
        clearTimeout(timer);
        this.#channel.removeEventListener('message', listener);
        resolve(kept);
      };
      const timer = setTimeout(() => done(null), ANSWER_MS);
      this.#channel.addEventListener('message', listener);
      this.#tell({ say: 'who' });
    });
  }

  signedOut(): void {
    this.#tell({ say: 'out' });
  }

  #tell(word: Word): void {
    this.#channel.postMessage(word);
  }
}
