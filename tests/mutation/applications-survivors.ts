import type { Survivor } from './survivor.ts';

const application = 'libs/applications/application';
const domain = 'libs/applications/domain/application';

/** Mutants of the applications' code that no test notices, and why they may live. */
export const applicationsSurvivors: readonly Survivor[] = [
  {
    file: `${domain}/appearance.ts`,
    line: 'channel <= 0.04045 ?',
    becomes: 'channel < 0.04045',
    why: 'No channel has that value: it is not a multiple of 1/255',
  },
  {
    file: `${domain}/appearance.ts`,
    line: 'contrast(color, WHITE) >= MIN_CONTRAST',
    becomes: 'contrast(color, WHITE) > MIN_CONTRAST',
    why: 'No color has just that contrast with white',
  },
  {
    file: `${domain}/appearance.ts`,
    line: 'contrast(mixed, ground) < needed',
    becomes: 'contrast(mixed, ground) <= needed',
    why: 'No color has just the contrast that is needed with either ground',
  },
  {
    file: `${domain}/grants.ts`,
    line: "const [name = '', field] = grant.split('.')",
    becomes: '"Stryker was here!"',
    why: 'Every text that is split has a first part. The compiler needs the default',
  },
  {
    file: `${domain}/providers.ts`,
    line: "const [name = '', share = 0] = entry.split(':')",
    becomes: '"Stryker was here!"',
    why: 'The same',
  },
  {
    file: `${domain}/settings-faults.ts`,
    line: '} catch {',
    becomes: '{}',
    why: 'It returns undefined then, which counts as false',
  },
  {
    file: `${application}/settings/manage-applications.ts`,
    line: "const blank = { id: '', slug: '', settings: { ...defaultSettings, name: name ?? '' }",
    becomes: '"Stryker was here!"',
    why: 'What is judged here is never written: nobody reads its id or its slug',
  },
  {
    file: `${application}/settings/find-applications.ts`,
    line: "administrator?.application ?? ''",
    becomes: '"Stryker was here!"',
    why: 'No application has that slug either',
  },
];
