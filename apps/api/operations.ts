import { composeApi } from '@gatehouse/deployment';
import { examineDeployment } from '@gatehouse/deployment/doctor';
import { readSettings } from '@gatehouse/platform/config';
import { PLATFORM } from '@gatehouse/platform/container';
import type { Operation } from '@gatehouse/platform/edge';
import { createLogger } from '@gatehouse/platform/logging';
import { packageVersion } from '@gatehouse/platform/process';
import { REGISTRATION } from '@gatehouse/registration';
import type { Container } from 'inversify';
import { diagnosticsOperation } from './diagnostics/diagnostics-operation.js';
import { KeptFindings } from './diagnostics/kept-findings.js';
import { healthOperations, type Readiness } from './health-operations.js';

/** Every operation of every context. Needs no database: nothing connects before an operation is called. */
export const collectOperations = (container: Container, readiness: () => Promise<Readiness>): readonly Operation[] => [
  ...container.getAll(PLATFORM.operations).flat(),
  ...healthOperations(readiness),
  diagnosticsOperation({
    version: packageVersion(),
    startedAt: new Date(),
    hashing: () => container.get(REGISTRATION.hashQueue).figures,
    findings: new KeptFindings(() => examineDeployment(container.get(PLATFORM.settings))),
  }),
];

/** Every operation, for what they say of themselves: none can be called. */
export const documentedOperations = (): readonly Operation[] =>
  collectOperations(documentedContainer(), () => Promise.reject(new Error('Nothing is served')));

/** The documents say the same whatever the settings. */
function documentedContainer(): Container {
  const key = `unused:${Buffer.alloc(32).toString('base64')}`;
  const settings = readSettings({
    APP_ENV: 'test',
    LOG_LEVEL: 'silent',
    DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
    CODE_KEYS: key,
    TOKEN_KEYS: key,
  });
  return composeApi(settings, createLogger(settings, 'documents'));
}
