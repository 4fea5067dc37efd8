import { Description } from '@gatehouse/kernel';
import { commonProblems, type Operation, ProblemError } from '@gatehouse/platform/edge';
import { IsArray, IsIn, IsInt, IsNumber, IsOptional, IsRFC3339, IsString, ValidateNested } from 'class-validator';
import type { KeptFindings } from './kept-findings.js';

@Description('Passwords that the process computes hashes of')
class Hashing {
  @Description('How many it computes at once')
  @IsInt()
  slots!: number;

  @IsInt()
  running!: number;

  @IsInt()
  waiting!: number;

  @Description('How long the first of those that wait has waited')
  @IsNumber()
  longestWaitSeconds!: number;
}

@Description('The API process that answered: others have figures of their own')
class AnsweringProcess {
  @Description('Of Gatehouse')
  @IsString()
  version!: string;

  @Description('Of Node')
  @IsString()
  nodeVersion!: string;

  @IsRFC3339()
  startedAt!: string;

  @ValidateNested({ context: { of: Hashing } })
  hashing!: Hashing;
}

@Description('What the doctor found, and what to do about it')
class DoctorFinding {
  @Description('What was examined, such as `database`, `broker`, `mail` or `spf`')
  @IsString()
  subject!: string;

  @Description('`warn`: it works, and somebody should look at it. `off`: not in use')
  @IsIn(['good', 'warn', 'bad', 'off'])
  state!: 'good' | 'warn' | 'bad' | 'off';

  @IsString()
  found!: string;

  @IsOptional()
  @IsString()
  advice!: string | null;
}

@Description('The state of the deployment')
class Diagnostics {
  @ValidateNested({ context: { of: AnsweringProcess } })
  process!: AnsweringProcess;

  @Description('When the process last examined the deployment; null while the first examination is running')
  @IsOptional()
  @IsRFC3339()
  examinedAt!: string | null;

  @IsArray()
  @ValidateNested({ each: true, context: { of: DoctorFinding } })
  findings!: DoctorFinding[];
}

export interface DiagnosticsParts {
  readonly version: string;
  readonly startedAt: Date;
  readonly hashing: () => Hashing;
  readonly findings: Pick<KeptFindings, 'look'>;
}

const example = {
  process: {
    version: '0.3.0',
    nodeVersion: '24.11.0',
    startedAt: '2026-11-29T08:00:00.000Z',
    hashing: { slots: 4, running: 4, waiting: 9, longestWaitSeconds: 0.21 },
  },
  examinedAt: '2026-11-29T12:00:00.000Z',
  findings: [
    { subject: 'database', state: 'good', found: 'PostgreSQL 18.1', advice: null },
    {
      subject: 'dmarc',
      state: 'warn',
      found: 'acme.example has no DMARC record, which large mailbox providers require',
      advice: 'Add the TXT record "v=DMARC1; p=none; rua=mailto:postmaster@acme.example" to _dmarc.acme.example',
    },
  ],
} as const;

/** The doctor's findings and the process's own figures, for those who run the deployment. */
export const diagnosticsOperation = ({ version, startedAt, hashing, findings }: DiagnosticsParts): Operation => ({
  method: 'get',
  path: '/v1/admin/diagnostics',
  operationId: 'readDiagnostics',
  tag: 'Administration',
  summary: 'Read the state of the deployment',
  description:
    'What `gatehouse doctor` finds with the settings of the API process that answers, at most two minutes old while somebody asks, with the version and password hashes of that process. The answer never waits for an examination. Only for administrators of the application `default`; administrators and keys of others get 404.',
  security: 'administration',
  scope: 'applications:write',
  answers: { 200: { description: 'The state', schema: Diagnostics, example } },
  problems: [commonProblems['not-found']],
  handle: async ({ context: { administrator } }) => {
    if (!administrator?.everywhere) throw new ProblemError(commonProblems['not-found']);
    const examination = findings.look();
    const body: Diagnostics = {
      process: {
        version,
        nodeVersion: process.versions.node,
        startedAt: startedAt.toISOString(),
        hashing: hashing(),
      },
      examinedAt: examination?.examinedAt.toISOString() ?? null,
      findings: (examination?.findings ?? []).map(({ advice = null, ...finding }) => ({ ...finding, advice })),
    };
    return { status: 200, body };
  },
});
