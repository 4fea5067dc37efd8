import type { RequestListener } from 'node:http';
import { pathToFileURL } from 'node:url';

interface Auth {
  readonly options: object;
  /** Settled when it is ready to answer. */
  readonly $context: Promise<unknown>;
}

interface Pool {
  end(): Promise<void>;
}

/** As much of its packages as the bench uses. They are not in the workspace, so neither are their types. */
export interface BetterAuthParts {
  betterAuth(options: object): Auth;
  hashPassword(password: string): Promise<string>;
  getMigrations(options: object): Promise<{ runMigrations(): Promise<void> }>;
  toNodeHandler(auth: Auth): RequestListener;
  express(): RequestListener & { all(path: string, handler: RequestListener): void };
  Pool: new (options: { readonly connectionString: string; readonly max: number }) => Pool;
}

/** @param file that `installBetterAuth` answers */
export async function loadBetterAuth(file: string): Promise<BetterAuthParts> {
  const parts: BetterAuthParts = await import(pathToFileURL(file).href);
  return parts;
}

/** What it verifies an address with. */
interface Verification {
  readonly user: { readonly email: string };
  readonly url: string;
}

/**
 * As its documentation says for email and password with verified addresses: nobody is signed in before, and the mail is not
 * waited for. Its rate limits are off, as loopback is exempt from ours; everything else is as it comes, such as scrypt.
 * @see https://better-auth.com/docs/authentication/email-password and https://better-auth.com/docs/integrations/express
 * (read 2026-11-30)
 */
export const optionsOf = (
  database: Pool,
  baseURL: string,
  secret: string,
  sendMail: (to: string, text: string) => void,
): object => ({
  baseURL,
  secret,
  database,
  emailAndPassword: { enabled: true, requireEmailVerification: true },
  emailVerification: {
    sendOnSignUp: true,
    sendVerificationEmail: async ({ user, url }: Verification) => sendMail(user.email, `Confirm your address: ${url}`),
  },
  rateLimit: { enabled: false },
  telemetry: { enabled: false },
});
