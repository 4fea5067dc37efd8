import { randomUUID } from 'node:crypto';
import type { Environment } from '@gatehouse/platform/config';
import { REPORT_GROUPS } from './report-rows.js';

const [reporting] = REPORT_GROUPS.flat();
if (!reporting) throw new Error('No provider reports');
const { name, secret, report, at } = reporting;
/** Where nobody listens: nothing is sent. */
const NOWHERE = 'http://127.0.0.1:1';

/** Settings of a service that one provider reports to. */
export const REPORTED_TO: Environment = {
  MAIL_PROVIDERS: name,
  MAIL_SENDER: 'no-reply@acme.example',
  SMS_PROVIDERS: 'sandbox',
  ...at(NOWHERE),
};

export const REPORT_PATH = `/v1/providers/${name}/events`;

/** A report as the provider sends it to {@link REPORT_PATH}, of a message that nobody knows. */
export async function oneReport(): Promise<{ headers: Record<string, string>; body: string }> {
  const event = {
    kind: 'delivered',
    deliveryId: randomUUID(),
    messageId: randomUUID(),
    to: 'ada@example.org',
  } as const;
  const now = new Date();
  const { headers, body } = await report([{ ...event, at: now }], { secret: secret(NOWHERE), url: REPORT_PATH }, now);
  return { headers: { ...headers }, body: body.toString() };
}
