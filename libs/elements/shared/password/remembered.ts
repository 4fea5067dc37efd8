import type { Credentials } from '@gatehouse/client';
import type { ReactiveControllerHost } from 'lit';
import { Countdown } from '../code/countdown.js';

/** Long enough for one code, where nobody has said how long it is valid. */
const USUAL_SECONDS = 60;

/** Address and password, in memory alone and not longer than a code needs them. */
export class Remembered {
  credentials: Credentials | null = null;
  /** Stays, so that it is filled in when the password is asked again. */
  email: string | null = null;
  readonly #memory: Countdown;

  /** @param isNeeded whether a code is valid or on its way when the time has passed */
  constructor(host: ReactiveControllerHost, isNeeded: () => boolean) {
    this.#memory = new Countdown(host, () => {
      if (isNeeded()) this.#memory.start(1_000);
      else this.forget();
    });
  }

  keep(credentials: Credentials, seconds = USUAL_SECONDS): void {
    this.credentials = credentials;
    this.email = credentials.email;
    this.#memory.start(seconds * 1_000);
  }

  forget(): void {
    this.credentials = null;
    this.#memory.stop();
  }
}
