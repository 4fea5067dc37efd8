import type { Clock } from '@gatehouse/kernel';
import type { Database } from '@gatehouse/platform/postgres';
import type { MessageTemplates, TemplateKey } from '../../../application/ports/message-templates.js';
import type { TemplateParts } from '../../../domain/template/accept-template.js';
import { templateRow } from './template-row.js';

/** How long a change may take to reach mails. */
const KEPT_MS = 30_000;
const MOST_KEPT = 1_000;

interface Kept {
  readonly parts: TemplateParts | null;
  readonly until: number;
}

/** Reads each template at most every 30 s, so that a mail seldom waits for one. */
export class PostgresMessageTemplates implements MessageTemplates {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #kept = new Map<string, Kept>();

  constructor(database: Database, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  async find(key: TemplateKey): Promise<TemplateParts | null> {
    const now = this.#clock.now().getTime();
    const kept = this.#kept.get(nameOf(key));
    if (kept && now < kept.until) return kept.parts;
    const parts = await templateRow(this.#database, key);
    if (this.#kept.size >= MOST_KEPT) this.#kept.clear();
    this.#kept.set(nameOf(key), { parts, until: now + KEPT_MS });
    return parts;
  }
}

const nameOf = ({ application, template, locale }: TemplateKey): string => `${application}/${template}/${locale}`;
