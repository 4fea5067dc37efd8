import type { Schemas } from '@gatehouse/client';
import { html, type PropertyDeclarations } from 'lit';
import { AccountSection, type Profile } from './section.js';

const FIELDS = {
  name: { autocomplete: 'given-name', type: 'text' },
  surname: { autocomplete: 'family-name', type: 'text' },
  birthDate: { autocomplete: 'bday', type: 'date' },
  hobbies: { autocomplete: 'off', type: 'text' },
} as const;
type FieldName = keyof typeof FIELDS;
const isFieldName = (name: string): name is FieldName => Object.hasOwn(FIELDS, name);

export class ProfileSection extends AccountSection {
  static override properties: PropertyDeclarations = { fields: {} };

  fields = 'name surname';
  protected override readonly headline = 'account.profile';

  protected override body(profile: Profile): unknown {
    const asked = this.fields.split(/[\s,!]+/).filter(isFieldName);
    return this.form(
      (values) => this.#save(values),
      html`${asked.map((name) => {
        const { autocomplete, type } = FIELDS[name];
        return this.textField(name, valueIn(profile, name), autocomplete, type, null);
      })}
        <div class="gh-buttons">${this.submit('account.save')}</div>`,
    );
  }

  async #save(values: Readonly<Record<string, string>>): Promise<void> {
    await this.attempt(async () => {
      this.know(await this.gatehouse.account.change(changesOf(values)));
      this.tell('saved', 'account.saved');
    });
  }
}

const valueIn = (profile: Profile, name: FieldName): string | null =>
  name === 'hobbies' ? profile.hobbies.join(', ') : profile[name];

const changesOf = ({ hobbies, ...rest }: Readonly<Record<string, string>>): Schemas['ChangeMyProfileRequest'] => ({
  ...Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, value || null])),
  ...(hobbies !== undefined && { hobbies: hobbies.split(',').flatMap((hobby) => hobby.trim() || []) }),
});
