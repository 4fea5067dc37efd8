import type { Schemas } from '@gatehouse/client';
import { html, nothing, type PropertyDeclarations } from 'lit';
import { timeAgo } from '../shared/time-ago.js';
import { AccountSection } from './section.js';

type Session = Schemas['SessionSummary'];

export class SessionsSection extends AccountSection {
  static override properties: PropertyDeclarations = { sessions: { state: true } };

  protected override readonly headline = 'account.sessions';
  protected sessions: readonly Session[] = [];

  protected override firstUpdated(): void {
    void this.#load();
  }

  protected override body(): unknown {
    return html`<ul class="gh-list">
      ${this.sessions.map((session) => this.#item(session))}
    </ul>`;
  }

  #item({ id, current, createdAt, lastUsedAt, device, network }: Session): unknown {
    const since = timeAgo(createdAt, this.spoken);
    const used = timeAgo(lastUsedAt, this.spoken);
    return html`<li class="gh-item">
      <div>
        <strong>${this.#nameOf(device) ?? this.say('account.sessions.other')}</strong>
        ${current ? html`<span class="gh-state" data-tone="good">${this.say('account.sessions.current')}</span>` : nothing}
        ${network ? html`<p class="gh-hint">${this.say('account.sessions.network', { network })}</p>` : nothing}
        <p class="gh-hint">${this.say('account.sessions.times', { since, used })}</p>
      </div>
      ${current ? nothing : this.quiet('account.sessions.end', () => void this.#end(id))}
    </li>`;
  }

  /** What the service recognised, in words. */
  #nameOf(device: Session['device']): string | null {
    const { browser, system } = device ?? { browser: null, system: null };
    return browser && system ? this.say('account.sessions.device', { browser, system }) : (browser ?? system);
  }

  async #load(): Promise<void> {
    try {
      this.sessions = await this.gatehouse.sessions();
    } catch {
      // The other sections tell what is wrong with the session or the service.
      this.sessions = [];
    }
  }

  async #end(id: string): Promise<void> {
    await this.attempt(async () => {
      await this.gatehouse.endSession(id);
      this.sessions = this.sessions.filter((session) => session.id !== id);
      this.tell('ended', 'account.sessions.ended');
      await this.updateComplete;
      this.querySelector('h2')?.focus();
    });
  }
}
